"""Worker processes, forked and spawned."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, run
from manifests import REFERENCE, as_yaml, changed
from pool_lint import lint_paths
from pool_lint.model.errors import ReadError, WorkerError
from pool_lint.project import parallel
from pool_lint.project.parallel import mapped
from processes import children, is_gone, started, until

# These tests fork beside the threads of pytest-xdist.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
DESCRIPTORS = Path("/proc/self/fd")


def force(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    monkeypatch.setattr(parallel, "start_method", lambda: method)
    monkeypatch.setitem(parallel.WORTH_A_PROCESS, "spawn", 1)


@pytest.fixture
def _fork(monkeypatch: pytest.MonkeyPatch) -> None:
    force(monkeypatch, "fork")


@pytest.fixture(params=["fork", "spawn"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with both start methods; spawned workers need importable functions."""
    name: str = request.param
    force(monkeypatch, name)
    return name


def slow_at_first(number: int) -> int:
    time.sleep(0.02 if number < 20 else 0)
    return -number


def fails_at(numbers: set[int], number: int) -> int:
    if number in numbers:
        error = ReadError("a.yaml", f"number {number}")
        error.add_note(f"in rule RP{number}")
        raise error
    return number


def dies_at(last: int, number: int) -> int:
    if number == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def process_of(_item: object) -> int:
    time.sleep(0.01)
    return os.getpid()


class ChoosyError(ValueError):
    """An error that cannot be unpickled."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


# --- Results


def test_results_keep_the_order_of_the_items(method: str) -> None:
    seen: list[int] = []
    found = mapped(slow_at_first, range(100), 3, lambda: seen.append(1))
    assert found == [-number for number in range(100)]
    assert len(seen) == 100
    assert method


@pytest.mark.parametrize("jobs", [2, 5, 40])
@pytest.mark.usefixtures("_fork")
def test_jobs_may_exceed_the_number_of_items(jobs: int) -> None:
    assert mapped(abs, [-1, -2, -3, -4, -5], jobs) == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("_fork")
def test_results_may_be_larger_than_a_pipe() -> None:
    [first, *_] = mapped(lambda n: "x" * n, [3_000_000, 1, 1, 1], 2)
    assert len(first) == 3_000_000


def test_work_is_spread_over_several_processes(method: str) -> None:
    processes = set(mapped(process_of, range(200), 3))
    assert 1 < len(processes) <= 3
    assert os.getpid() not in processes
    assert method


# --- How many processes


def test_one_job_uses_this_process(method: str) -> None:
    assert set(mapped(process_of, range(40), 1)) == {os.getpid()}
    assert mapped(process_of, [], 4) == []
    assert method


@pytest.mark.parametrize(
    ("name", "few", "many"), [("fork", 20, 100), ("spawn", 40, 100)]
)
def test_auto_uses_several_processes_if_they_pay_off(
    monkeypatch: pytest.MonkeyPatch, name: str, few: int, many: int
) -> None:
    monkeypatch.setattr(parallel, "start_method", lambda: name)
    monkeypatch.setattr(parallel, "WORTH_A_PROCESS", {"fork": 20, "spawn": 40})
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: set(range(16)))
    assert parallel.worker_count(few * 2 - 1, None, name) == 1
    assert parallel.worker_count(few * 2, None, name) == 2
    assert parallel.worker_count(few * many, None, name) == parallel.MOST
    assert parallel.worker_count(few * many, None, None) == 1


def test_each_spawned_process_gets_enough_items() -> None:
    """Starting a process takes longer than linting some hundred files."""
    worth = parallel.WORTH_A_PROCESS["spawn"]
    assert parallel.worker_count(worth, 4, "spawn") == 1
    assert parallel.worker_count(worth * 3, 4, "spawn") == 3
    assert parallel.worker_count(worth * 9, 4, "spawn") == 4
    assert parallel.worker_count(3, 2, "fork") == 2


def test_processes_with_threads_start_no_workers() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert parallel.start_method() is None
        assert set(mapped(process_of, range(40), 4)) == {os.getpid()}
    finally:
        end.set()
        thread.join()


@pytest.mark.parametrize(
    ("options", "platform", "name"),
    [
        ((), "linux", "fork"),
        ((), "darwin", "spawn"),
        (("-I",), "darwin", "spawn"),
        (("-E", "-P"), "darwin", "spawn"),
        (("-E",), "darwin", "None"),  # the folder would stay on the path
    ],
)
def test_start_method_depends_on_the_platform(
    options: tuple[str, ...], platform: str, name: str
) -> None:
    code = (
        "import sys; from pool_lint.project import parallel;"
        f"sys.platform = '{platform}'; print(parallel.start_method())"
    )
    command = [sys.executable, *options, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == name


# --- Errors


def test_errors_arrive_with_their_notes(method: str) -> None:
    with pytest.raises(ReadError, match=r"\Aa\.yaml: number 17\b") as caught:
        mapped(partial(fails_at, {17}), range(40), 2)
    assert caught.value.file == "a.yaml"
    assert caught.value.__notes__ == ["in rule RP17"]
    assert "in fails_at" in str(caught.value.__cause__), "the traceback of the worker"
    assert method


@pytest.mark.usefixtures("_fork")
def test_first_error_in_the_order_of_the_items_is_raised() -> None:
    def fails(number: int) -> None:
        time.sleep(0.01 if number < 20 else 0)
        fails_at({7, 9, 21, 30}, number)

    for jobs in (1, 2, 5):
        with pytest.raises(ReadError, match="number 7"):
            mapped(fails, range(40), jobs)


@pytest.mark.usefixtures("_fork")
def test_workers_stop_after_an_error(tmp_path: Path) -> None:
    def fails(number: int) -> None:
        (tmp_path / str(number)).touch()
        if number == 0:
            raise ZeroDivisionError
        time.sleep(0.01)

    with pytest.raises(ZeroDivisionError):
        mapped(fails, range(2_000), 2)
    assert len(list(tmp_path.iterdir())) < 200


@pytest.mark.parametrize("last", [0, 39])
def test_killed_worker_is_a_worker_error(method: str, last: int) -> None:
    with pytest.raises(WorkerError, match="was killed"):
        mapped(partial(dies_at, last), range(40), 2)
    assert method


@pytest.mark.usefixtures("_fork")
def test_worker_killed_before_all_chunks_are_submitted_is_a_worker_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The parent does not retry the item that killed the worker."""
    parent, submit = os.getpid(), ProcessPoolExecutor.submit

    def slow(*arguments: Any) -> Any:
        time.sleep(0.1)
        return submit(*arguments)

    def dies(_number: int) -> None:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", slow)
    with pytest.raises(WorkerError, match="was killed"):
        mapped(dies, range(40), 2)


@pytest.mark.usefixtures("_fork")
def test_error_that_cannot_be_unpickled_is_a_worker_error() -> None:
    def fails(_number: int) -> None:
        raise ChoosyError("a.toml", "it is not TOML")

    with pytest.raises(WorkerError, match="an error that cannot be read"):
        mapped(fails, range(4), 2)


@pytest.mark.usefixtures("_fork")
def test_error_that_cannot_be_pickled_is_an_error() -> None:
    class LocalError(Exception):
        pass

    def fails(_number: int) -> None:
        raise LocalError

    with pytest.raises((AttributeError, TypeError, ValueError), match="LocalError"):
        mapped(fails, range(4), 2)


@pytest.mark.usefixtures("_fork")
def test_decode_errors_keep_their_text() -> None:
    with pytest.raises(UnicodeDecodeError, match="invalid start byte"):
        mapped(lambda data: data.decode(), [b"\xff"] * 4, 2)


# --- No process, file or signal handler remains


def test_no_process_and_no_open_file_remains(method: str) -> None:
    mapped(abs, range(64), 2)  # multiprocessing keeps a helper process
    others = multiprocessing.active_children()
    before = open_files()
    mapped(abs, range(64), 2)
    with pytest.raises(ReadError):
        mapped(partial(fails_at, {40}), range(64), 2)
    with pytest.raises(WorkerError):
        mapped(partial(dies_at, 40), range(64), 2)
    until(lambda: set(multiprocessing.active_children()) == set(others))
    until(lambda: open_files() <= before)
    assert "PYTHONSAFEPATH" not in os.environ
    assert method


@pytest.mark.usefixtures("_fork")
def test_signal_handlers_are_restored() -> None:
    handlers = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    mapped(abs, range(64), 2)
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)] == handlers
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == mask


@pytest.mark.usefixtures("_fork")
def test_a_parent_may_ignore_sigchld() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert mapped(abs, range(40), 2) == list(range(40))
    finally:
        signal.signal(signal.SIGCHLD, before)


PARENT = """
import os, sys, time
from pathlib import Path
from pool_lint.project import parallel

def work(folder, number):
    (folder / str(os.getpid())).touch()
    time.sleep(60)

if __name__ == "__main__":
    from functools import partial
    import parent
    parallel.start_method = lambda: sys.argv[1]
    parallel.WORTH_A_PROCESS["spawn"] = 1
    parallel.mapped(partial(parent.work, Path(sys.argv[2])), range(100), 2)
"""


@pytest.fixture(params=["fork", "spawn"])
def parent(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Start a process with two busy workers, and return it with the workers' ids."""
    (tmp_path / "parent.py").write_text(PARENT)
    seen = tmp_path / "seen"
    seen.mkdir()
    with started(
        *(sys.executable, "parent.py", request.param, str(seen)),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        until(lambda: len(list(seen.iterdir())) == 2)
        yield process, [int(path.name) for path in seen.iterdir()]


def open_files() -> set[str]:
    """Return the open files of this process, without the folder that lists them."""
    gc.collect()  # an error and the pool that it came from refer to each other
    return {str(p.readlink()) for p in DESCRIPTORS.iterdir() if p.exists()}


def test_workers_end_when_the_parent_is_killed(
    parent: tuple[subprocess.Popen[str], list[int]],
) -> None:
    process, workers = parent
    assert not any(map(is_gone, workers))
    process.kill()
    until(lambda: all(map(is_gone, workers)))


@pytest.mark.parametrize("group", [False, True], ids=["parent", "terminal"])
def test_interrupt_ends_everything_at_once(
    parent: tuple[subprocess.Popen[str], list[int]], *, group: bool
) -> None:
    """A terminal interrupts the whole process group."""
    process, workers = parent
    start = time.monotonic()
    if group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    errors = process.communicate(timeout=20)[1]
    assert time.monotonic() - start < 20  # the workers sleep for a minute
    assert errors.count("Traceback") == 1, "only the parent prints one"
    assert errors.endswith("KeyboardInterrupt\n")
    until(lambda: all(map(is_gone, workers)))


# --- Systems that cannot start processes


def no_locks(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def no_second_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, calls = os.fork, []

    def limited() -> int:
        calls.append(1)
        if len(calls) > 1:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return fork()

    monkeypatch.setattr(os, "fork", limited)


def no_module(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in sys.modules if n.startswith("concurrent.futures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "_multiprocessing", None)
    for name in [n for n in sys.modules if n.startswith("multiprocessing")]:
        monkeypatch.delitem(sys.modules, name)


OBSTACLES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "Permission denied": lambda patch: patch.setattr(
        "multiprocessing.context.BaseContext.Lock", no_locks
    ),
    "Resource temporarily unavailable": no_second_fork,
    "multiprocessing": no_module,
    "thread": lambda patch: patch.setattr("threading.Thread.start", no_thread),
}


def no_thread(_self: object) -> None:
    raise RuntimeError("can't start new thread")


@pytest.mark.parametrize("reason", OBSTACLES)
@pytest.mark.usefixtures("_fork")
def test_one_process_works_if_no_others_can_be_started(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []
    seen: list[int] = []
    before = multiprocessing.active_children()
    with monkeypatch.context() as patch:
        OBSTACLES[reason](patch)
        found = mapped(process_of, range(30), 4, lambda: seen.append(1), notes.append)
    assert set(found) == {os.getpid()}
    assert len(seen) == len(found) == 30
    [note] = notes
    assert note.startswith("using one process: ")
    assert reason in note
    until(lambda: set(multiprocessing.active_children()) == set(before))


# --- The command line

NAME = ("metadata", "labels", "os.modelarts/name")
PATCH = """
import os
from pathlib import Path
import pool_lint.project.parallel as parallel
import pool_lint.project.worker as worker

def run(chunk):
    Path(__file__).with_name("workers").open("a").write(f"{os.getpid()}\\n")
    return original(chunk)

original = worker.run_chunk
run.__module__, run.__qualname__ = original.__module__, original.__qualname__
parallel.run_chunk = worker.run_chunk = run
parallel.start_method = lambda: "spawn"
parallel.WORTH_A_PROCESS["spawn"] = 1
"""
PLANTED = ("multiprocessing", "yaml", "json", "signal", "concurrent", "pool-lint")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Create manifests, beside modules that must not be imported."""
    folder = tmp_path / "linted"
    folder.mkdir()
    for number in range(40):
        pool = changed((NAME, f"p{number % 30:04}"), (("spec", "scope"), ["train"]))
        (folder / f"{number}.yaml").write_text(as_yaml(pool))
    for name in PLANTED:
        marker = f"open('imported', 'a').write('{name} ')\n"
        (folder / f"{name}.py").write_text(marker)
    return folder


@pytest.fixture
def spawning(tmp_path: Path) -> dict[str, str]:
    """Return variables that make pool-lint spawn workers and log their ids."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(PATCH)
    return {"PYTHONPATH": str(site)}


def workers_of(environment: dict[str, str]) -> set[str]:
    """Return the logged ids of workers that linted files."""
    return set((Path(environment["PYTHONPATH"]) / "workers").read_text().split())


@pytest.mark.parametrize(
    "command", [(COMMAND,), (sys.executable, "-m", "pool_lint")], ids=["script", "-m"]
)
def test_spawned_processes_import_nothing_from_the_folder(
    folder: Path, spawning: dict[str, str], command: tuple[str, ...]
) -> None:
    arguments = (".", "-f", "json")
    one = run(*arguments, "-j", "1", cwd=folder)
    done = subprocess.run(
        [*command, *arguments, "-j", "2"],
        cwd=folder,
        env={**os.environ, **spawning},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (one.stdout, one.stderr)
    assert not (folder / "imported").exists()
    assert workers_of(spawning)


SCRIPT = """
from pool_lint import lint_paths
print("main")
print(len(lint_paths(".", jobs=2).files))
"""


def test_spawned_processes_do_not_run_the_script_of_the_user(
    folder: Path, spawning: dict[str, str]
) -> None:
    """The script calls lint_paths without `if __name__ == "__main__"`."""
    (folder.parent / "script.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, folder.parent / "script.py"],
        cwd=folder,
        env={**os.environ, **spawning},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("main\n40\n", "")
    assert workers_of(spawning)


@pytest.mark.parametrize("options", [(), ("--fix",), ("--diff", "--unsafe-fixes")])
def test_spawned_processes_report_and_fix_the_same(
    folder: Path, spawning: dict[str, str], options: tuple[str, ...]
) -> None:
    settings = 'ignore = ["RP701"]\n[per-file-ignores]\n"1*.yaml" = ["RP202"]\n'
    (folder / "pool-lint.toml").write_text(settings)
    texts = {path: path.read_bytes() for path in folder.glob("*.yaml")}
    outcomes = []
    for jobs, env in (("1", {}), ("2", spawning)):
        for path, text in texts.items():
            path.write_bytes(text)
        done = run(".", *options, "-j", jobs, cwd=folder, env=env)
        fixed = [path.read_bytes() for path in texts]
        outcomes.append((done.stdout, done.stderr, done.returncode, fixed))
    assert outcomes[0] == outcomes[1]
    assert workers_of(spawning)


def test_interrupted_spawned_processes_print_nothing(
    folder: Path, spawning: dict[str, str]
) -> None:
    with started(
        COMMAND,
        ".",
        "--jobs",
        "2",
        cwd=folder,
        env={**os.environ, **spawning},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        until(
            lambda: len(children(process)) == 3
        )  # two workers, and the helper of multiprocessing
        os.killpg(process.pid, signal.SIGINT)
        output = process.communicate(timeout=20)
    assert (process.returncode, output) == (130, (b"", b"\n"))


@pytest.mark.usefixtures("_fork")
def test_python_api_uses_one_process_by_default(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError

    expected = lint_paths(folder, jobs=2).files
    monkeypatch.setattr(parallel, "_Pool", refuse)
    assert lint_paths(folder).files == expected


def test_a_killed_worker_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.yaml").write_text(as_yaml(REFERENCE))
    code = (
        "import os, signal, sys, pool_lint.project.run as r\n"
        "def dies(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
        "r.linted_file = dies\n"
        "from pool_lint.cli.main import run\n"
        "sys.exit(run(['.', '-j', '2']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pool-lint: a worker process was killed\n"
