"""The nodes that a body asks for."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pool_lint.changes.differences import typed_value, value_at
from pool_lint.model.pointer import Pointer

_INTEGER = {"type": "integer"}


def nodes_by_flavor(data: Any) -> Counter[str]:
    """Return the number of nodes of each flavor; unknown counts are left out."""
    found: Counter[str] = Counter()
    resources = value_at(data, ("spec", "resources"))
    for entry in resources if isinstance(resources, list) else [resources]:
        if isinstance(entry, dict):
            found[str(entry.get("flavor", "?"))] += count_of(entry)
    return found


def count_of(entry: Any) -> int:
    """Return the number of nodes of an entry, 0 if it is unknown."""
    count = typed_value(value_at(entry, ("count",)), _INTEGER)
    return count if type(count) is int and count > 0 else 0


def entry_around(data: Any, pointer: Pointer) -> Any:
    """Return the entry of the resources that holds a field, None for other fields."""
    if pointer[:2] != ("spec", "resources"):
        return None
    end = 3 if isinstance(value_at(data, pointer[:2]), list) else 2
    return value_at(data, pointer[:end])
