"""The concise format: one line per finding, for editors and for grep."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.finding import Finding
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.reporters import each
from pool_lint.reporters.remarks import not_shown
from pool_lint.reporters.style import Style


def report(report: Report, _style: Style) -> Iterator[str]:
    """Yield ``file:line:column: severity id name: message`` for each finding.

    A file with more findings than the limit gets one more line with their number.
    """
    for file in report.files:
        yield from each(_line, file.annotated)
        if not_shown(file):
            yield safe_line(f"{file.file}: {not_shown(file)}") + "\n"


def _line(finding: Finding) -> str:
    return safe_line(str(finding)) + "\n"


def safe_line(text: str) -> str:
    """Return text as one escaped line that no CI logger takes for a command."""
    line = escape(text)
    orders = line.lstrip().startswith(("::", "##", "section_"))
    return f"./{line}" if orders else line
