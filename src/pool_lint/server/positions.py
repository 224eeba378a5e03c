"""Positions in the encoding of the client: UTF-8, UTF-16 or UTF-32."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types

from pool_lint.model.location import Line, Position, Range, Span
from pool_lint.parsing.source import Source

# How a code point counts in each encoding: the codec, and the bytes of one unit.
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}
_MARK = "\ufeff"
_START = types.Position(0, 0)


class Positions(NamedTuple):
    """Converts positions of one text.

    Lines and columns of a source start at 1, and columns count code points. Those of
    clients start at 0, and characters count units of ``encoding``. ``text`` is the text
    of the client. A byte order mark at its start is not part of the source.
    """

    source: Source
    text: str
    encoding: str

    def range(self, found: Range | None) -> types.Range:
        """Return a range for the client; the start of the file for None."""
        if found is None:
            return types.Range(_START, _START)
        return types.Range(self._position(found.start), self._position(found.end))

    def span(self, span: Span) -> types.Range:
        """Return the range of two offsets of the source."""
        return self.range(self.source.range(span))

    def _position(self, position: Position) -> types.Position:
        line, column = position
        before = self._line(line)[: column - 1]
        size = self._mark(line) + _size(before, self.encoding)
        return types.Position(line - 1, size)

    def _line(self, number: int) -> str:
        span = self.source.line_span(number)
        return self.source.text[span.start : span.end] if span else ""

    def _mark(self, line: int) -> int:
        """Return the size of the byte order mark, if the line begins with one."""
        has_mark = line == 1 and self.text.startswith(_MARK)
        return _size(_MARK, self.encoding) if has_mark else 0

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position of the client.

        A character after the end of a line is the end of that line. A line after the
        end of the text is the end of the text.
        """
        number = position.line + 1
        span = self.source.line_span(number)
        if span is None:
            return len(self.source.text)
        line = self._line(number).rstrip("\r\n")
        units = max(0, position.character - self._mark(number))
        return span.start + self._count(line, units)

    def _count(self, line: str, units: int) -> int:
        """Return the number of code points in the first units of a line."""
        if self.encoding not in _UNITS or line.isascii():
            return min(units, len(line))
        codec, size = _UNITS[self.encoding]
        start = line.encode(codec, "surrogatepass")[: units * size]
        return len(start.decode(codec, "ignore"))


def range_in(found: Range, lines: Iterable[Line], encoding: str) -> types.Range:
    """Return a range of a file of which only some lines are known.

    Characters of other lines, and before the known part of a long line, count as one.
    """
    known = {line.number: line for line in lines}

    def position(place: Position) -> types.Position:
        line = known.get(place.line, Line(place.line, ""))
        before = line.text[: max(0, place.column - line.column)]
        rest = place.column - 1 - len(before)
        return types.Position(place.line - 1, rest + _size(before, encoding))

    return types.Range(position(found.start), position(found.end))


def _size(text: str, encoding: str) -> int:
    """Return the number of units of a text."""
    if encoding not in _UNITS or text.isascii():
        return len(text)
    codec, size = _UNITS[encoding]
    return len(text.encode(codec, "surrogatepass")) // size
