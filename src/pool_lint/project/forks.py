"""Forked processes: each takes the next piece of the work and sends what came of it.

By hand, since the pools of the standard library take as long to load, and to start
their threads, as it takes to lint two hundred files.
"""

from __future__ import annotations

import os
import pickle
import selectors
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

from pool_lint.model.errors import WorkerError
from pool_lint.project.piecework import SIZE, Work, live

_PIECES = 24  # for each process: who is done early takes another
_MOST_PIECES = 1_000  # a pipe holds the numbers of so many, whoever reads them


class RemoteTracebackError(Exception):
    """The traceback of a process, as text: the cause of the error that it sent."""


def forked(
    call: Callable[[Any], Any],
    things: Sequence[Any],
    count: int,
    done: Callable[[], None],
) -> list[Any]:
    """Return the results of a call in the order of the things, by so many processes.

    ``done`` is called here for each of them. The first error, in the order of the
    things, is raised here, once the processes have finished the pieces that they are
    at; WorkerError where one of them was killed.
    """
    size = -(-len(things) // min(count * _PIECES, _MOST_PIECES))
    work = Work(
        call,
        [things[start : start + size] for start in range(0, len(things), size)],
        *os.pipe(),
    )
    processes: list[_Process] = []
    results: dict[int, list[Any]] = {}
    errors: dict[int, Sequence[Any]] = {}
    try:
        work.hand_out()
        for _ in range(min(count, len(work.pieces))):
            processes.append(_Process(work))  # noqa: PERF401 - each is to be ended
        for number, result, error in _received(processes):
            results[number] = result
            if error:
                errors[number] = error
                work.call_off()  # pieces before this one are being done
            for _ in result:
                done()
    finally:
        work.close()
        for process in processes:
            process.results.close()  # all of them: they wait for each other
        for process in processes:
            process.wait()
    if errors:
        _raise(*errors[min(errors)])
    if len(results) < len(work.pieces):
        raise WorkerError("a process that was linting files was killed")
    return [result for number in sorted(results) for result in results[number]]


class _Process:
    """A forked process, and the pipe that its results come through."""

    def __init__(self, work: Work) -> None:
        """Start it."""
        read, write = os.pipe()
        parent = os.getpid()
        self._id = os.fork()
        if not self._id:
            os.close(read)  # else nobody would notice that there is no reader
            live(work, write, parent)
        os.close(write)
        self.results = os.fdopen(read, "rb", buffering=0)

    def wait(self) -> None:
        """Wait for the end, which somebody else may have taken notice of already."""
        with suppress(ChildProcessError):
            os.waitpid(self._id, 0)


def _received(
    processes: Sequence[_Process],
) -> Iterator[tuple[int, list[Any], Sequence[Any]]]:
    """Yield the numbers of pieces with what came of them, or with an error."""
    with selectors.DefaultSelector() as waiting:
        for process in processes:
            waiting.register(process.results, selectors.EVENT_READ)
        while waiting.get_map():
            for key, _ in waiting.select():
                message = _message(key.fileobj)
                if message:
                    yield message
                else:
                    waiting.unregister(key.fileobj)


def _message(file: Any) -> Any:
    """Return what a process says, None where it has ended, in a message or after."""
    size = int.from_bytes(_exactly(file, SIZE))
    data = _exactly(file, size)
    return pickle.loads(data) if data and len(data) == size else None  # noqa: S301 - from ourselves


def _exactly(file: BinaryIO, size: int) -> bytes:
    """Return so many bytes, fewer where there are no more."""
    data = b""
    while len(data) < size and (more := file.read(size - len(data))):
        data += more
    return data


def _raise(kind: type[BaseException], args: Any, state: Any, text: str) -> NoReturn:
    try:
        error = kind(*args)
    except TypeError:  # it takes other arguments than it passes on
        error = kind.__new__(kind, *args)
    vars(error).update(state)
    raise error from RemoteTracebackError(text)
