"""What a report must mention besides findings: unread files and hidden findings."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Severity
from pool_lint.model.report import Failure, FileResult, Report
from pool_lint.reporters.summary import many


def not_shown(file: FileResult) -> str:
    """Return a sentence with the number of hidden findings, "" if there are none."""
    if not file.hidden:
        return ""
    count = many(len(file.hidden), "more finding")
    return f"{count} not shown (--limit findings=N shows more)"


def unfinished(report: Report) -> Iterator[Failure]:
    """Yield the files that could not be read or written, with the reasons."""
    yield from report.failures
    for one in report.files:
        if one.fix_outcome.failure:
            yield Failure(one.file, one.fix_outcome.failure)


def remarks(report: Report) -> Iterator[tuple[Severity, str, str]]:
    """Yield severity, file and text of what is not in the findings.

    These are files that could not be read or written, and hidden findings. Without
    them the files would look better than they are.
    """
    for file, reason in unfinished(report):
        name = file or '""'
        yield Severity.ERROR, file, f"{name}: {reason}"
    for one in report.files:
        if hidden := not_shown(one):
            yield Severity.INFO, one.file, f"{one.file}: {hidden}"
