"""Work shared out among forked processes."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from pool_lint.model.errors import WorkerError
from pool_lint.project.forks import RemoteTracebackError, forked

DESCRIPTORS = Path("/proc/self/fd")


class ChoosyError(ValueError):
    """An error whose constructor takes other arguments than it passes on."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.location = place


def ignored() -> None:
    """Take notice of one thing."""


def test_results_come_in_the_order_of_the_things() -> None:
    def slow_at_first(number: int) -> int:
        time.sleep(0.05 if number < 3 else 0)
        return -number

    seen: list[int] = []
    found = forked(slow_at_first, range(50), 3, lambda: seen.append(1))
    assert found == [-number for number in range(50)]
    assert len(seen) == 50


@pytest.mark.parametrize("count", [2, 5, 40, 2_000])
def test_more_processes_than_work(count: int) -> None:
    assert forked(abs, [-1, -2, -3, -4, -5], min(count, 5), ignored) == [1, 2, 3, 4, 5]


def test_more_pieces_than_a_pipe_holds_numbers_of() -> None:
    things = range(5_000)
    assert forked(abs, things, 50, ignored) == list(things)


def test_large_results() -> None:
    [first, *_] = forked(lambda n: "x" * n, [3_000_000, 1, 1, 1], 2, ignored)
    assert len(first) == 3_000_000


def test_an_error_arrives_whole() -> None:
    def fails(number: int) -> None:
        if number == 17:
            error = ChoosyError("a.toml:3", "it is not TOML")
            error.add_note("in rule RP301")
            raise error

    with pytest.raises(ChoosyError, match=r"a\.toml:3: it is not TOML") as caught:
        forked(fails, range(40), 2, ignored)
    assert caught.value.location == "a.toml:3"
    assert caught.value.__notes__ == ["in rule RP301"]
    cause = caught.value.__cause__
    assert isinstance(cause, RemoteTracebackError)
    assert "in fails" in str(cause)


def test_of_several_errors_the_first_is_raised() -> None:
    def fails(number: int) -> None:
        time.sleep(0.1 if number < 20 else 0)
        if number in {7, 9, 21, 30}:
            raise ValueError(number)

    for count in (2, 5):
        with pytest.raises(ValueError, match=r"\A7\Z"):
            forked(fails, range(40), count, ignored)


def test_after_an_error_no_piece_is_begun() -> None:
    def fails(number: int) -> None:
        (folder / str(number)).touch()
        if number == 0:
            raise ZeroDivisionError
        time.sleep(0.01)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with pytest.raises(ZeroDivisionError):
            forked(fails, range(2_000), 2, ignored)
        assert len(list(folder.iterdir())) < 500


def test_an_error_does_not_wait_for_results_that_nobody_takes() -> None:
    """The others are at large results, which fill their pipes."""

    def work(number: int) -> str:
        if number == 0:
            raise ZeroDivisionError
        return "x" * 500_000

    start = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        forked(work, range(64), 4, ignored)
    assert time.monotonic() - start < 20, "they wait for each other"


def test_a_process_that_is_killed() -> None:
    def dies(number: int) -> None:
        if number == 9:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(WorkerError, match="was killed"):
        forked(dies, range(40), 2, ignored)


def test_a_process_that_is_killed_in_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def half(write: int, _message: object) -> None:
        os.write(write, (1_000).to_bytes(8) + b"x")
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr("pool_lint.project.piecework._send", half)
    with pytest.raises(WorkerError, match="was killed"):
        forked(abs, range(40), 2, ignored)


def test_an_error_that_cannot_be_sent_is_a_lost_process() -> None:
    class LocalError(Exception):
        pass

    def fails(_number: int) -> None:
        raise LocalError

    with pytest.raises(WorkerError):
        forked(fails, range(4), 2, ignored)


def test_no_process_and_no_pipe_is_left() -> None:
    before = len(list(DESCRIPTORS.iterdir()))
    forked(abs, range(64), 4, ignored)
    with pytest.raises(TypeError):
        forked(abs, ["x"] * 64, 4, ignored)
    assert len(list(DESCRIPTORS.iterdir())) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_processes_that_somebody_else_has_waited_for() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert forked(abs, range(40), 2, ignored) == list(range(40))
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_an_error_of_decoding_keeps_its_words() -> None:
    with pytest.raises(UnicodeDecodeError, match="invalid start byte"):
        forked(lambda data: data.decode(), [b"\xff"] * 4, 2, ignored)
