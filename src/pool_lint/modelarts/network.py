"""Recognition of networks and node pools, and a read-only view of a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.pool_bodies import KEY_PREFIX, Data, has_sign, is_grouped
from pool_lint.modelarts.view import Item, View, without

NETWORK = "Network"
NODE_POOL = "NodePool"


class Network:
    """A read-only view of a network. A missing or malformed field is None."""

    def __init__(self, view: View) -> None:
        labels = view.below("metadata", "labels")
        self.name: Item | None = labels.item(f"{KEY_PREFIX}name")


def networks_in(
    data: Any, rejected: frozenset[Pointer], _catalog: object
) -> Iterator[Network]:
    """Yield a view of the network in a body.

    ``rejected`` are the pointers of malformed values. The view leaves them out.
    """
    yield Network(View(without(data, rejected), rejected))


def is_network(data: Data) -> bool:
    """Whether a mapping is a network of ModelArts and not of another API.

    It has kind Network, and either a ModelArts key or version v1 with ``spec.cidr``.
    """
    version, spec = data.get("apiVersion"), data.get("spec")
    if not _is_kind(NETWORK, data) or is_grouped(version):
        return False
    has_cidr = isinstance(spec, dict) and "cidr" in spec
    return has_sign(data) or (version == "v1" and has_cidr)


def is_node_pool(data: Data) -> bool:
    """Whether a mapping is a node pool of ModelArts and not of another API.

    It has kind NodePool, and either a ModelArts key or ``spec.resources.flavor``.
    """
    spec = data.get("spec")
    if not _is_kind(NODE_POOL, data) or is_grouped(data.get("apiVersion")):
        return False
    resources = spec.get("resources") if isinstance(spec, dict) else None
    has_flavor = isinstance(resources, dict) and "flavor" in resources
    return has_sign(data) or has_flavor


def _is_kind(kind: str, data: Data) -> bool:
    """Whether a mapping names a kind, in any case: RP105 reports the wrong case."""
    return str(data.get("kind")).casefold() == kind.casefold()
