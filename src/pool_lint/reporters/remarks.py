"""What no finding says, and a report must not leave out."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Severity
from pool_lint.model.report import FileResult, Report
from pool_lint.reporters.summary import many


def not_shown(file: FileResult) -> str:
    """Return how many findings are not shown, and what shows them; empty for none."""
    count = len(file.hidden)
    text = f"{many(count, 'more finding')} not shown (--limit findings=N shows more)"
    return text if count else ""


def remarks(report: Report) -> Iterator[tuple[Severity, str, str]]:
    """Yield what no finding says, with a severity and a file.

    That is what could not be read, and how many findings are not shown: a report
    without them would look better than the files are.
    """
    for file, reason in report.failures:
        name = file or '""'
        yield Severity.ERROR, file, f"{name}: {reason}"
    for one in report.files:
        if one.fix_outcome.failure:
            text = f"{one.file}: {one.fix_outcome.failure}"
            yield Severity.ERROR, one.file, text
        if hidden := not_shown(one):
            yield Severity.INFO, one.file, f"{one.file}: {hidden}"
