"""A read-only view of one entry of resources: a flavor and its nodes."""

from __future__ import annotations

from typing import Any

from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import path
from pool_lint.modelarts.flavors import Catalog, Flavor
from pool_lint.modelarts.view import Item, View

_IDENTITY = ("nodePool", "creatingStep")


class Resource:
    """An entry of ``spec.resources``, or a node count in the status of a response."""

    def __init__(self, view: View, catalog: Catalog | None) -> None:
        self.item = view.item
        self.number = view.number
        self.is_missing = view.is_missing
        self._view = view
        entry = view.get()
        self.flavor: str | None = entry.get("flavor")
        self.count: int | None = entry.get("count")
        # Table 18 does not define maxCount for responses, so its type is unchecked.
        most = entry.get("maxCount")
        self.max_count: int | None = most if type(most) is int else None
        self.offer: Flavor | None = catalog.get(self.flavor or "") if catalog else None
        self._pointer = view.pointer

    @property
    def identity(self) -> tuple[str, ...] | None:
        """The fields that distinguish entries with the same flavor, as strings.

        None if one of the fields is malformed.
        """
        given: list[str] = []
        for field in _IDENTITY:
            value = self._view.get(field)
            if value is not None:
                given.append(f"{field} {_canonical(value)}")
            elif not self.is_missing(field):
                return None
        return tuple(given)

    @property
    def name(self) -> str:
        """The path of the entry in messages."""
        return path(self._pointer)

    @property
    def step(self) -> int | None:
        """The number of nodes created together; None if it is missing or malformed."""
        return _integer(self._view.get("creatingStep"), "step")

    @property
    def zones(self) -> list[Item]:
        """The names of the availability zones, with their locations."""
        items = self._view.items("azs")
        named = [(_mapping(i.value).get("az"), (*i.pointer, "az")) for i in items]
        return [Item(name, at) for name, at in named if isinstance(name, str)]

    @property
    def zone_count(self) -> int | None:
        """The sum of the counts of all zones; None if any count is unknown."""
        counts = [_integer(item.value, "count") for item in self._view.items("azs")]
        known = [count for count in counts if count is not None]
        return sum(known) if known and len(known) == len(counts) else None

    def at(self, field: str) -> Location:
        """Return the location of a field of this entry."""
        return Location((*self._pointer, field))

    @property
    def key(self) -> Location:
        """The location of the first key of the entry."""
        return Location(self._pointer, Part.KEY)

    @property
    def index(self) -> int:
        """The 0-based index in the list."""
        return int(self._pointer[-1])


def _canonical(value: Any) -> str:
    """Return a string that is equal for equal values."""
    import json  # noqa: PLC0415 - start-up

    return json.dumps(value, sort_keys=True)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _integer(value: Any, field: str) -> int | None:
    """Return an integer field, or None. Not every edition validates the field."""
    number = _mapping(value).get(field)
    return number if type(number) is int else None
