"""The entry point of ``pool-lint`` and ``python -m pool_lint``."""

import gc
import os
import sys

_INTERRUPTED = 130


def start() -> None:
    """Run the command line and end the process with its exit code."""
    # Nodes and findings have no reference cycles. Searching for cycles would take a
    # tenth of the time of a run with one file, and half of a run with many.
    gc.set_threshold(100_000)
    try:
        _exit_when_interrupted()
        from pool_lint.cli.main import main  # noqa: PLC0415 - inside the `try`

        code = main(sys.argv[1:])
    except KeyboardInterrupt:  # before the command line handles signals
        code = _INTERRUPTED
    # Everything is flushed and closed. A normal exit would first clean up all modules,
    # which takes as long as linting a file: a sixth of a short run.
    os._exit(code)


def _exit_when_interrupted() -> None:
    """End the process at an interrupt while modules are imported.

    A KeyboardInterrupt could be swallowed by an `except` clause or by an extension
    module. Nothing has been written yet, so nothing has to be cleaned up.
    """
    import signal  # noqa: PLC0415 - inside the `try` of the caller

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(_INTERRUPTED))


if __name__ == "__main__":
    # `python -m` puts the working directory first on the path. The linted checkout may
    # contain its own `yaml.py`, which must not be imported.
    if not sys.flags.safe_path:
        del sys.path[0]
    start()
