"""Networks and node pools: how they are recognised, and a network for the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.pool_bodies import KEY_PREFIX, Data, has_sign, is_grouped
from pool_lint.modelarts.view import Item, View, without

NETWORK = "Network"
NODE_POOL = "NodePool"


class Network:
    """A read-only view of a network. What is missing or malformed is None."""

    def __init__(self, view: View) -> None:
        labels = view.below("metadata", "labels")
        self.name: Item | None = labels.item(f"{KEY_PREFIX}name")


def networks_in(
    data: Any, rejected: frozenset[Pointer], _catalog: object
) -> Iterator[Network]:
    """Yield the network of a body."""
    yield Network(View(without(data, rejected), rejected))


def is_network(data: Data) -> bool:
    """Whether a mapping is a network of ModelArts: by a label, or by its addresses."""
    version, spec = data.get("apiVersion"), data.get("spec")
    if data.get("kind") != NETWORK or is_grouped(version):
        return False
    has_cidr = isinstance(spec, dict) and "cidr" in spec
    return has_sign(data) or (version == "v1" and has_cidr)


def is_node_pool(data: Data) -> bool:
    """Whether a mapping is a node pool of ModelArts: by a label, or by a flavor."""
    spec = data.get("spec")
    if data.get("kind") != NODE_POOL or is_grouped(data.get("apiVersion")):
        return False
    resources = spec.get("resources") if isinstance(spec, dict) else None
    has_flavor = isinstance(resources, dict) and "flavor" in resources
    return has_sign(data) or has_flavor
