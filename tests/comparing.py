"""Compares two sides in tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from manifests import as_yaml
from pool_lint.changes.run import ChangesRun, Request, changes_between
from pool_lint.config.run_options import RunOptions
from pool_lint.model.finding import Finding

Side = Mapping[str, Any]
"""The files of a side by name: text, or a manifest."""


def write(folder: Path, side: Side) -> Path:
    """Write the files of a side, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in side.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, (str, bytes)) else as_yaml(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def compare(  # noqa: PLR0913 - what a comparison can be given
    folder: Path,
    old: Side,
    new: Side,
    *accept: str,
    options: RunOptions | None = None,
    label: str = "",
    lints: bool = False,
) -> ChangesRun:
    """Compare two sides that are folders; info rules run too."""
    before, after = write(folder / "old", old), write(folder / "new", new)
    request = Request(str(before), str(after), label, accept, lints=lints)
    every = RunOptions(extend_select=["RD"])
    return changes_between(request, options or every)


def verdicts(run: ChangesRun) -> list[tuple[str, str, str]]:
    """Return the rule, the verdict and the JSON pointer of each change, sorted."""
    return sorted(map(_verdict, found(run)))


def found(run: ChangesRun) -> list[Finding]:
    """Return the findings about changes, accepted ones last."""
    report = run.report
    return [f for f in (*report.findings, *report.accepted) if f.change]


def _verdict(finding: Finding) -> tuple[str, str, str]:
    change = finding.change
    assert change
    pointer = "/".join(map(str, change.pointer))
    return finding.rule, change.verdict.value, pointer
