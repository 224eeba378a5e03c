"""The lines that close a run: what was checked, what was not, and the exit code."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pool_lint.escaping import escape
from pool_lint.finding import Severity
from pool_lint.report import Report


def exit_code(report: Report, fail_on: str) -> int:
    """Return 2 where something could not be read, 1 for findings, else 0.

    ``fail_on`` is the least severity that counts, or ``never``.
    """
    if report.failures:
        return 2
    if fail_on == "never":
        return 0
    level = Severity(fail_on).rank
    return int(any(report.count(s) for s in Severity if s.rank <= level))


def found_nothing(report: Report, paths: Iterable[str]) -> bool:
    """Whether a folder was given and nothing in the whole run was a pool."""
    searched = any(os.path.isdir(path) for path in paths)
    return searched and not (report.documents or report.findings)


def closing_lines(report: Report, empty: Iterable[str]) -> Iterator[str]:
    """Yield what could not be read, the summary, and the folders without a pool."""
    for failure in report.failures:
        name = escape(failure.file) or '""'
        yield f"pool-lint: {name}: {escape(failure.reason)}\n"
    yield f"{summary(report)}\n"
    folders = ", ".join(escape(path) for path in empty if os.path.isdir(path))
    if folders:
        yield f"pool-lint: no pool manifest found under {folders}\n"


def summary(report: Report) -> str:
    """Return one line that says what was checked, what was not, and what was found."""
    files = len(report.files) + len(report.failures)
    skipped = sum(file.skipped_documents for file in report.files)
    unread = sum(file.unread_documents for file in report.files)
    hidden = sum(len(file.hidden) for file in report.files)
    unparsed = sum(file.unparsed for file in report.files)
    counts = {severity: report.count(severity) for severity in Severity}
    checked = [
        f"{_many(report.documents, report.noun)} checked",
        f"{_many(skipped, 'other document')} skipped" if skipped else "",
        f"{_many(unread, 'document')} not parsed" if unread else "",
        f"{_many(unparsed, 'file')} not parsed, no sign of a pool" if unparsed else "",
        f"{_many(len(report.failures), 'file')} not readable"
        if report.failures
        else "",
    ]
    found = [_many(count, str(name)) for name, count in counts.items() if count]
    found += [f"{hidden} of them not shown"] if hidden else []
    parts = ", ".join(part for part in checked if part)
    return f"{_many(files, 'file')}: {parts}; {', '.join(found) or 'no findings'}"


def _many(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {plural}"
