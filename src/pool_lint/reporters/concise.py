"""One line a finding, for tools that read lines and for people in a hurry."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.finding import Finding
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.reporters import each
from pool_lint.reporters.remarks import not_shown
from pool_lint.reporters.style import Style


def report(report: Report, _style: Style) -> Iterator[str]:
    """Yield ``file:line:column: severity id name: message``, then how many more."""
    for file in report.files:
        yield from each(_line, file.findings)
        if not_shown(file):
            yield safe_line(f"{file.file}: {not_shown(file)}") + "\n"


def _line(finding: Finding) -> str:
    return safe_line(str(finding)) + "\n"


def safe_line(text: str) -> str:
    """Return text as a line of its own: escaped, and never an order to a CI logger."""
    line = escape(text)
    orders = line.lstrip().startswith(("::", "##", "section_"))
    return f"./{line}" if orders else line
