"""A read-only view of a pool in the words of the API, well-typed values only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import Any

from pool_lint.flavor import Accelerator, Catalog, accelerator
from pool_lint.pointer import Pointer
from pool_lint.resource import Resource
from pool_lint.view import Item, View

_PREFIX = "os.modelarts/"
_STATES = ("creating", "available", "abnormal", "deleting")


class Pool:
    """What the rules look at: a request, or an answer, also one of a list of them.

    A field that is missing, malformed or ambiguous is None (an empty list for lists),
    so that a rule holds no type checks and stays silent by itself. ``catalog`` holds
    the flavors that there are, None where nobody has said.
    """

    def __init__(self, view: View, catalog: Catalog | None = None) -> None:
        """Take the pool's place in its document, and the flavors that there are."""
        self.catalog = catalog
        self.lacks = view.lacks
        self._view = view

    def label(self, name: str) -> Item | None:
        """Return a label by the name after ``os.modelarts/``."""
        return self._view.item("metadata", "labels", _PREFIX + name)

    def annotation(self, name: str) -> Item | None:
        """Return an annotation by the name after ``os.modelarts/``."""
        return self._view.item("metadata", "annotations", _PREFIX + name)

    def spec(self, *pointer: str) -> Item | None:
        """Return a field below ``spec``."""
        return self._view.item("spec", *pointer)

    @cached_property
    def workspace(self) -> str | None:
        """The workspace, by default ``0``."""
        name = f"{_PREFIX}workspace.id"
        return self._view.otherwise("0", "metadata", "labels", name)

    @cached_property
    def billing_mode(self) -> str | None:
        """``0`` for pay-per-use, the default, or ``1`` for yearly/monthly."""
        name = f"{_PREFIX}billing.mode"
        return self._view.otherwise("0", "metadata", "annotations", name)

    @property
    def is_prepaid(self) -> bool:
        """Whether this is known to be a yearly/monthly pool."""
        return self.billing_mode == "1"

    @property
    def period_num(self) -> Item | None:
        """The number of periods, as a number."""
        return self._view.number("metadata", "annotations", f"{_PREFIX}period.num")

    @cached_property
    def type(self) -> str | None:
        """The pool type: ``Dedicate`` or ``Logical``."""
        kind: str | None = self._view.get("spec", "type")
        return kind

    @property
    def is_physical(self) -> bool:
        """Whether this is known to be a physical pool."""
        return self.type == "Dedicate"

    @cached_property
    def resources(self) -> list[Resource]:
        """The entries of ``spec.resources`` that are mappings."""
        return self._resources(self._view.entries("spec", "resources"))

    @cached_property
    def counts(self) -> list[Resource]:
        """The resources, and those that an answer's status counts by their state."""
        states = _STATES if self._view.get("status") else ()
        counted = (self._view.entries("status", "resources", name) for name in states)
        return [*self.resources, *self._resources(chain.from_iterable(counted))]

    def _resources(self, entries: Iterable[View]) -> list[Resource]:
        return [Resource(e, self.catalog) for e in entries if e.get() is not None]

    @cached_property
    def flavors(self) -> list[Item]:
        """The flavors of the resources, as far as they are well-formed."""
        found = [resource.item("flavor") for resource in self.resources]
        return [item for item in found if item]

    @property
    def unlisted(self) -> list[Item]:
        """The flavors that are not in the catalog, where one was given."""
        known = self.catalog
        return [f for f in self.flavors if known is not None and f.value not in known]

    @property
    def scope(self) -> list[Item]:
        """The job types, as far as they are well-formed."""
        found = [entry.item() for entry in self._view.entries("spec", "scope")]
        return [item for item in found if item]

    def driver(self, kind: Accelerator) -> Item | None:
        """Return the version of the driver for an accelerator."""
        return self.spec("driver", f"{kind.lower()}Version")

    def may_have(self, kind: Accelerator) -> bool:
        """Whether a flavor has such an accelerator, or one is not known."""
        return not self._accelerators.isdisjoint({kind, Accelerator.UNKNOWN})

    @cached_property
    def _accelerators(self) -> set[Accelerator]:
        known = {self._accelerator(item.value) for item in self.flavors}
        every = len(self._view.entries("spec", "resources"))
        all_known = known and len(self.flavors) == every
        return known if all_known else {Accelerator.UNKNOWN}

    def _accelerator(self, flavor: str) -> Accelerator:
        if self.catalog is None:
            return accelerator(flavor)
        offer = self.catalog.get(flavor)
        return offer.accelerator if offer else Accelerator.UNKNOWN


def pools_in(
    data: Any, rejected: frozenset[Pointer], catalog: Catalog | None
) -> Iterator[Pool]:
    """Yield the pool that a document is, or those of a list of answers."""
    view = View(data, rejected)
    is_list = data.get("kind") == "PoolList"
    for entry in view.entries("items") if is_list else [view]:
        if entry.get() is not None:
            yield Pool(entry, catalog)
