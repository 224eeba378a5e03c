"""A read-only view into a document, without missing and malformed values."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Iterable
from typing import Any, NamedTuple

from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer, is_within
from pool_lint.parsing.document import replaced
from pool_lint.parsing.numbers import integer


class Item(NamedTuple):
    """A well-formed value with its pointer."""

    value: Any
    pointer: Pointer

    @property
    def location(self) -> Location:
        """The location of the value."""
        return Location(self.pointer)

    @property
    def key(self) -> Location:
        """The location of the key; for an item of a list, that of its first key."""
        return Location(self.pointer, Part.KEY)


class View:
    """A value in a document, with access to the values below it."""

    def __init__(
        self, value: Any, rejected: frozenset[Pointer], pointer: Pointer = ()
    ) -> None:
        """Create a view of a value at a pointer of its document.

        ``rejected`` are the pointers of malformed values in the document. In ``value``
        they are already None: see :func:`without`.
        """
        self.pointer = pointer
        self._value = value
        self._rejected = rejected

    def get(self, *pointer: str) -> Any:
        """Return the value at a pointer, or None if it is missing or rejected."""
        value = self._value
        for step in pointer:
            if value is None:
                return None
            value = value.get(step)
        return value

    def item(self, *pointer: str) -> Item | None:
        """Return the value at a pointer together with that pointer, or None."""
        value = self.get(*pointer)
        return None if value is None else Item(value, (*self.pointer, *pointer))

    def below(self, *pointer: str) -> "View":
        """Return the view of a value, which may be missing."""
        full = (*self.pointer, *pointer)
        return View(self.get(*pointer), self._rejected, full)

    def number(self, *pointer: str) -> Item | None:
        """Return a string of digits as an integer, or None if it is missing."""
        text = self.get(*pointer)
        return None if text is None else Item(integer(text), (*self.pointer, *pointer))

    def items(self, *pointer: str) -> list[Item]:
        """Return the well-formed items of a list; nothing for other values."""
        value = self.get(*pointer)
        items = enumerate(value) if isinstance(value, list) else ()
        full = (*self.pointer, *pointer)
        return [Item(item, (*full, index)) for index, item in items if item is not None]

    def is_missing(self, *pointer: str) -> bool:
        """Whether a field is missing, and neither misspelt nor rejected."""
        if self.get(*pointer) is not None:
            return False
        rejected = self._rejected
        return not (rejected and is_within((*self.pointer, *pointer), rejected))

    def get_or_default(self, default: str, *pointer: str) -> str | None:
        """Return a string: ``default`` if it is missing, None if it is rejected."""
        value: str | None = self.get(*pointer)
        return default if value is None and self.is_missing(*pointer) else value

    def entries(self, *pointer: str) -> "list[View]":
        """Return views of all items of a list; of a mapping, one view of itself."""
        value = self.get(*pointer)
        full = (*self.pointer, *pointer)
        if isinstance(value, dict):
            return [View(value, self._rejected, full)]
        items = enumerate(value or ())
        return [View(item, self._rejected, (*full, index)) for index, item in items]


def without(value: Any, pointers: Iterable[Pointer]) -> Any:
    """Return a copy of a value with None at some pointers."""
    return replaced(value, dict.fromkeys(pointers))
