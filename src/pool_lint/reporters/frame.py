"""Parts of frames: markers below source lines, and long lines cut to the width."""

from __future__ import annotations

from typing import TypeGuard

from pool_lint.model.location import Line, Position, Range
from pool_lint.model.text import escape

_LEAST_ROOM = 20


def narrowed(line: Line, location: Range | None, width: int | None) -> Line:
    """Return the part of a line that fits into a narrow terminal.

    ``width`` is the number of columns, None for no limit. The part contains the
    start of ``location`` if the line has it.
    """
    room = (width or 0) - len(str(line.number)) - len(" | ……")
    if not width or len(shown(line.text)) <= room or room < _LEAST_ROOM:
        return line
    at = location.start.column - line.column if shows(location, line) else 0
    first = max(0, min(at - room // 3, len(line.text) - room))
    rest = line.text[first : first + room]
    cut = "" if first + room >= len(line.text) else "…"
    return Line(line.number, rest + cut, line.column + first)


def altered(line: Line, other: str, width: int) -> Line:
    """Return the part of a line that fits into a width, around the first difference.

    ``other`` is the line before or after the change.
    """
    pairs = enumerate(zip(line.text, other, strict=False))
    least = min(len(line.text), len(other))
    first = next((at for at, (one, two) in pairs if one != two), least)
    start = Position(line.number, first + 1)
    return narrowed(line, Range(start, start), width)


def marks_under(line: Line, location: Range, mark: str) -> str:
    """Return spaces and marks for the line below a source line.

    Of a range over several lines only the first line is marked.
    """
    start, end = location
    if end.line > start.line:
        end = Position(start.line, line.column + len(line.text))
    before = line.text[: max(0, start.column - line.column)]
    inside = line.text[len(before) : max(0, end.column - line.column)]
    space = width_of(shown(before)) + (line.column > 1)
    return " " * space + mark * max(1, width_of(shown(inside)))


def shown(text: str) -> str:
    """Return part of a line as it is printed: escaped, with 4 spaces for a tab."""
    return escape(text.replace("\t", "    "))


def width_of(text: str) -> int:
    """Return the number of terminal columns of a text."""
    if text.isascii():
        return len(text)
    import unicodedata  # noqa: PLC0415 - start-up

    wide = sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)
    marks = sum(unicodedata.combining(char) > 0 for char in text)
    return len(text) + wide - marks


def shows(location: Range | None, line: Line) -> TypeGuard[Range]:
    """Return whether a range starts in the visible part of a line."""
    if not location or location.start.line != line.number:
        return False
    return line.column <= location.start.column <= line.column + len(line.text)
