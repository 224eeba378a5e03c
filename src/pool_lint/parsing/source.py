"""A text with its name and its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from pool_lint.model.location import Line, Position, Range, Span

_WINDOW = 160
_LFS_POINTER = (
    r"version \S++\r?\n(?:(?!oid |size )[^\r\n]++\r?\n)*"
    r"oid sha256:[0-9a-f]{64}\r?\nsize [0-9]++\s*+"
)


class Source:
    """A decoded text without byte order mark, and the positions of its lines.

    Lines end only at CR LF, LF and CR, as in editors and pull requests. YAML 1.1
    parsers also count NEL, LS and PS. Offsets and columns are in code points.
    """

    def __init__(
        self, name: str, text: str, *, hides_pool: bool = False, is_text: bool = True
    ) -> None:
        """Create a source from its name and text; a leading U+FEFF is dropped.

        ``hides_pool`` is set if the rest of a large file may contain a pool.
        ``is_text`` is set if the bytes are text in a supported encoding.
        """
        self.name = name
        self.hides_pool = hides_pool
        self._is_text = is_text
        self.text = text.removeprefix("\ufeff")

    @property
    def is_json(self) -> bool:
        """Whether the name ends in .json; all other names are YAML."""
        return self.name.lower().endswith(".json")

    @property
    def is_lfs_pointer(self) -> bool:
        """Whether this is the pointer that Git LFS stores in place of a file."""
        begins = self.text.startswith("version https://git-lfs.github.com/spec/")
        return begins and re.fullmatch(_LFS_POINTER, self.text) is not None

    @property
    def is_binary(self) -> bool:
        """Whether the file is not the text of a manifest."""
        return not self._is_text or "\0" in self.text or self.is_lfs_pointer

    @cached_property
    def _starts(self) -> list[int]:
        """The offsets of the starts of lines."""
        if "\r" in self.text:
            breaks = re.finditer(r"\r\n|\n|\r", self.text)
            return [0, *(match.end() for match in breaks)]
        *lines, _last = self.text.split("\n")
        return [0, *accumulate([len(line) + 1 for line in lines])]

    def position(self, offset: int) -> Position:
        """Return the 1-based line and column of an offset."""
        number = self._number(offset)
        return Position(number, offset - self._starts[number - 1] + 1)

    def _number(self, offset: int) -> int:
        """Return the 1-based line of an offset."""
        return bisect_right(self._starts, offset)

    def range(self, span: Span) -> Range:
        """Return the positions of a span."""
        return Range(self.position(span.start), self.position(span.end))

    def span(self, location: Range) -> Span:
        """Return the offsets of two positions: the inverse of :meth:`range`."""
        start, end = (self._starts[line - 1] + column - 1 for line, column in location)
        return Span(start, end)

    def line_around(self, offset: int) -> Span:
        """Return the range of the line around an offset, with its line break."""
        return self._line(self._number(offset))

    def _line(self, number: int) -> Span:
        last = number == len(self._starts)
        end = len(self.text) if last else self._starts[number]
        return Span(self._starts[number - 1], end)

    def line_span(self, number: int, column: int = 0) -> Span | None:
        """Return the range of a 1-based line, or of one column of it; None if none."""
        if number not in range(1, len(self._starts) + 1):
            return None
        start, end = self._line(number)
        if not column:
            return Span(start, end)
        return Span(start + column - 1, min(start + column, end))

    def line_length(self, number: int) -> int:
        """Return the number of characters in a 1-based line, without its line break."""
        start, end = self._line(number)
        return len(self.text[start:end].rstrip("\r\n"))

    def frame(self, offsets: list[int]) -> tuple[Line, ...]:
        """Return the lines of some offsets, and the line above the first one."""
        shown: dict[int, int] = {}  # an offset in each line
        for offset in offsets:
            shown.setdefault(self._number(offset), offset)
        above = next(iter(shown)) - 1
        if above:
            shown.setdefault(above, self._starts[above - 1])
        return tuple(self._shown(number, shown[number]) for number in sorted(shown))

    def _shown(self, number: int, offset: int) -> Line:
        """Return the line of an offset; of a long one the part around the offset."""
        start, end = self._line(number)
        if end - start <= _WINDOW:
            return Line(number, self.text[start:end].rstrip("\r\n"))
        first = max(start, offset + 1 - _WINDOW // 2)
        last = min(end, first + _WINDOW)
        window = self.text[first:last].rstrip("\r\n")
        return Line(number, window + ("…" if last < end else ""), first - start + 1)
