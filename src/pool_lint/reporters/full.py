"""Frames for people: the lines, carets under the place, related places, advice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TypeGuard

import click

from pool_lint.escaping import escape
from pool_lint.finding import Finding, Line, Located, Position, Range, written
from pool_lint.report import Report, Style
from pool_lint.reporters.concise import safe_line

_COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}


class _Paint:
    """Colours text, or leaves it alone."""

    def __init__(self, style: Style) -> None:
        self._color = style.color

    def __call__(self, text: str, color: str | None = None) -> str:
        return click.style(text, fg=color, bold=True) if self._color else text


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield a frame for each finding, blank lines between them."""
    paint = _Paint(style)
    for file in report.files:
        for finding in file.findings:
            yield "".join(f"{line}\n" for line in _frame(finding, paint)) + "\n"
        if file.hidden:
            rest = len(file.hidden)
            yield safe_line(f"{file.file}: more findings, not shown: {rest}") + "\n\n"


def _frame(finding: Finding, paint: _Paint) -> Iterator[str]:
    color = _COLORS[finding.severity]
    head = paint(f"{finding.severity}[{finding.rule}]", color)
    elsewhere = [other for other in finding.related if other.file != finding.file]
    shown = [*finding.lines, *(line for other in elsewhere for line in other.lines)]
    margin = " " * len(str(max((line.number for line in shown), default=1)))
    yield f"{head}{paint(': ' + escape(finding.message))}"
    yield f"{margin}{paint('-->', 'blue')} {safe_line(finding.where)}"
    if finding.lines:
        yield f"{margin} {paint('|', 'blue')}"
    previous = None
    for line in finding.lines:
        if previous and line.number > previous + 1:
            yield f"{margin} {paint('⋮', 'blue')}"
        previous = line.number
        yield from _line(finding, line, len(margin), paint)
    for other in elsewhere:
        yield from _other_file(other, margin, paint)
    if finding.help:
        yield f"{margin} {paint('=', 'blue')} {paint('help')}: {escape(finding.help)}"
    yield (
        f"{margin} {paint('=', 'blue')} {paint('rule')}: {finding.name}, "
        f"see `pool-lint explain {finding.rule}`"
    )


def _other_file(other: Located, margin: str, paint: _Paint) -> Iterator[str]:
    """Yield the line of a place in another file."""
    bar = paint("|", "blue")
    if other.range:
        place = safe_line(written(other.file, other.range.start))
        yield f"{margin} {bar}"
        yield f"{margin}{paint(':::', 'blue')} {place}"
        yield f"{margin} {bar}"
    for line in other.lines:
        if _shows(other.range, line):
            yield _source(line, len(margin), paint)
            yield _note(other, other.range, line, len(margin), paint)


def _line(finding: Finding, line: Line, width: int, paint: _Paint) -> Iterator[str]:
    bar = paint("|", "blue")
    yield _source(line, width, paint)
    for other in finding.related:
        if other.file == finding.file and _shows(other.range, line):
            yield _note(other, other.range, line, width, paint)
    if _shows(finding.range, line):
        marks = paint(_marks(line, finding.range, "^"), _COLORS[finding.severity])
        yield f"{' ' * width} {bar} {marks}"


def _source(line: Line, width: int, paint: _Paint) -> str:
    text = _shown(line.text).rstrip()
    lead = "…" if line.column > 1 else ""
    number = paint(f"{line.number:>{width}}", "blue")
    return f"{number} {paint('|', 'blue')} {lead}{text}".rstrip()


def _note(other: Located, place: Range, line: Line, width: int, paint: _Paint) -> str:
    marks = paint(_marks(line, place, "-"), "blue")
    return f"{' ' * width} {paint('|', 'blue')} {marks} {escape(other.message)}"


def _marks(line: Line, place: Range, mark: str) -> str:
    """Return spaces and marks that stand under a range; one of many lines is cut."""
    start, end = place
    if end.line > start.line:
        end = Position(start.line, line.column + len(line.text))
    before = line.text[: max(0, start.column - line.column)]
    inside = line.text[len(before) : max(0, end.column - line.column)]
    space = _width(_shown(before)) + (line.column > 1)
    return " " * space + mark * max(1, _width(_shown(inside)))


def _shown(text: str) -> str:
    return escape(text.replace("\t", "    "))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)
    marks = sum(unicodedata.combining(char) > 0 for char in text)
    return len(text) + wide - marks


def _shows(place: Range | None, line: Line) -> TypeGuard[Range]:
    """Whether a range starts in the line, and in the window of a long one."""
    if not place or place.start.line != line.number:
        return False
    return line.column <= place.start.column <= line.column + len(line.text)
