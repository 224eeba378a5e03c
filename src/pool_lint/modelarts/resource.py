"""One flavor and how many: an entry of a pool's resources."""

from __future__ import annotations

from pool_lint.model.finding import Part, Place
from pool_lint.modelarts.flavors import Catalog, Flavor
from pool_lint.modelarts.view import View


class Resource:
    """One entry of ``spec.resources``, or one count of an answer's status."""

    def __init__(self, view: View, catalog: Catalog | None) -> None:
        """Take the entry, and the flavors that there are."""
        self.item = view.item
        self.number = view.number
        self.lacks = view.lacks
        entry = view.get()
        self.flavor: str | None = entry.get("flavor")
        self.count: int | None = entry.get("count")
        # Of answers table 18 does not know it: there anything may stand.
        most = entry.get("maxCount")
        self.max_count: int | None = most if type(most) is int else None
        self.offer: Flavor | None = catalog.get(self.flavor or "") if catalog else None
        self._pointer = view.pointer

    def at(self, field: str) -> Place:
        """Return the place of a field of this entry."""
        return Place((*self._pointer, field))

    @property
    def key(self) -> Place:
        """Where the entry begins: its first key."""
        return Place(self._pointer, Part.KEY)

    @property
    def index(self) -> int:
        """The 0-based place in the list."""
        return int(self._pointer[-1])
