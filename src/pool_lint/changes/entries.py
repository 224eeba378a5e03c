"""Match the entries of two lists of mappings, in any order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

IDENTITY = ("flavor", "nodePool", "creatingStep")
"""The fields that identify an entry of resources."""

# Those of other lists.
_NAMES = ("name", "az", "key")


class Matched(NamedTuple):
    """The indexes of entries that belong together, and of those without a match."""

    pairs: list[tuple[int, int]]
    removed: list[int]
    added: list[int]


def matched_entries(old: list[Any], new: list[Any]) -> Matched:
    """Match the entries of two lists by what identifies them, never by their index.

    Equal entries come first, then entries with the same flavor, node pool and creating
    step. If an entry and its successor differ in one of these, the entry is changed and
    not replaced by another one.
    """
    left, right = dict(enumerate(old)), dict(enumerate(new))
    pairs: list[tuple[int, int]] = []
    for key in _keys([*old, *new]):
        _match(left, right, key, pairs)
    if len(left) == len(right) == 1:
        pairs.append((next(iter(left)), next(iter(right))))
        left, right = {}, {}
    return Matched(sorted(pairs, key=lambda pair: pair[1]), [*left], [*right])


def _keys(entries: Iterable[Any]) -> list[Callable[[Any], str]]:
    """Return what identifies entries, the strictest first; "" matches nothing."""
    is_resource = any("flavor" in entry for entry in entries if isinstance(entry, dict))
    parts: list[tuple[str, ...]] = (
        [IDENTITY, IDENTITY[:2], IDENTITY[::2], IDENTITY[1:2]]
        if is_resource
        else [(name,) for name in _NAMES]
    )
    return [_text, *(_chosen(names) for names in parts)]


def _chosen(names: tuple[str, ...]) -> Callable[[Any], str]:
    def key(entry: Any) -> str:
        values = [entry.get(name) for name in names] if isinstance(entry, dict) else []
        return _text(values) if any(value is not None for value in values) else ""

    return key


def _match(
    left: dict[int, Any],
    right: dict[int, Any],
    key: Callable[[Any], str],
    pairs: list[tuple[int, int]],
) -> None:
    """Move entries with equal keys into ``pairs``; equal ones in their order."""
    by_key: dict[str, list[int]] = {}
    for index, entry in right.items():
        by_key.setdefault(key(entry), []).append(index)
    by_key.pop("", None)
    for indexes in by_key.values():
        indexes.reverse()
    for index, entry in list(left.items()):
        if candidates := by_key.get(key(entry)):
            match = candidates.pop()
            pairs.append((index, match))
            del left[index], right[match]


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
