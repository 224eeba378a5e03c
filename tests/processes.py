"""Runs the command line in processes of its own, and starts programs to signal."""

from __future__ import annotations

import fcntl
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

import forkserver
from forkserver import Request, Result

COMMAND = str(Path(sys.executable).parent / "pool-lint")
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
}
_PIPE = 32_768  # every pipe holds this many bytes before anybody reads them


def run(  # noqa: PLR0913 - what a process can be given
    *arguments: str,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    limits: Mapping[int, int] | None = None,
    prepare: Callable[[], object] | None = None,
    command: tuple[str, ...] = (COMMAND,),
    fresh: bool = False,
) -> Result:
    """Run ``pool-lint`` in a process of its own, with a clean environment.

    The process is a fork of a server that has loaded all modules. Its memory, folder,
    streams and limits are its own. It takes 15 ms instead of 90 ms. A test of the
    start asks for a ``fresh`` process. Another ``command`` or a ``prepare`` needs one
    too, and so do variables that Python reads only at its start.
    """
    more = env or {}
    variables = {**ENVIRONMENT, **more}
    request = Request(arguments, os.fspath(cwd), variables, stdin, limits or {})
    early = any(name.startswith(("PYTHON", "LC_", "LANG")) for name in more)
    other = prepare is not None or command != (COMMAND,)
    if fresh or early or other or len(stdin) > _PIPE:
        return _fresh(command, request, prepare)
    server = _server(os.getpid())
    server.send(tuple(request))  # the server knows this class by another name
    return Result(*server.recv())


def _fresh(
    command: tuple[str, ...], request: Request, prepare: Callable[[], object] | None
) -> Result:
    def begin() -> None:
        for number, most in request.limits.items():
            resource.setrlimit(number, (most, most))
        if prepare:
            prepare()

    before = _seconds()
    done = subprocess.run(
        [*command, *request.arguments],
        input=request.stdin,
        capture_output=True,
        cwd=request.cwd,
        env=request.env,
        preexec_fn=begin,
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr, _seconds() - before)


def _seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@cache
def _server(_pid: int) -> Connection[Any, Any]:
    """Start the server of this process: a fork of pytest needs another one."""
    ours, theirs = socket.socketpair()
    # Python asks at its start what its streams are. The runs have pipes.
    reader, writer = os.pipe()
    subprocess.run(
        [sys.executable, "-P", forkserver.__file__, str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=reader,
        stdout=writer,
        stderr=writer,
        env=ENVIRONMENT,
        check=True,
        preexec_fn=default_signals,
    )
    theirs.close()
    os.close(reader)
    os.close(writer)
    connection: Connection[Any, Any] = Connection(ours.detach())
    problem = connection.recv()
    assert not problem, problem
    return connection


# --- Programs that a test sends signals to


def default_signals() -> None:
    """Handle signals as in a terminal. Call it in a child, before its program starts.

    ``nohup`` makes programs ignore SIGHUP, and shells make background jobs ignore
    SIGINT. Children inherit this, and a shell script cannot even trap such a signal.
    """
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def started(*command: str, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a program to send signals to, in a session of its own.

    If the test fails meanwhile, the whole session is killed, so that nothing hangs.
    """
    with subprocess.Popen(
        command,
        preexec_fn=default_signals,  # noqa: PLW1509 - it takes no lock
        start_new_session=True,
        **options,
    ) as process:
        try:
            yield process
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until a condition holds: a fixed sleep is too short on a busy machine."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def handles_signals(process: subprocess.Popen[Any]) -> bool:
    """Tell whether pool-lint has loaded its modules and handles SIGTERM itself."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    [caught] = re.findall(r"(?m)^SigCgt:\s*(\w+)$", status)
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def children(process: subprocess.Popen[Any]) -> list[str]:
    """Return the ids of the processes that a process has forked."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def unread(pipe: IO[Any]) -> int:
    """Return how many bytes in a pipe wait for their reader."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
