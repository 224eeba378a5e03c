"""Logging to standard error or to a file: standard output is for the protocol."""

from __future__ import annotations

import logging
import sys

from pool_lint.server.options import ServerOptions

LOGGER = logging.getLogger("pool_lint.server")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_NAMES = ("pool_lint", "pygls")


def start_logging(options: ServerOptions) -> str:
    """Log as the options ask for; return why the log file cannot be used, or "".

    Without a usable file, the log goes to standard error.
    """
    problem = ""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if options.log_file:
        try:
            handler = logging.FileHandler(options.log_file, encoding="utf-8")
        except OSError as error:
            problem = f"logFile cannot be written: {(error.strerror or '').lower()}"
    handler.setFormatter(logging.Formatter(_FORMAT))
    for name in _NAMES:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(options.log_level.upper())
    return problem
