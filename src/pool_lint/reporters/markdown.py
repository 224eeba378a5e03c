"""The markdown format: a comment or a job summary with a table of the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from pool_lint.model.finding import Finding
from pool_lint.model.problem import Severity
from pool_lint.model.report import Failure, Report, SuppressionKind
from pool_lint.reporters import each
from pool_lint.reporters.markdown_text import (
    alert,
    fitted,
    link,
    marker,
    place,
    prose,
    row,
    table,
)
from pool_lint.reporters.remarks import unfinished
from pool_lint.reporters.style import Style
from pool_lint.reporters.summary import many

_SIGNS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}  # noqa: RUF001 - signs
_FIXES = {"safe": " *(fixable)*", "unsafe": " *(fixable, unsafe)*"}


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield one Markdown document, also without findings; errors come first."""
    if report.changes:
        from pool_lint.reporters import markdown_changes  # noqa: PLC0415 - start-up

        yield from markdown_changes.report(report, style)
        return
    failures = list(unfinished(report))
    ranked = sorted(report.findings, key=lambda finding: finding.severity.rank)
    rows = [_unread(one, style) for one in failures]
    rows += each(partial(_found, style), ranked)
    head = marker("check") + _headline(report, len(failures), style)
    if rows:
        head += "\n" + table("", "rule", "where", "finding")
    hidden = sum(len(file.hidden) for file in report.files)
    noun = "entry" if failures else "finding"
    yield from fitted(head, rows, noun=noun, hidden=hidden)


def _headline(report: Report, failures: int, style: Style) -> str:
    """Return the headline: its numbers include findings that are not shown."""
    counts = {severity: report.count(severity) for severity in Severity}
    found = [many(count, str(name)) for name, count in counts.items() if count]
    result = f"**pool-lint: {', '.join(found) or 'no findings'}**"
    parts = [
        f"{result} in {many(report.documents, report.noun)}",
        f"**{many(failures, 'file')} failed**" if failures else "",
        *_fixable(report),
        _suppressed(report, SuppressionKind.COMMENT, "suppressed"),
        _suppressed(report, SuppressionKind.BASELINE, "in the baseline"),
    ]
    kind = "caution" if counts[Severity.ERROR] or failures else "warning"
    text = " · ".join(part for part in parts if part)
    plain = not (found or failures)
    return f"{text}\n" if plain else alert(kind, text, style.web)


def _fixable(report: Report) -> Iterator[str]:
    fixes = Counter(f.fix.applicability.value for f in report.findings if f.fix)
    safe, unsafe = fixes["safe"], fixes["unsafe"]
    if safe:
        yield f"{safe} fixable with `--fix`"
    if unsafe:
        more = "more " * bool(safe)
        yield f"up to {unsafe} {more}fixable with `--unsafe-fixes`"


def _suppressed(report: Report, by: SuppressionKind, how: str) -> str:
    count = report.suppressed_count(by)
    return f"{count} {how}" if count else ""


def _unread(failure: Failure, style: Style) -> str:
    where = place(failure.file or '""', None, style)
    return row(_SIGNS["error"], "", where, prose(failure.reason))


def _found(style: Style, finding: Finding) -> str:
    line = finding.range.start.line if finding.range else None
    rule = link(finding.rule, finding.url or "")
    text = prose("; ".join(filter(None, (finding.message, finding.help))))
    fix = _FIXES[finding.fix.applicability] if finding.fix else ""
    where = place(finding.file, line, style)
    return row(_SIGNS[finding.severity], rule, where, text + fix)
