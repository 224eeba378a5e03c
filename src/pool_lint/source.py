"""One text with its name: bytes decoded strictly, offsets turned into lines."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from pool_lint.finding import Line, Position, Range, Span

_WINDOW = 160
_SHORT = 4096
_MARKS = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    codecs.BOM_UTF8: "utf-8",
}
_SIGN_OF_POOL = r"""os\.modelarts/|(?:^|[\s{,"'])kind["']?\s*:\s*["']?Pool(?![-\w])"""


class Undecodable(Exception):
    """The bytes are no text.

    ``text`` is what can be shown of them all the same, ``offset`` where in it the first
    bad byte stands.
    """

    def __init__(self, reason: str, before: str, rest: bytes) -> None:
        """Take why, the text before the first bad byte, and the bytes from there on."""
        super().__init__(reason)
        self.reason = reason
        self.offset = len(before.removeprefix("\ufeff"))
        self.text = before + rest.decode("latin-1")


class Source:
    """A decoded text, without its byte order mark, and where its lines are.

    Lines end at CR LF, LF and CR only: what editors and pull requests count. (YAML 1.1
    parsers also count NEL, LS and PS.) Offsets and columns are in code points.
    """

    def __init__(self, name: str, text: str, *, hides_pool: bool = False) -> None:
        """Take the name to report and the text; a leading U+FEFF is dropped.

        ``hides_pool`` says that a pool may stand behind this part of a larger file.
        """
        self.name = name
        self.hides_pool = hides_pool
        self.text = text.removeprefix("\ufeff")
        # To look for one line in it takes a tenth of the time that a table takes.
        self._is_searched = len(self.text) <= _SHORT and "\r" not in self.text

    @property
    def is_json(self) -> bool:
        """Whether the name says JSON; everything else is YAML."""
        return self.name.lower().endswith(".json")

    @cached_property
    def _starts(self) -> list[int]:
        if "\r" in self.text:
            breaks = re.finditer(r"\r\n|\n|\r", self.text)
            return [0, *(match.end() for match in breaks)]
        *lines, _last = self.text.split("\n")
        return [0, *accumulate([len(line) + 1 for line in lines])]

    def position(self, offset: int) -> Position:
        """Return the 1-based line and column of an offset."""
        if self._is_searched:
            start = self.text.rfind("\n", 0, offset) + 1
            return Position(self.text.count("\n", 0, start) + 1, offset - start + 1)
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def range(self, span: Span) -> Range:
        """Return the positions of a span."""
        return Range(self.position(span.start), self.position(span.end))

    def span(self, place: Range) -> Span:
        """Return the offsets of two positions, the other way of :meth:`range`."""
        start, end = (self._starts[line - 1] + column - 1 for line, column in place)
        return Span(start, end)

    def line_around(self, offset: int) -> Span:
        """Return where the line of an offset stands, its line break included."""
        if self._is_searched:
            end = self.text.find("\n", offset) + 1
            start = self.text.rfind("\n", 0, offset) + 1
            return Span(start, end or len(self.text))
        return self._line(bisect_right(self._starts, offset))

    def _line(self, number: int) -> Span:
        last = number == len(self._starts)
        end = len(self.text) if last else self._starts[number]
        return Span(self._starts[number - 1], end)

    def line_span(self, number: int, column: int = 0) -> Span | None:
        """Return where a 1-based line stands, or one column of it; None if nowhere."""
        if number not in range(1, len(self._starts) + 1):
            return None
        start, end = self._line(number)
        if not column:
            return Span(start, end)
        return Span(start + column - 1, min(start + column, end))

    def frame(self, offsets: list[int]) -> tuple[Line, ...]:
        """Return the line above the first of some offsets, and the lines of all."""
        lines = {line.number: line for line in map(self._line_at, reversed(offsets))}
        above = self.line_around(offsets[0]).start - 1
        if above >= 0:
            line = self._line_at(self.line_around(above).start)
            lines.setdefault(line.number, line)
        return tuple(lines[number] for number in sorted(lines))

    def _line_at(self, offset: int) -> Line:
        """Return the line of an offset; of a long one the window around the offset."""
        start, end = self.line_around(offset)
        number = self.position(start).line
        if end - start <= _WINDOW:
            return Line(number, self.text[start:end].rstrip("\r\n"))
        first = max(start, offset + 1 - _WINDOW // 2)
        last = min(end, first + _WINDOW)
        window = self.text[first:last].rstrip("\r\n")
        return Line(number, window + ("…" if last < end else ""), first - start + 1)


def decode(data: bytes) -> str:
    """Return the text of UTF-8, with or without a mark, or UTF-16 with one.

    Raises Undecodable where the bytes are neither.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "ignore")
        why = f"the file is not valid {encoding.upper()}"
        raise Undecodable(why, before, data[error.start :]) from None


def encode(text: str, like: bytes) -> bytes:
    """Return a text without its mark as bytes, encoded and marked as others are."""
    for mark, encoding in _MARKS.items():
        if like.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode()


def shows_pool(text: str) -> bool:
    """Whether text that cannot be parsed looks like a pool manifest all the same."""
    # The zeros are those of UTF-16 that is not marked as such.
    return re.search(_SIGN_OF_POOL, text.replace("\0", "")) is not None
