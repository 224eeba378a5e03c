"""Start the command line: what ``pool-lint`` and ``python -m pool_lint`` run."""

import gc
import os
import sys

_INTERRUPTED = 130


def start() -> None:
    """Run the command line and end the process with its exit code."""
    # Nodes and findings hold no cycles: looking for them takes a tenth of the time of
    # one file, while modules are loaded, and half of that of many.
    gc.set_threshold(100_000)
    try:
        _exit_when_interrupted()
        from pool_lint.cli.main import main  # noqa: PLC0415 - within reach of `except`

        code = main(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nothing else handles it
        code = _INTERRUPTED
    # Everything is flushed and closed. Python would take its modules apart first,
    # which lasts as long as to lint a file: a sixth of a short run.
    os._exit(code)


def _exit_when_interrupted() -> None:
    """End the process at an interrupt while modules are imported.

    An exception would be lost in an `except` clause, or in an extension that is being
    imported. Nothing is written yet, so nothing has to be undone.
    """
    import signal  # noqa: PLC0415 - within reach of `except`

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(_INTERRUPTED))


if __name__ == "__main__":
    # `python -m` puts the working directory first on the path. A checkout that is
    # linted may hold a `yaml.py` of its own, which must not be imported.
    if not sys.flags.safe_path:
        del sys.path[0]
    start()
