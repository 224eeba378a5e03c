"""The gitlab format: a Code Quality report, one object per finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from itertools import starmap
from typing import Any

from pool_lint.model.finding import Finding
from pool_lint.model.location import Position, Range
from pool_lint.model.problem import Severity
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.reporters import each
from pool_lint.reporters.advice import advice_of
from pool_lint.reporters.json import ascii_json
from pool_lint.reporters.remarks import remarks
from pool_lint.reporters.style import Style

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield one JSON array in ASCII; it is empty if there is nothing to report."""
    remarked = starmap(partial(_remark, style), remarks(report))
    issues = [*each(partial(_found, style), report.annotated), *remarked]
    yield ascii_json(list(_with_unique_fingerprints(issues)))


def _found(style: Style, finding: Finding) -> dict[str, Any]:
    text = "; ".join(filter(None, (finding.message, advice_of(finding))))
    path = style.path(finding.file)
    return {
        "description": escape(text),
        "check_name": f"{finding.rule} {finding.name}",
        "fingerprint": finding.fingerprint_in(path),
        "severity": _SEVERITIES[finding.severity],
        "location": _location(path, finding.range),
    }


def _remark(style: Style, severity: Severity, file: str, text: str) -> dict[str, Any]:
    path = style.path(file)
    name = f"{severity}\0{path}".encode("utf-8", "surrogatepass")
    return {
        "description": escape(text),
        "check_name": "pool-lint",
        "fingerprint": sha256(name).hexdigest()[:32],
        "severity": _SEVERITIES[severity],
        "location": _location(path),
    }


def _location(file: str, location: Range | None = None) -> dict[str, Any]:
    """Return a path without ``./`` and positions, which GitLab requires."""
    start, end = location or Range(Position(1, 1), Position(1, 1))
    return {
        "path": escape(file.removeprefix("./")) or ".",
        "positions": {"begin": start._asdict(), "end": end._asdict()},
    }


def _with_unique_fingerprints(
    issues: Iterable[dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Yield the issues with unique fingerprints.

    GitLab shows only one issue per fingerprint.
    """
    seen: Counter[str] = Counter()
    for issue in issues:
        same = issue["fingerprint"]
        number = f"{seen[same]:x}" if seen[same] else ""
        seen[same] += 1
        yield {**issue, "fingerprint": same + number}
