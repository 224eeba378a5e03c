"""Serve the protocol on standard input and output."""

from __future__ import annotations

import os
import signal
import sys

from pool_lint.server.documents import register_documents, register_files
from pool_lint.server.features import register_requests
from pool_lint.server.language_server import PoolLintServer
from pool_lint.server.lifecycle import register_folders, register_lifecycle
from pool_lint.server.linting import Linting
from pool_lint.server.logs import start_logging
from pool_lint.server.options import ServerOptions


def serve() -> int:
    """Serve one client until it ends the connection; return the exit code.

    The code is 1 if the client ends the server without asking it to shut down first.
    Whatever else is printed goes to standard error.
    """
    _end_on_signals()
    stdout = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    start_logging(ServerOptions())
    server = PoolLintServer()
    linting = Linting(server)
    register_lifecycle(server, linting)
    register_folders(server, linting)
    register_documents(server, linting)
    register_files(server, linting)
    register_requests(server, linting)
    server.start_io(sys.stdin.buffer, stdout)
    return int(server.must_exit and not server.is_shut_down)


def _end_on_signals() -> None:
    """Let signals end the process at once: there is nothing to clean up.

    An event loop can catch the exceptions that other commands raise for signals.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
