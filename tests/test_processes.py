"""The test helpers that start processes."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from manifests import REFERENCE, as_yaml, changed
from processes import linter, run, started, until

GOOD = as_yaml(REFERENCE)
BAD = as_yaml(changed((("spec", "type"), "Dedicated")))
NUMBERS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


@pytest.fixture
def _ignored_signals() -> Iterator[None]:
    """Ignore signals like ``nohup pytest &``."""
    before = [signal.signal(number, signal.SIG_IGN) for number in NUMBERS]
    yield
    for number, handler in zip(NUMBERS, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("_ignored_signals")
@pytest.mark.parametrize("number", NUMBERS)
def test_a_started_program_does_not_inherit_ignored_signals(number: int) -> None:
    with started("sleep", "600") as process:
        process.send_signal(number)
        assert process.wait(timeout=30) == -number


@pytest.mark.usefixtures("_ignored_signals")
def test_a_started_script_can_trap_signals() -> None:
    script = "trap 'exit 7' INT; echo ready; while :; do sleep 0.01; done"
    with started("sh", "-c", script, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 7


def test_a_failed_test_leaves_no_process_behind() -> None:
    reader, writer = os.pipe()

    def fails() -> None:
        with started("sh", "-c", "sleep 600 & echo ready; wait", stdout=writer):
            assert os.read(reader, 100) == b"ready\n"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    os.close(writer)
    assert os.read(reader, 100) == b"", "a running `sleep` keeps the pipe open"
    os.close(reader)


def test_until_fails_after_a_timeout() -> None:
    with pytest.raises(AssertionError, match="timed out"):
        until(lambda: False, seconds=0.01)


@pytest.mark.parametrize(
    ("arguments", "stdin", "env"),
    [
        (["good.yaml"], b"", {}),
        (["."], b"", {"FORCE_COLOR": "1"}),
        ([".", "--jobs", "2", "-f", "json"], b"", {}),
        (["-", "-f", "concise"], BAD.encode(), {}),
        (["--fix", "--unsafe-fixes", "-"], BAD.encode(), {}),
        (["explain", "RP105"], b"", {}),
        (["--help"], b"", {"COLUMNS": "60"}),
        (["--nope"], b"", {}),
        (["missing.yaml"], b"", {}),
        ([], b"", {"_POOL_LINT_COMPLETE": "bash_source"}),
        (["\udcff.yaml", "\u4f60.yaml"], b"", {}),
    ],
)
def test_a_fork_gives_the_same_result_as_a_fresh_process(
    tmp_path: Path, arguments: list[str], stdin: bytes, env: Mapping[str, str]
) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    ways: list[dict[str, Any]] = [
        {"fresh": True},
        {"fresh": False},
        {"command": (str(linter() / "pool-lint"),)},
    ]
    fresh, forked, client = (
        run(*arguments, cwd=tmp_path, stdin=stdin, env=env, **way) for way in ways
    )
    assert fresh[:3] == forked[:3] == client[:3]


def test_runs_of_one_process_do_not_affect_each_other(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "bad.yaml").write_text(BAD)
    (settings / "pool-lint.toml").write_text('ignore = ["RP"]\n')
    runs: list[dict[str, Any]] = [
        {"cwd": tmp_path},
        {"cwd": settings, "env": {"FORCE_COLOR": "1"}},
        {"cwd": tmp_path, "stdin": b"x" * 20_000},
        {"cwd": settings},
    ]
    fresh = [run("bad.yaml", **options, fresh=True)[:3] for options in runs]
    for other in (["good.yaml"], ["-"], ["--nope"], ["--help"], ["rules"]):
        for options, expected in zip(runs, fresh, strict=True):
            run(*other, **options)
            assert run("bad.yaml", **options)[:3] == expected


def test_limits_of_a_fork_do_not_affect_the_server(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    arguments = ("good.yaml", "-o", "json:out.json")
    limits = {resource.RLIMIT_FSIZE: 0}
    forked = run(*arguments, cwd=tmp_path, limits=limits)
    fresh = run(*arguments, cwd=tmp_path, limits=limits, fresh=True)
    assert forked[:3] == fresh[:3]
    assert b"file too large" in forked.stderr
    assert run(*arguments, cwd=tmp_path).returncode == 0
