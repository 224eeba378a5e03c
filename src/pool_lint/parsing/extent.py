"""How far the entries of a document reach in its text."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document


def below_of(document: Document, pointer: Pointer) -> Iterator[Pointer]:
    """Yield the pointers to what a mapping or a list holds."""
    value = document.get(*pointer)
    steps = range(len(value)) if isinstance(value, list) else value
    if isinstance(value, (dict, list)):
        yield from ((*pointer, step) for step in steps)


def extent(document: Document, pointer: Pointer) -> Span:
    """Return the text of an entry: key and value, or the key alone before an alias."""
    value = document.locate(Location(pointer)) or Span(0, 0)
    if isinstance(pointer[-1], int):
        return value
    key = document.locate(Location(pointer, Part.KEY)) or value
    return Span(key.start, value.end if value.start >= key.start else key.end)
