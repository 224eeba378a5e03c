"""The words a schema knows: near misses, and where a field belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pool_lint.edition import load
from pool_lint.pointer import Pointer, path

FieldPath = tuple[str, ...]
"""The way to a field of the schema; ``[]`` stands for any item of a list."""

_PREFIX = "os.modelarts/"
_ANY_PREFIX = r"(?i)^(?:os[._/])?model\w{1,5}[./]"
_MOST_PLACES = 3


def near(word: str, options: Iterable[str]) -> str | None:
    """Return the one option that a word is a slip of, or None.

    Upper and lower case do not count, nor does the ``os.modelarts/`` in front, also a
    misspelt one.
    """
    import difflib  # noqa: PLC0415 - only a mistake needs it

    folded = {_fold(option): option for option in options}
    match = difflib.get_close_matches(_fold(word[:100]), folded, n=1, cutoff=0.7)
    return folded[match[0]] if match else None


def homes(pointer: Pointer) -> list[FieldPath]:
    """Return where a misplaced field belongs: the nearest places that know its name.

    >>> homes(("metadata", "name"))
    [('metadata', 'labels', 'os.modelarts/name')]
    """
    *here, name = pointer
    names = {name, f"{_PREFIX}{name}"}
    found = [route for route in _routes() if route[-1] in names]
    closeness = [_shared(here, route) for route in found]
    best = max(closeness, default=0)
    nearest = [r for r, close in zip(found, closeness, strict=True) if close == best]
    return sorted(nearest, key=len)[:_MOST_PLACES]


def written(route: FieldPath) -> str:
    """Return a route as people write it."""
    return path(route).replace('["[]"]', "[]")


def field_at(pointer: Pointer) -> dict[str, Any]:
    """Return the schema of a place, empty where it knows none."""
    schema = load()
    for step in pointer:
        if isinstance(step, int):
            schema = _follow(schema.get("items", {}))
        else:
            schema = _follow(schema.get("properties", {}).get(step, {}))
    return schema


def options_at(pointer: Pointer) -> list[str]:
    """Return the options of a place, none where any value may stand."""
    schema = field_at(pointer)
    parts = [schema, *schema.get("allOf", ())]
    found = (part.get("x-offer", part["enum"]) for part in parts if "enum" in part)
    return next(found, [])


def _fold(word: str) -> str:
    """Drop case and the prefix, also a misspelt one."""
    return re.sub(_ANY_PREFIX, "", word).casefold()


def _follow(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    target: dict[str, Any] = load()["$defs"][reference.rpartition("/")[2]]
    return target


def _shared(here: list[str | int], route: FieldPath) -> int:
    steps = [step if isinstance(step, str) else "[]" for step in here]
    same = [a == b for a, b in zip(steps, route[:-1], strict=False)]
    return same.index(False) if False in same else len(same)


@cache
def _routes() -> tuple[FieldPath, ...]:
    return tuple(_walk(load(), ()))


def _walk(schema: dict[str, Any], route: FieldPath) -> Iterator[FieldPath]:
    for name, field in schema.get("properties", {}).items():
        yield (*route, name)
        yield from _walk(_follow(field), (*route, name))
    if "items" in schema:
        yield from _walk(_follow(schema["items"]), (*route, "[]"))
