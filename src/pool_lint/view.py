"""A read-only view into a document: what is missing or malformed is not there."""

from __future__ import annotations

from typing import Any, NamedTuple

from pool_lint.document.scalar import integer
from pool_lint.finding import Part, Place
from pool_lint.pointer import Pointer, is_within


class Item(NamedTuple):
    """A well-formed value with its pointer."""

    value: Any
    pointer: Pointer

    @property
    def place(self) -> Place:
        """Where the value stands."""
        return Place(self.pointer)

    @property
    def key(self) -> Place:
        """Where its key stands; of an item of a list, its first key."""
        return Place(self.pointer, Part.KEY)


class View:
    """A value in a document, and what lies below it."""

    def __init__(
        self, value: Any, rejected: frozenset[Pointer], pointer: Pointer = ()
    ) -> None:
        """Take the value, the pointers refused in its document, and its own."""
        self.pointer = pointer
        self._value = value
        self._rejected = rejected

    def get(self, *pointer: str) -> Any:
        """Return the value at a pointer, None where it is missing or refused."""
        if self._rejected and self._is_refused((*self.pointer, *pointer)):
            return None
        value = self._value
        for step in pointer:
            if value is None:
                return None
            value = value.get(step)
        return value

    def item(self, *pointer: str) -> Item | None:
        """Return the value at a pointer with that pointer, None where there is none."""
        value = self.get(*pointer)
        return None if value is None else Item(value, (*self.pointer, *pointer))

    def number(self, *pointer: str) -> Item | None:
        """Return a text of digits as a number."""
        item = self.item(*pointer)
        return item and Item(integer(item.value), item.pointer)

    def lacks(self, *pointer: str) -> bool:
        """Whether a field is not there, and no misspelt one was meant to be it."""
        full = (*self.pointer, *pointer)
        return self.get(*pointer) is None and not self._is_refused(full)

    def otherwise(self, default: str, *pointer: str) -> str | None:
        """Return a text: its default where it is not there, None where refused."""
        value: str | None = self.get(*pointer)
        return default if value is None and self.lacks(*pointer) else value

    def entries(self, *pointer: str) -> list[View]:
        """Return the items of a list, all of them; of a mapping the mapping itself."""
        value = self.get(*pointer)
        full = (*self.pointer, *pointer)
        if isinstance(value, dict):
            return [View(value, self._rejected, full)]
        items = enumerate(value or ())
        return [View(item, self._rejected, (*full, index)) for index, item in items]

    def _is_refused(self, pointer: Pointer) -> bool:
        return is_within(pointer, self._rejected)
