"""Runs the command line in separate processes, and starts programs to signal."""

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
_PIPE = 32_768  # every pipe can hold this many bytes


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
    """Run ``pool-lint`` in a separate process, with a clean environment.

    The process is a fork of a server that has loaded all modules. It has its own
    folder, streams and limits; up to 40 runs without limits share it. A file takes 6 ms
    instead of 110 ms. ``fresh`` starts a new Python process, for tests of the start.
    So do another ``command``, ``prepare``, and variables that Python reads only at its
    start.
    """
    more = env or {}
    variables = {**ENVIRONMENT, **more}
    request = Request(arguments, os.fspath(cwd), variables, stdin, limits or {})
    early = any(name.startswith(("PYTHON", "LC_", "LANG")) for name in more)
    other = prepare is not None or command != (COMMAND,)
    if fresh or early or other or len(stdin) > _PIPE:
        return _fresh(command, request, prepare)
    server, _ = _server(os.getpid())
    server.send(tuple(request))  # in the server, the class is `__main__.Request`
    return Result(*server.recv())


def linter() -> Path:
    """Return the folder of a ``pool-lint`` for a PATH, which forks the server too."""
    return _server(os.getpid())[1]


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
def _server(_pid: int) -> tuple[Connection[Any, Any], Path]:
    """Start the server for this process; a fork of pytest starts its own."""
    ours, theirs = socket.socketpair()
    # Python inspects its streams at the start. The runs have pipes, so the server too.
    reader, writer = os.pipe()
    subprocess.run(
        [sys.executable, "-P", forkserver.__file__, str(theirs.fileno()), COMMAND],
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
    problem, folder = connection.recv()
    assert not problem, problem
    return connection, Path(folder)


# --- Programs that a test sends signals to


def default_signals() -> None:
    """Restore default signal handlers, in a child before its program starts.

    ``nohup`` makes programs ignore SIGHUP, and shells make background jobs ignore
    SIGINT. Children inherit this, and a shell script cannot trap an ignored signal.
    """
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def started(*command: str, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a program to send signals to, in a new session.

    If the test fails, the whole session is killed, so nothing hangs.
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
    """Wait until a condition holds. A fixed sleep is too short on a busy machine."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "timed out"
        time.sleep(0.005)


def handles_signals(process: subprocess.Popen[Any]) -> bool:
    """Return whether pool-lint has loaded its modules and handles SIGTERM itself."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    [caught] = re.findall(r"(?m)^SigCgt:\s*(\w+)$", status)
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def children(process: subprocess.Popen[Any]) -> list[str]:
    """Return the ids of the child processes of a process."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def is_gone(process: int) -> bool:
    """Return whether the process with this id has ended; a zombie has."""
    try:
        return ") Z " in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True


def unread(pipe: IO[Any]) -> int:
    """Return the number of unread bytes in a pipe."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
