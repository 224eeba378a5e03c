"""Where something lies: in a document, by pointer, and in a file, by line."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.pointer import Pointer


class Part(StrEnum):
    """Which part of an entry a place means."""

    KEY = "key"
    VALUE = "value"


class Span(NamedTuple):
    """A half-open range of code-point offsets into one text."""

    start: int
    end: int


class Position(NamedTuple):
    """A 1-based line and a 1-based column, counted in code points."""

    line: int
    column: int


class Range(NamedTuple):
    """Two positions, the end exclusive."""

    start: Position
    end: Position


class Location(NamedTuple):
    """Where a problem stands: symbolic, until a finding is made of it.

    ``span`` overrides the pointer where the pointer can name no such text, as the
    second of two equal keys.
    """

    pointer: Pointer
    part: Part = Part.VALUE
    span: Span | None = None

    def below(self, pointer: Pointer) -> "Location":
        """Return the same place, as what holds the value at the pointer names it."""
        return self._replace(pointer=(*pointer, *self.pointer)) if pointer else self

    def above(self, size: int) -> "Location":
        """Return the same without the first steps of its pointer."""
        return self._replace(pointer=self.pointer[size:])


class Line(NamedTuple):
    """One line of the file, or the window of a long one that starts at ``column``."""

    number: int
    text: str
    column: int = 1


class LocatedRange(NamedTuple):
    """A place found in a file; without range and lines where the input was no text."""

    file: str
    pointer: Pointer
    range: Range | None
    message: str = ""
    lines: tuple[Line, ...] = ()


class DocumentName(NamedTuple):
    """Which document of a file a finding is about: 0-based index, kind, pool name."""

    index: int  # type: ignore[assignment]  # not the method of tuples
    kind: str | None
    name: str | None


def format_location(file: str, position: Position) -> str:
    """Return a place as editors and CI logs take it: ``file:line:column``."""
    return f"{file}:{position.line}:{position.column}"
