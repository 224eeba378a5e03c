"""One line a finding, for tools that read lines and for people in a hurry."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.escaping import escape
from pool_lint.finding import Finding
from pool_lint.report import Report


def report(report: Report, color: bool) -> Iterator[str]:  # noqa: FBT001, ARG001 - the call of every reporter
    """Yield ``file:line:column: severity id name: message``."""
    for finding in report.findings:
        head = f"{finding.severity} {finding.rule} {finding.name}"
        yield f"{place(finding)}: {head}: {escape(finding.message)}\n"


def place(finding: Finding) -> str:
    """Return where a finding stands, to begin a line with."""
    name = file_name(finding.file)
    if not finding.range:
        return f"{name}: {escape(finding.path)}"
    line, column = finding.range.start
    return f"{name}:{line}:{column}"


def file_name(file: str) -> str:
    """Return a name to begin a line with: never an order to a CI logger."""
    name = escape(file)
    orders = name.lstrip().startswith(("::", "##", "section_"))
    return f"./{name}" if orders else name
