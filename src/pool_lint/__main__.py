"""Run the command line by ``python -m pool_lint``."""

import sys

# `python -m` puts the working directory first on the path. A checkout that is linted
# may hold a `yaml.py` of its own, which must not be imported.
if not sys.flags.safe_path:
    del sys.path[0]

from pool_lint.cli import main

if __name__ == "__main__":
    main()
