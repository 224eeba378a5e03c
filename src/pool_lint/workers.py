"""One function over many things, in one process or in several, with one result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Measured: starting two processes pays off at about 800 files.
_WORTH_A_PROCESS = 500
_MOST = 8
_CHUNKS = 8
_PDEATHSIG = 1  # of prctl, on Linux


def _nothing() -> None:
    """Take notice of one thing that is done."""


def mapped(
    call: Callable[[T], R],
    things: Sequence[T],
    jobs: int | None,
    done: Callable[[], None] = _nothing,
) -> list[R]:
    """Return the results in the order of the things; None for jobs chooses a number.

    ``done`` is called in this process after each of them. Results travel between
    processes, and are small. Where processes cannot be forked there is one: to start
    Python anew in a folder that is linted would mean to import what lies there.
    """
    wanted = _worthwhile(len(things)) if jobs is None else jobs
    count = min(wanted, len(things))
    if count < 2 or not _can_fork():  # noqa: PLR2004 - one process is this one
        return list(_counted(map(call, things), done))
    return _forked(call, things, count, done)


def _counted(results: Iterable[R], done: Callable[[], None]) -> Iterator[R]:
    for result in results:
        yield result
        done()


def _worthwhile(things: int) -> int:
    return min(len(_cores()), things // _WORTH_A_PROCESS, _MOST)


def _cores() -> Sequence[int] | set[int]:
    if hasattr(os, "sched_getaffinity"):
        return os.sched_getaffinity(0)
    return range(os.cpu_count() or 1)


def _can_fork() -> bool:
    # macOS has fork, and libraries that do not survive it.
    return hasattr(os, "fork") and sys.platform != "darwin"


def _forked(
    call: Callable[[T], R], things: Sequence[T], count: int, done: Callable[[], None]
) -> list[R]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - start-up
    from multiprocessing import get_context  # noqa: PLC0415 - start-up

    with ProcessPoolExecutor(
        count, get_context("fork"), initializer=_Worker.start, initargs=(call, things)
    ) as pool:
        chunk = -(-len(things) // (count * _CHUNKS))
        results = pool.map(_Worker.work, range(len(things)), chunksize=chunk)
        return list(_counted(results, done))


class _Worker:
    """What a forked process has from the one it came from, and need not be sent."""

    call: Callable[[Any], Any]
    things: Sequence[Any]

    @classmethod
    def start(cls, call: Callable[[Any], Any], things: Sequence[Any]) -> None:
        import ctypes  # noqa: PLC0415 - start-up
        import signal  # noqa: PLC0415 - start-up

        # An interrupt reaches all of them; one is enough to end the run.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with suppress(OSError, AttributeError):
            # Where the system can: who has started it is gone, so it ends too.
            ctypes.CDLL(None).prctl(_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        cls.call = staticmethod(call)
        cls.things = things

    @classmethod
    def work(cls, index: int) -> Any:
        return cls.call(cls.things[index])
