"""A read-only view of a pool in the words of the API, well-typed values only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from pool_lint.finding import Place
from pool_lint.flavor import Accelerator, accelerator
from pool_lint.pointer import Pointer

Rejected = Collection[Pointer]


class Item(NamedTuple):
    """A text with its pointer."""

    value: str
    pointer: Pointer

    @property
    def place(self) -> Place:
        """Where the text stands."""
        return Place(self.pointer)


@dataclass(frozen=True, slots=True)
class Resource:
    """One entry of ``spec.resources``; None stands for missing or malformed."""

    pointer: Pointer
    flavor: str | None
    count: int | None
    max_count: int | None

    def at(self, field: str) -> Place:
        """Return the place of a field of this entry."""
        return Place((*self.pointer, field))


class Pool:
    """What the rules look at.

    A field that is missing, malformed or ambiguous is None (an empty list for lists),
    so that a rule holds no type checks and stays silent by itself.
    """

    def __init__(self, data: Any, rejected: Rejected = ()) -> None:
        """Take the document's value and the pointers that the schema refused."""
        self._data = data
        self._rejected = frozenset(rejected)

    def get(self, *pointer: str | int) -> Any:
        """Return the value at a pointer, None where it is missing or refused."""
        if any(pointer[:end] in self._rejected for end in range(len(pointer) + 1)):
            return None
        value = self._data
        for step in pointer:
            if value is None:
                return None
            value = value[step] if isinstance(step, int) else value.get(step)
        return value

    def _list(self, *pointer: str) -> range:
        """Return the indexes of a list that is not refused."""
        return range(len(self.get(*pointer) or ()))

    @cached_property
    def type(self) -> str | None:
        """The pool type: ``Dedicate`` or ``Logical``."""
        kind: str | None = self.get("spec", "type")
        return kind

    @property
    def is_physical(self) -> bool:
        """Whether this is known to be a physical pool."""
        return self.type == "Dedicate"

    @cached_property
    def resources(self) -> list[Resource]:
        """The entries of ``spec.resources`` that are mappings."""
        here = [("spec", "resources", i) for i in self._list("spec", "resources")]
        return [
            Resource(
                pointer,
                self.get(*pointer, "flavor"),
                self.get(*pointer, "count"),
                self.get(*pointer, "maxCount"),
            )
            for pointer in here
            if self.get(*pointer) is not None
        ]

    @cached_property
    def scope(self) -> list[Item]:
        """The job types, as far as they are well-formed."""
        here = [("spec", "scope", i) for i in self._list("spec", "scope")]
        values = [(self.get(*pointer), pointer) for pointer in here]
        return [Item(value, pointer) for value, pointer in values if value is not None]

    def driver(self, field: str) -> Item | None:
        """Return a field of ``spec.driver``."""
        value = self.get("spec", "driver", field)
        pointer = ("spec", "driver", field)
        return None if value is None else Item(value, pointer)

    @cached_property
    def accelerators(self) -> set[Accelerator]:
        """What the flavors compute with; one that is not known makes it all unknown."""
        flavors = [resource.flavor for resource in self.resources]
        if not flavors or len(flavors) < len(self._list("spec", "resources")):
            return {Accelerator.UNKNOWN}
        return {
            accelerator(flavor) if flavor else Accelerator.UNKNOWN for flavor in flavors
        }
