"""Call a function for many items, in this process or in worker processes.

Workers are forked. If fork is not safe (macOS, Windows), they are spawned, but only for
large runs. If neither works, this process does all the work.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any, TypeVar

from pool_lint.model.errors import WorkerError
from pool_lint.project.worker import run_chunk, signals_held, start_worker

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_PROCESS = {"fork": 200, "spawn": 2_000}
"""So many files take as long as the start of one more process."""
MOST = 8
_CHUNK = 128  # items that a worker gets at once: sending them takes a millisecond
_PATIENCE = 2.0  # seconds between two checks of the workers
# Raised if processes, threads or semaphores are not available, or by pickle.
_NO_POOL = (AttributeError, ImportError, OSError, RuntimeError, TypeError)
_KILLED = "a worker process was killed"


def mapped(
    call: Callable[[T], R],
    items: Sequence[T],
    jobs: int | None,
    done: Callable[[], None] = lambda: None,
    note: Callable[[str], None] = lambda _text: None,
) -> list[R]:
    """Return the results of a call, in the order of the items.

    ``jobs`` is the number of processes; None chooses it. Spawned processes need a
    ``call`` and items that can be pickled. ``done`` is called in this process after
    each item. ``note`` gets the reason if no process can be started. The first
    error, in the order of the items, is raised here. Raises WorkerError if a worker
    was killed.
    """
    method = start_method()
    count = worker_count(len(items), jobs, method)
    results: Iterable[R] = map(call, items)
    if method and count > 1:
        try:
            pool = _Pool(method, count, call, items)
        except _NO_POOL as error:
            note(f"using one process: {error}")
        else:
            results = pool.results()
    return [_after(done, result) for result in results]


def _after(done: Callable[[], None], result: R) -> R:
    done()
    return result


def start_method() -> str | None:
    """Return how workers are started, None if they cannot be used.

    A fork copies locks that other threads hold. Spawning changes the environment,
    which other threads would see. So a process with threads has no workers.
    """
    if threading.active_count() > 1:
        return None
    if hasattr(os, "fork") and sys.platform != "darwin":
        return "fork"  # macOS has fork, but its system libraries do not support it
    has_safe_path = sys.flags.safe_path or not sys.flags.ignore_environment
    return "spawn" if has_safe_path and not hasattr(sys, "frozen") else None


def worker_count(items: int, jobs: int | None, method: str | None) -> int:
    """Return the number of worker processes."""
    if method is None:
        return 1
    worth = items // WORTH_A_PROCESS[method]
    if jobs is None:
        has_affinity = hasattr(os, "sched_getaffinity")
        cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
        return min(cores, worth, MOST)
    return min(jobs, items if method == "fork" else worth)


class _Pool:
    """An executor of the standard library whose workers are watched.

    The executor waits forever if a worker is killed while it sends a result,
    because the other workers keep the pipe open. So the pool checks the workers
    itself.
    """

    def __init__(
        self, method: str, count: int, call: Callable[[Any], Any], items: Sequence[Any]
    ) -> None:
        from concurrent.futures import (  # noqa: PLC0415 - start-up
            BrokenExecutor,
            ProcessPoolExecutor,
        )
        from multiprocessing import active_children, get_context  # noqa: PLC0415

        if method == "spawn":
            from multiprocessing.reduction import ForkingPickler  # noqa: PLC0415

            ForkingPickler.dumps(call)  # an error must come before workers start
        size = max(1, min(_CHUNK, len(items) // count // 4))
        chunks = [items[start : start + size] for start in range(0, len(items), size)]
        before = set(active_children())
        self._futures: list[Future[list[Any]]] = []
        self._is_broken = False
        with _isolated() if method == "spawn" else nullcontext(), signals_held():
            self._executor: ProcessPoolExecutor = ProcessPoolExecutor(
                count, get_context(method), start_worker, (call,)
            )
            try:
                for chunk in chunks:
                    self._futures.append(self._executor.submit(run_chunk, chunk))
            except BrokenExecutor:  # the submitted items have the error
                self._is_broken = True
            except BaseException:
                self._workers = [c for c in active_children() if c not in before]
                self._abort()
                raise
        self._workers = [c for c in active_children() if c not in before]

    def results(self) -> Iterator[Any]:
        """Yield the results in the order of the items. Raises the first error."""
        try:
            for future in self._futures:
                yield from self._result(future)
            self._require_all()
        except BaseException:
            self._abort()
            raise
        self._executor.shutdown()

    def _result(self, future: Future[list[Any]]) -> list[Any]:
        from concurrent.futures import BrokenExecutor, wait  # noqa: PLC0415 - start-up

        while not wait([future], _PATIENCE).done:
            if not all(worker.is_alive() for worker in self._workers):
                raise WorkerError(_KILLED)
        try:
            return future.result()
        except BrokenExecutor as error:
            unread = "a worker process sent an error that cannot be read"
            raise WorkerError(unread if error.__cause__ else _KILLED) from error

    def _require_all(self) -> None:
        """Raise WorkerError if some items were never given to a worker."""
        if self._is_broken:
            raise WorkerError(_KILLED)

    def _abort(self) -> None:
        """End the workers; they get a moment to finish writing a file."""
        end = time.monotonic() + _PATIENCE
        with signals_held():  # `timeout` sends two signals
            self._executor.shutdown(wait=False, cancel_futures=True)
            if hasattr(signal, "pthread_sigmask"):
                for worker in self._workers:
                    worker.terminate()
            for worker in self._workers:
                worker.join(max(0.0, end - time.monotonic()))
                worker.kill()
                worker.join()


@contextmanager
def _isolated() -> Iterator[None]:
    """Make spawned interpreters import only pool-lint and its libraries.

    The standard library starts them with ``-c``, which puts the working directory
    first on the path. It passes ``-P`` only if this process has it;
    ``PYTHONSAFEPATH`` does the same. It also runs the main module of this process
    again, unless that is the ``__main__`` of a package. Its resource tracker
    removes semaphores, and would print a warning after each interrupted run.
    """
    main, environment = sys.modules["__main__"], os.environ
    spec, main.__spec__ = main.__spec__, ModuleSpec("pool_lint.__main__", None)
    filters = [environment.get("PYTHONWARNINGS"), "ignore:resource_tracker"]
    ours = {"PYTHONSAFEPATH": "1", "PYTHONWARNINGS": ",".join(filter(None, filters))}
    before = {name: environment.get(name) for name in ours}
    environment |= ours
    try:
        if os.name == "posix":
            from multiprocessing.resource_tracker import ensure_running  # noqa: PLC0415

            ensure_running()  # starting it would unblock signals
        yield
    finally:
        main.__spec__ = spec
        for name, value in before.items():
            del environment[name]
            if value is not None:
                environment[name] = value
