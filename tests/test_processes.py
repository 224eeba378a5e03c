"""The helpers of the tests that start processes."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from pathlib import Path

import pytest

from manifests import REFERENCE, as_yaml, changed
from processes import run

GOOD = as_yaml(REFERENCE)
BAD = as_yaml(changed((("spec", "type"), "Dedicated")))


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
def test_a_fork_does_what_a_fresh_process_does(
    tmp_path: Path, arguments: list[str], stdin: bytes, env: Mapping[str, str]
) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    forked, fresh = (
        run(*arguments, cwd=tmp_path, stdin=stdin, env=env, fresh=fresh)
        for fresh in (False, True)
    )
    assert forked[:3] == fresh[:3]


def test_a_fork_has_limits_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    arguments = ("good.yaml", "-o", "json:out.json")
    limits = {resource.RLIMIT_FSIZE: 0}
    forked = run(*arguments, cwd=tmp_path, limits=limits)
    fresh = run(*arguments, cwd=tmp_path, limits=limits, fresh=True)
    assert forked[:3] == fresh[:3]
    assert b"file too large" in forked.stderr
    assert run(*arguments, cwd=tmp_path).returncode == 0
