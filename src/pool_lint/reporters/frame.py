"""Marks under a line of text, and the part of a line that there is room for."""

from __future__ import annotations

from typing import TypeGuard

from pool_lint.model.location import Line, Position, Range
from pool_lint.model.text import escape

_LEAST_ROOM = 20


def narrowed(line: Line, location: Range | None, width: int | None) -> Line:
    """Return what of a line a narrow terminal shows without breaking it."""
    room = (width or 0) - len(str(line.number)) - len(" | ……")
    if not width or len(shown(line.text)) <= room or room < _LEAST_ROOM:
        return line
    at = location.start.column - line.column if shows(location, line) else 0
    first = max(0, min(at - room // 3, len(line.text) - room))
    rest = line.text[first : first + room]
    cut = "" if first + room >= len(line.text) else "…"
    return Line(line.number, rest + cut, line.column + first)


def altered(line: Line, other: str, width: int) -> Line:
    """Return what of a line there is room for, around where another one differs."""
    pairs = enumerate(zip(line.text, other, strict=False))
    least = min(len(line.text), len(other))
    first = next((at for at, (one, two) in pairs if one != two), least)
    start = Position(line.number, first + 1)
    return narrowed(line, Range(start, start), width)


def marks_under(line: Line, location: Range, mark: str) -> str:
    """Return spaces and marks that stand under a range; one of many lines is cut."""
    start, end = location
    if end.line > start.line:
        end = Position(start.line, line.column + len(line.text))
    before = line.text[: max(0, start.column - line.column)]
    inside = line.text[len(before) : max(0, end.column - line.column)]
    space = _width(shown(before)) + (line.column > 1)
    return " " * space + mark * max(1, _width(shown(inside)))


def shown(text: str) -> str:
    """Return a piece of a line as it is printed."""
    return escape(text.replace("\t", "    "))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    import unicodedata  # noqa: PLC0415 - start-up

    wide = sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)
    marks = sum(unicodedata.combining(char) > 0 for char in text)
    return len(text) + wide - marks


def shows(location: Range | None, line: Line) -> TypeGuard[Range]:
    """Whether a range starts in the line, and in the window of a long one."""
    if not location or location.start.line != line.number:
        return False
    return line.column <= location.start.column <= line.column + len(line.text)
