"""Places in a document (pointers and spans) and in a file (lines and columns)."""

# No postponed annotations: named tuples compile each of them, a fifth of the time to
# import this module.
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.pointer import Pointer


class Part(StrEnum):
    """The part of an entry that a location means."""

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
    """Two positions; the end is exclusive."""

    start: Position
    end: Position


class Location(NamedTuple):
    """The place of a problem in a document.

    ``span`` overrides the pointer if no pointer names the text, such as the second
    of two equal keys.
    """

    pointer: Pointer
    part: Part = Part.VALUE
    span: Span | None = None

    def below(self, pointer: Pointer) -> "Location":
        """Return the location for a document that contains the value at a pointer."""
        return self._replace(pointer=(*pointer, *self.pointer)) if pointer else self

    def above(self, size: int) -> "Location":
        """Return the location without the first steps of its pointer."""
        return self._replace(pointer=self.pointer[size:])


class Line(NamedTuple):
    """A line of a file, or the part of a long line that starts at ``column``."""

    number: int
    text: str
    column: int = 1


class LocatedRange(NamedTuple):
    """A place in a file, without range and lines if the input was not text."""

    file: str
    pointer: Pointer
    range: Range | None
    message: str = ""
    lines: tuple[Line, ...] = ()


class DocumentName(NamedTuple):
    """A document of a file: its 0-based index, its kind and the name of its pool."""

    index: int  # type: ignore[assignment]  # not the method of tuples
    kind: str | None
    name: str | None


def format_location(file: str, position: Position) -> str:
    """Return a place as ``file:line:column``, which editors and CI logs understand."""
    return f"{file}:{position.line}:{position.column}"
