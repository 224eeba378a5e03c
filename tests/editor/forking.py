"""Starts language servers as forks of a process that has loaded them.

A new process takes 0.7 seconds of CPU time to import the libraries and fill caches.
A fork takes almost none.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

_BROKEN = Path(__file__).parent.parent / "examples" / "broken.yaml"
_MOST_BYTES = 100_000


class Forked:
    """A server in a fork, with the methods of Popen that the tests need."""

    def __init__(self, status: int) -> None:
        self._status = os.fdopen(status, "rb", buffering=0)
        self.pid = int(self._status.readline())
        self._code: int | None = None

    def wait(self, timeout: float) -> int:
        """Return the exit code when the server ends."""
        if self._code is None:
            if not select.select([self._status], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("pool-lint server", timeout)
            self._code = int(self._status.readline())
        return self._code

    def close(self) -> None:
        """Kill the server if it still runs."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self._status.close()


def forked(stdin: int, stdout: int, arguments: Sequence[str]) -> Forked:
    """Start a server with these streams and arguments, in the folder ``/``."""
    reader, writer = os.pipe()
    message = json.dumps([arguments, dict(os.environ)]).encode()
    socket.send_fds(_template(os.getpid()), [message], [stdin, stdout, writer])
    os.close(writer)
    return Forked(reader)


@cache
def _template(_pid: int) -> socket.socket:
    """Start the process that forks, once for each process of pytest."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    number = theirs.fileno()
    # Python inspects its streams at the start. The servers have pipes, so this too.
    reader, writer = os.pipe()
    subprocess.run(
        [sys.executable, "-P", __file__, str(number)],
        pass_fds=[number],
        stdin=reader,
        stdout=writer,
        check=True,
    )
    os.close(reader)
    os.close(writer)
    theirs.close()
    return ours


def _serve(requests: socket.socket) -> None:
    """Fork for each request, until the connection is closed."""
    for name in ("pool_lint", "pool_lint.server"):
        package = importlib.import_module(name)
        for module in pkgutil.iter_modules(package.__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    _fill_caches()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, streams, _, _ = socket.recv_fds(requests, _MOST_BYTES, 3)
        if not message:
            return
        if not os.fork():
            requests.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _watch(message, *streams)
        for stream in streams:
            os.close(stream)


def _fill_caches() -> None:
    """Do what each server does at its start and for each text."""
    importlib.import_module("pool_lint.server.language_server").PoolLintServer()
    text = _BROKEN.read_text(encoding="utf-8")
    assert importlib.import_module("pool_lint").fix_text(text, unsafe=True).made
    gc.collect()
    gc.freeze()  # a fork copies the pages of each object that is searched for cycles


def _watch(message: bytes, stdin: int, stdout: int, status: int) -> None:
    """Fork once more, and write the process ID and the exit code of that server."""
    process = os.fork()
    if not process:
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        for stream in (stdin, stdout, status):
            os.close(stream)
        arguments, variables = json.loads(message)
        os.environ.clear()
        os.environ.update(variables)
        os.chdir("/")
        sys.argv[1:] = arguments
        importlib.import_module("pool_lint.__main__").start()
    os.close(stdin)
    os.close(stdout)
    os.write(status, f"{process}\n".encode())
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.write(status, f"{code}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    # The second fork is not a child of pytest. A test checks the children of pytest.
    if os.fork():
        os._exit(0)
    _serve(socket.socket(fileno=int(sys.argv[1])))
