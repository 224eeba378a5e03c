"""A read-only view of a pool in the terms of the API, with well-typed values only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.flavors import Accelerator, Catalog, Flavor, accelerator_of
from pool_lint.modelarts.resource import Resource
from pool_lint.modelarts.view import Item, View, without

_PREFIX = "os.modelarts/"
_NODE_POOL = "NodePool"
_WORKSPACE = f"{_PREFIX}workspace.id"
_BILLING = f"{_PREFIX}billing.mode"
_DRIVERS = {kind: f"{kind.lower()}Version" for kind in Accelerator}
_MONTHS = {"2": 1, "3": 12}  # the months per unit of period.type
_PROJECT = r"(?<=-)[0-9a-f]{32}\Z"
_STATES = ("creating", "available", "abnormal", "deleting")


class Pool:
    """The pool that rules check: a request or a response.

    A field that is missing, malformed or ambiguous is None, and an empty list for list
    fields. Rules need no type checks: without a value they report nothing. ``catalog``
    holds the known flavors; it is None if no catalog was given.

    ``type`` is ``Dedicate`` or ``Logical``. ``billing_mode`` is ``"0"`` (pay-per-use)
    or ``"1"`` (yearly/monthly). ``billing_mode`` and ``workspace`` have the default
    ``"0"``. ``resources`` are the entries of ``spec.resources`` that are mappings, and
    ``flavors`` are their flavors.
    """

    def __init__(self, view: View, catalog: Catalog | None = None) -> None:
        self.catalog = catalog
        self.is_missing = view.is_missing
        self._view = view
        self._labels = view.below("metadata", "labels")
        self._annotations = view.below("metadata", "annotations")
        self._spec = view.below("spec")
        # Read eagerly: every run needs these, and cached properties cost more.
        self.type: str | None = self._spec.get("type")
        self.workspace = self._labels.get_or_default("0", _WORKSPACE)
        self.billing_mode = self._annotations.get_or_default("0", _BILLING)
        self._entries = self._spec.entries("resources")
        self.resources = self._resources(self._entries)
        self.flavors = [f for f in (r.item("flavor") for r in self.resources) if f]

    def label(self, name: str) -> Item | None:
        """Return a label by the name after ``os.modelarts/``."""
        return self._labels.item(_PREFIX + name)

    def annotation(self, name: str) -> Item | None:
        """Return an annotation by the name after ``os.modelarts/``."""
        return self._annotations.item(_PREFIX + name)

    def spec(self, *pointer: str) -> Item | None:
        """Return a field below ``spec``."""
        return self._spec.item(*pointer)

    @property
    def project(self) -> str | None:
        """The project ID, taken from the end of the network name."""
        name = self.spec("network", "name")
        found = re.search(_PROJECT, name.value, re.IGNORECASE) if name else None
        return found[0].lower() if found else None

    @property
    def is_prepaid(self) -> bool:
        """Whether this is a yearly/monthly pool."""
        return self.billing_mode == "1"

    @property
    def period_num(self) -> Item | None:
        """The number of periods, as an integer."""
        return self._annotations.number(f"{_PREFIX}period.num")

    @property
    def period_months(self) -> int | None:
        """The length of the subscription in months, or None if it is unknown."""
        number, kind = self.period_num, self.annotation("period.type")
        months = _MONTHS.get(kind.value) if kind and self.is_prepaid else None
        return int(number.value) * months if number and months else None

    @property
    def annotations(self) -> list[tuple[str, Item]]:
        """The ModelArts annotations by name, in the order of the file."""
        names = [n.removeprefix(_PREFIX) for n in self._annotations.get() or ()]
        found = ((name, self.annotation(name)) for name in names)
        return [(name, item) for name, item in found if item]

    def status(self, *pointer: str) -> Item | None:
        """Return a field below ``status``, which only responses have."""
        return self._view.item("status", *pointer)

    @property
    def is_physical(self) -> bool:
        """Whether this is a physical pool, or a node pool of one."""
        return self.type == "Dedicate" or self.is_node_pool

    @property
    def is_node_pool(self) -> bool:
        """Whether this is a node pool, which joins a physical pool."""
        return bool(self._view.get("kind") == _NODE_POOL)

    @property
    def is_logical(self) -> bool:
        """Whether this is known to be a logical pool."""
        return self.type == "Logical"

    @property
    def pays_manually(self) -> bool:
        """Whether this is known to leave the payment of an order to a person."""
        pay = self._annotations.get_or_default("false", f"{_PREFIX}auto.pay")
        return pay == "false"

    @property
    def counts(self) -> list[Resource]:
        """The resources, and the node counts by state in the status of a response."""
        states = _STATES if self._view.get("status") else ()
        counted = (self._view.entries("status", "resources", name) for name in states)
        return [*self.resources, *self._resources(chain.from_iterable(counted))]

    def _resources(self, entries: Iterable[View]) -> list[Resource]:
        return [Resource(e, self.catalog) for e in entries if e.get() is not None]

    @property
    def offers(self) -> list[tuple[Resource, Flavor]]:
        """The entries whose flavors the catalog has and are not sold out everywhere."""
        found = ((entry, entry.offer) for entry in self.resources)
        return [(e, offer) for e, offer in found if offer and not offer.is_sold_out]

    @property
    def architecture(self) -> str:
        """The CPU architecture of the first flavor for which the catalog has one."""
        return next((o.architecture for _, o in self.offers if o.architecture), "")

    @property
    def unlisted(self) -> list[Item]:
        """The flavors that are not in the catalog; none without a catalog."""
        known = self.catalog
        return [f for f in self.flavors if known is not None and f.value not in known]

    @property
    def scope(self) -> list[Item]:
        """The well-formed job types."""
        return self._spec.items("scope")

    def driver(self, kind: Accelerator) -> Item | None:
        """Return the driver version for an accelerator."""
        return self.spec("driver", _DRIVERS[kind])

    def may_have(self, kind: Accelerator) -> bool:
        """Whether any flavor has this accelerator, or may have it."""
        if not self.flavors or len(self.flavors) < len(self._entries):
            return True
        known = [accelerator_of(item.value, self.catalog) for item in self.flavors]
        return kind in known or Accelerator.UNKNOWN in known


def pools_in(
    data: Any, rejected: frozenset[Pointer], catalog: Catalog | None
) -> Iterator[Pool]:
    """Yield the pool of a document, or the pools of a list response."""
    view = View(without(data, rejected), rejected)
    is_list = data.get("kind") == "PoolList"
    for entry in view.entries("items") if is_list else [view]:
        if entry.get() is not None:
            yield Pool(entry, catalog)
