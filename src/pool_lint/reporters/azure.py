"""The azure format: one logging command per finding, shown as an issue of the build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import starmap
from typing import NamedTuple

from pool_lint.model.finding import Finding
from pool_lint.model.location import Range
from pool_lint.model.problem import Severity
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.reporters import each
from pool_lint.reporters.advice import advice_of
from pool_lint.reporters.concise import safe_line
from pool_lint.reporters.remarks import remarks
from pool_lint.reporters.style import Style

MOST_SHOWN = 10  # per type and task; the agent only logs the others

# Azure has no third type: other findings are lines of the log.
_TYPES = {"error": "error", "warning": "warning"}
# As in escapedata() and escape() of microsoft/azure-pipelines-task-lib.
_DATA = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({";": "%3B", "]": "%5D"})


class _Issue(NamedTuple):
    """A line of output, and the severity of what it reports."""

    severity: Severity
    text: str


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield one command per finding, the most severe first.

    The last line counts the findings that Azure shows only in the log.
    """
    remarked = starmap(partial(_remark, style), remarks(report))
    issues = [*remarked, *each(partial(_found, style), report.annotated)]
    issues.sort(key=lambda issue: issue.severity.rank)
    yield from (issue.text for issue in issues)
    yield from _left_out(issues)


def _remark(style: Style, severity: Severity, file: str, text: str) -> _Issue:
    return _issue(severity, {"sourcepath": style.path(file)}, text)


def _found(style: Style, finding: Finding) -> _Issue:
    finding = finding._replace(file=style.path(finding.file))
    properties = {
        "sourcepath": finding.file,
        **_position(finding.range),
        "code": finding.rule,
    }
    message = "; ".join(filter(None, (finding.message, advice_of(finding))))
    text = f"{finding.where}: {finding.rule} {message}"
    return _issue(finding.severity, properties, text)


def _issue(severity: Severity, properties: Mapping[str, object], text: str) -> _Issue:
    kind = _TYPES.get(severity)
    if kind is None:
        return _Issue(severity, f"{safe_line(f'{severity}: {text}')}\n")
    given = {"type": kind, **{name: v for name, v in properties.items() if v}}
    shown = ";".join(
        f"{name}={escape(str(value)).translate(_PROPERTY)}"
        for name, value in given.items()
    )
    message = escape(text).translate(_DATA)
    return _Issue(severity, f"##vso[task.logissue {shown}]{message}\n")


def _position(location: Range | None) -> dict[str, object]:
    if location is None:
        return {}
    line, column = location.start
    return {"linenumber": line, "columnnumber": column}


def _left_out(issues: list[_Issue]) -> Iterator[str]:
    counts = Counter(str(issue.severity) for issue in issues)
    over = [
        f"{count - MOST_SHOWN} of {count} {severity}s"
        for severity in _TYPES
        if (count := counts[severity]) > MOST_SHOWN
    ]
    if over:
        shown = f"Azure Pipelines shows at most {MOST_SHOWN} issues per type and task"
        yield f"{shown}; only in the log: {', '.join(over)}\n"
