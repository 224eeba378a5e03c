"""A read-only view into a document: what is missing or malformed is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer, is_within
from pool_lint.parsing.document import replaced
from pool_lint.parsing.yaml_scalars import integer


class Item(NamedTuple):
    """A well-formed value with its pointer."""

    value: Any
    pointer: Pointer

    @property
    def location(self) -> Location:
        """Where the value stands."""
        return Location(self.pointer)

    @property
    def key(self) -> Location:
        """Where its key stands; of an item of a list, its first key."""
        return Location(self.pointer, Part.KEY)


class View:
    """A value in a document, and what lies below it."""

    def __init__(
        self, value: Any, rejected: frozenset[Pointer], pointer: Pointer = ()
    ) -> None:
        """Take the value, the pointers refused in its document, and its own.

        What stands at those is not in the value: see :func:`without`.
        """
        self.pointer = pointer
        self._value = value
        self._rejected = rejected

    def get(self, *pointer: str) -> Any:
        """Return the value at a pointer, None where it is missing or refused."""
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

    def below(self, *pointer: str) -> View:
        """Return the view into a value, which need not be there."""
        full = (*self.pointer, *pointer)
        return View(self.get(*pointer), self._rejected, full)

    def number(self, *pointer: str) -> Item | None:
        """Return a text of digits as a number."""
        text = self.get(*pointer)
        return None if text is None else Item(integer(text), (*self.pointer, *pointer))

    def items(self, *pointer: str) -> list[Item]:
        """Return the well-formed items of a list, none of what is no list."""
        value = self.get(*pointer)
        items = enumerate(value) if isinstance(value, list) else ()
        full = (*self.pointer, *pointer)
        return [Item(item, (*full, index)) for index, item in items if item is not None]

    def is_missing(self, *pointer: str) -> bool:
        """Whether a field is not there, and no misspelt one was meant to be it."""
        if self.get(*pointer) is not None:
            return False
        rejected = self._rejected
        return not (rejected and is_within((*self.pointer, *pointer), rejected))

    def get_or_default(self, default: str, *pointer: str) -> str | None:
        """Return a text: its default where it is not there, None where refused."""
        value: str | None = self.get(*pointer)
        return default if value is None and self.is_missing(*pointer) else value

    def entries(self, *pointer: str) -> list[View]:
        """Return the items of a list, all of them; of a mapping the mapping itself."""
        value = self.get(*pointer)
        full = (*self.pointer, *pointer)
        if isinstance(value, dict):
            return [View(value, self._rejected, full)]
        items = enumerate(value or ())
        return [View(item, self._rejected, (*full, index)) for index, item in items]


def without(value: Any, pointers: Iterable[Pointer]) -> Any:
    """Return a value with None for what stands at some pointers in it.

    It is not changed itself.
    """
    return replaced(value, dict.fromkeys(pointers))
