"""What runs inside a worker process, and how signals reach it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from pool_lint.model.errors import InternalError


def _no_call(_item: Any) -> Any:
    raise InternalError("this process is not a worker")


_call: Callable[[Any], Any] = _no_call


@contextmanager
def signals_held() -> Iterator[None]:
    """Block signals in this process while workers start, and in the workers."""
    before = None
    if hasattr(signal, "pthread_sigmask"):  # not available on Windows
        held = {signal.SIGINT, signal.SIGHUP, signal.SIGTERM}
        before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def signals_held_in_worker() -> AbstractContextManager[None]:
    """Return a context in which no signal ends a worker, for writing a file.

    It does nothing in the parent: there a signal raises an error, and the old file
    is kept.
    """
    return nullcontext() if _call is _no_call else signals_held()


def start_worker(call: Callable[[Any], Any]) -> None:
    """Prepare a worker; terminal interrupts stay blocked, the parent handles them."""
    global _call  # noqa: PLW0603 - a worker has one call
    _call = call
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(signal, "pthread_sigmask"):  # only this thread can block signals
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _end_with_parent() -> None:
    """End this worker if its parent was killed."""
    from multiprocessing import parent_process  # noqa: PLC0415 - start-up

    if parent := parent_process():
        parent.join()
    os._exit(1)


def run_chunk(chunk: Sequence[Any]) -> list[Any]:
    """Return the results of the call of this worker for some items."""
    return [_call(item) for item in chunk]
