"""A server that has loaded pool-lint, and forks to run the command line.

``processes.run`` starts the server and sends the requests. ``linter_client`` sends
those of hooks, which start ``pool-lint`` themselves. ``test_processes`` compares both
with a new process.
"""

from __future__ import annotations

import gc
import importlib
import io
import marshal
import os
import pkgutil
import resource
import selectors
import shlex
import signal
import socket
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, NoReturn

_BROKEN = Path(__file__).parent / "examples" / "broken.yaml"
_SETTINGS = """\
ignore = ["RP102"]

[policy.ACME001]
name = "few-nodes"
field = "spec.resources[].count"
maximum = 8
"""
_STREAMS = ((0, "r", -1), (1, "w", -1), (2, "w", 1))  # standard error has lines
_MOST_RUNS = 40  # of one process
_MOST_SECONDS = 60
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_MOST_DESCRIPTORS = 64  # the server opens only eight


class Request(NamedTuple):
    """The input of a run. ``stdin`` must fit into a pipe."""

    arguments: tuple[str, ...]
    cwd: str
    env: Mapping[str, str]
    stdin: bytes
    limits: Mapping[int, int]


class Result(NamedTuple):
    """The result of a run: exit code, both outputs, and CPU seconds."""

    returncode: int
    stdout: bytes
    stderr: bytes
    seconds: float


def serve(connection: Connection[Any, Any], installed: str) -> None:
    """Load the modules, and answer requests until the connection is closed.

    The first message is an error, and a folder with a ``pool-lint`` that forks.
    """
    try:
        _load()
    except Exception:
        connection.send((traceback.format_exc(), ""))
        raise
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.join(folder, "socket"))  # noqa: PTH118 - a string
        listener.listen()
        _write_linter(Path(folder, "pool-lint"), listener, installed)
        connection.send(("", folder))
        runners: list[_Runner] = []
        with suppress(EOFError):
            while True:
                if connection in wait([connection, listener]):
                    request = Request(*connection.recv())
                    connection.send(tuple(_answer(request, runners)))
                else:
                    _accept(listener)


def _write_linter(path: Path, listener: socket.socket, installed: str) -> None:
    client = str(Path(__file__).with_name("linter_client.py"))
    command = [sys.executable, "-ISE", client, listener.getsockname(), installed]
    path.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    path.chmod(0o755)


def _accept(listener: socket.socket) -> None:
    """Answer the request of a client in a child."""
    client, _ = listener.accept()
    with client:
        if not os.fork():
            _relay(client)
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass  # an earlier child has ended


def _relay(client: socket.socket) -> NoReturn:
    """Run the command line in a fork with the streams of a client; send the code."""
    code = 1
    try:
        _, (*streams, folder), _, _ = socket.recv_fds(client, 1, 4)
        message = b"".join(iter(lambda: client.recv(65_536), b""))
        arguments, variables = marshal.loads(message)  # noqa: S302 - from a test
        process = os.fork()
        if not process:
            os.fchdir(folder)
            _become(Request(arguments, ".", variables, b"", {}), *streams)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    finally:
        client.send(str(code).encode())
        os._exit(0)


def _load() -> None:
    """Import all modules, and fill the caches with typical runs.

    A fork of this process then lints a file in 16 ms instead of 35 ms.
    """
    package = importlib.import_module("pool_lint")
    for module in pkgutil.walk_packages(package.__path__, "pool_lint."):
        importlib.import_module(module.name)
    importlib.import_module("jsonschema")
    run = importlib.import_module("pool_lint.cli.main").run
    with (
        TemporaryDirectory() as folder,
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):
        manifest = Path(folder, "pool.yaml")
        manifest.write_bytes(_BROKEN.read_bytes())
        manifest.with_name("pool-lint.toml").write_text(_SETTINGS)
        file = str(manifest)
        for arguments in (["-f", "full"], ["-f", "json"], ["changes", file]):
            assert run([*arguments, file]) == 1
    gc.collect()
    gc.freeze()  # a fork copies the pages of each object that is searched for cycles


def _answer(request: Request, runners: list[_Runner]) -> Result:
    shared = not request.limits and _can_share(request.arguments)
    if shared:  # a fork must not have the pipes of another run
        runners[:] = [r for r in runners if r.is_usable] or [_Runner()]
    (stdin, source), (out, stdout), (err, stderr) = os.pipe(), os.pipe(), os.pipe()
    os.write(source, request.stdin)
    os.close(source)
    streams = (stdin, stdout, stderr)
    if shared:
        [runner] = runners
        runner.begin(streams, request.arguments, request.cwd, request.env)
        end = runner.end
    else:
        process = os.fork()
        if not process:
            _become(request, *streams)
        end = partial(_end, process)
    for descriptor in streams:
        os.close(descriptor)
    printed, errors = _read(out, err)
    code, seconds = end()
    return Result(code, printed, errors, seconds)


def _end(process: int) -> tuple[int, float]:
    _, status, usage = os.wait4(process, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime


def _become(request: Request, *streams: int) -> NoReturn:
    """Run the command line in a fork and exit, like the installed script."""
    code = 1
    try:
        signal.alarm(_MOST_SECONDS)  # kills a run that hangs
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(len(streams), _MOST_DESCRIPTORS)
        os.environ.clear()
        os.environ.update(request.env)
        os.chdir(request.cwd)
        for number, most in request.limits.items():
            resource.setrlimit(number, (most, most))
        sys.argv[1:] = request.arguments
        importlib.import_module("pool_lint.__main__").start()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(bool(error.code))
    except BaseException:  # noqa: BLE001 - a script prints a traceback too
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(code)


def _read(*descriptors: int) -> list[bytes]:
    """Read all descriptors to the end, in parallel, and close them."""
    outputs = dict.fromkeys(descriptors, b"")
    with selectors.DefaultSelector() as waiting:
        for descriptor in descriptors:
            waiting.register(descriptor, selectors.EVENT_READ)
        while waiting.get_map():
            for key, _ in waiting.select():
                if more := os.read(key.fd, 65_536):
                    outputs[key.fd] += more
                else:
                    waiting.unregister(key.fd)
                    os.close(key.fd)
    return list(outputs.values())


# --- Several runs in one process


def _can_share(arguments: Sequence[str]) -> bool:
    """Return whether a run leaves nothing behind in its process."""
    own = ("server", "-j", "--jobs")  # they start threads and processes
    return not any(argument.startswith(own) for argument in arguments)


class _Runner:
    """A fork for 40 runs, each with its own streams, folder and variables.

    The first run of a fork copies each page of memory that it changes, which takes
    longer than the run itself.
    """

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._left = _MOST_RUNS
        self._process = os.fork()
        if not self._process:
            self._socket.close()
            _serve_runs(theirs)
        theirs.close()
        self._connection: Connection[Any, Any] = Connection(
            os.dup(self._socket.fileno())
        )

    def begin(self, streams: Sequence[int], *request: object) -> None:
        """Start a run with these streams, arguments, folder and variables."""
        socket.send_fds(self._socket, [b"\0"], streams)
        self._connection.send(request)
        self._left -= 1

    def end(self) -> tuple[int, float]:
        """Return the exit code and the CPU seconds of the run."""
        try:
            code, seconds = self._connection.recv()
        except (EOFError, ConnectionError):
            code, seconds = self._wait(), 0.0
        return code, seconds

    @property
    def is_usable(self) -> bool:
        """Whether another run can begin; if not, the process has ended."""
        if self._left and self._process:
            return True
        if self._process:
            self._connection.close()
            self._socket.close()
            self._wait()
        return False

    def _wait(self) -> int:
        process, self._process = self._process, 0
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _serve_runs(requests: socket.socket) -> NoReturn:
    connection: Connection[Any, Any] = Connection(os.dup(requests.fileno()))
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        while True:
            _, streams, _, _ = socket.recv_fds(requests, 1, 3)
            if not streams:
                break
            before = _seconds()
            code = _run(streams, *connection.recv())
            for number in range(3):
                os.dup2(nowhere, number)
            connection.send((code, _seconds() - before))
    finally:
        os._exit(0)


def _run(
    streams: Sequence[int],
    arguments: Sequence[str],
    folder: str,
    variables: Mapping[str, str],
) -> int:
    """Run the command line like ``pool_lint.__main__``, but return the exit code."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    old = sys.stdin, sys.stdout, sys.stderr
    handlers = [signal.signal(number, signal.SIG_DFL) for number in _SIGNALS]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.alarm(_MOST_SECONDS)  # kills a run that hangs
    try:
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, size, closefd=False, errors=stream.errors)  # noqa: SIM115
            for (number, mode, size), stream in zip(_STREAMS, old, strict=True)
        )
        os.environ.clear()
        os.environ.update(variables)
        os.chdir(folder)
        sys.argv[1:] = arguments
        main = importlib.import_module("pool_lint.cli.main").main
        code = main(list(arguments))
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(bool(error.code))
    except BaseException:  # noqa: BLE001 - a script prints a traceback too
        traceback.print_exc()
        code = 1
    finally:
        signal.alarm(0)
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        sys.stdin, sys.stdout, sys.stderr = old
        os.chdir("/")
        for number, handler in zip(_SIGNALS, handlers, strict=True):
            signal.signal(number, handler)
    return int(code)


def _seconds() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    # The second fork is not a child of pytest. A test checks the children of pytest.
    if os.fork():
        os._exit(0)
    serve(Connection(int(sys.argv[1])), sys.argv[2])
