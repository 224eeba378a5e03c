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
        from pool_lint.cli.main import main  # noqa: PLC0415 - within reach of `except`

        code = main(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nobody else takes it
        code = _INTERRUPTED
    # Everything is flushed and closed. Python would take its modules apart first,
    # which lasts as long as to lint a file: a sixth of a short run.
    os._exit(code)


if __name__ == "__main__":
    # `python -m` puts the working directory first on the path. A checkout that is
    # linted may hold a `yaml.py` of its own, which must not be imported.
    if not sys.flags.safe_path:
        del sys.path[0]
    start()
