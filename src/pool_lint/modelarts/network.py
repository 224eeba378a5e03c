"""Recognition of networks and node pools, and a read-only view of a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.modelarts.pool_bodies import KEY_PREFIX, Data, has_sign, is_grouped
from pool_lint.modelarts.view import Item, View, without

_ID = r"(?s)(.+)-[0-9a-f]{32}"
NETWORK = "Network"
NODE_POOL = "NodePool"
_NETWORK_FIELDS = frozenset({"cidr", "connection"})
_POOL_FIELDS = frozenset({"type", "scope", "network", "resources"})
_SIMILAR = 0.85
_LONGEST = 100


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


def name_without_project(name: str) -> str | None:
    """Return the name of a network from its ID, None if it is not such an ID.

    A pool refers to a network by its ID: the name, a hyphen and the project ID.

    >>> name_without_project("net-0123-86c13962597848eeb29c5861153a391f")
    'net-0123'
    """
    found = re.fullmatch(_ID, name)
    return found[1] if found else None


def is_network(data: Data) -> bool:
    """Whether a mapping is a network of ModelArts and not of another API.

    Its kind is Network, or similar or missing beside ``spec.cidr``. It also has a
    ModelArts key, or version v1 with ``spec.cidr``.
    """
    version, fields = data.get("apiVersion"), _mapping(data.get("spec")).keys()
    is_versioned = version == "v1" and "cidr" in fields
    if is_grouped(version) or not (is_versioned or has_sign(data)):
        return False
    is_like = bool(_NETWORK_FIELDS & fields) and not _POOL_FIELDS & fields
    return _is_kind(NETWORK, data) or (is_like and _is_open(data))


def is_node_pool(data: Data) -> bool:
    """Whether a mapping is a node pool of ModelArts and not of another API.

    Its kind is NodePool, or similar or missing beside a mapping ``spec.resources``.
    It also has a ModelArts key, or ``spec.resources`` has an entry.
    """
    spec = _mapping(data.get("spec"))
    resources = spec.get("resources")
    if is_grouped(data.get("apiVersion")) or not (has_sign(data) or resources):
        return False
    is_like = isinstance(resources, dict) and "name" in _mapping(data.get("metadata"))
    is_like &= _POOL_FIELDS & spec.keys() == {"resources"}
    return _is_kind(NODE_POOL, data) or (is_like and _is_open(data))


def _is_kind(kind: str, data: Data) -> bool:
    """Whether a mapping names a kind, in any case or misspelt. A rule corrects it."""
    word = data.get("kind")
    if not isinstance(word, str) or word in {f"{kind}List", "Pool"}:
        return False
    import difflib  # noqa: PLC0415 - pools do not need it

    found, wanted = word[:_LONGEST].casefold(), kind.casefold()
    similar = difflib.SequenceMatcher(None, found, wanted)
    return found == wanted or similar.ratio() >= _SIMILAR


def _is_open(data: Data) -> bool:
    """Whether the kind of a mapping is missing or a placeholder."""
    kind = data.get("kind")
    return not isinstance(kind, str) or bool(find_placeholder(kind, ("kind",)))


def _mapping(value: object) -> Data:
    return value if isinstance(value, dict) else {}
