"""Files that break YAML and JSON parsers are linted within time and memory limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus import CONTENT, Case
from runner import run


@pytest.mark.parametrize("case", CONTENT.values(), ids=CONTENT)
def test_hostile_content_is_linted_within_the_limits(
    tmp_path: Path, case: Case
) -> None:
    (tmp_path / case.name).write_bytes(case.data)
    arguments = ("--kind", "request", "-f", "json", "--limit", "findings=2000")
    done = run(*arguments, case.name, cwd=tmp_path, seconds=case.seconds)
    found = [
        (one["rule"], one["range"]["start"]["line"], one["range"]["start"]["column"])
        for one in json.loads(done.out)["diagnostics"]
    ]
    assert done.code == int('"severity": "error"' in done.out)
    if case.rule:
        wanted = (case.rule, case.line, case.column)
        assert any(
            one[:2] == wanted[:2] and wanted[2] in {0, one[2]} for one in found
        ), found[:10]
