"""The fields that a schema knows: where they belong, and their short names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from pool_lint.model.pointer import Pointer, common, path
from pool_lint.validation.schemas import CREATE_POOL, load

FieldPath = tuple[str, ...]
"""The way to a field of the schema; ``[]`` stands for any item of a list."""

_PREFIX = "os.modelarts/"
_ANY_PREFIX = r"(?i)^(?:os[._/])?model\w{1,5}[./]"
_MOST_PLACES = 3
_LONGEST = 100


def near(word: str, options: Iterable[str]) -> str | None:
    """Return the one option that a word is a slip of, or None.

    Upper and lower case do not count, nor does the ``os.modelarts/`` in front, also a
    misspelt one.
    """
    return next(iter(nearest(word, options)), None)


def nearest(word: str, options: Iterable[str]) -> list[str]:
    """Return the options that a word is a slip of: several that are equally near.

    >>> nearest("version", ["gpuVersion", "npuVersion", "updateStrategy"])
    ['npuVersion', 'gpuVersion']
    """
    found = _nearest(word[:_LONGEST], tuple(options))
    return [option for option, ratio in found if ratio == found[0][1]]


def only_near(word: str, options: Iterable[str]) -> str | None:
    """Return what :func:`near` does where no other option is near as well.

    >>> only_near("xpuVersion", ["gpuVersion", "npuVersion"])
    >>> only_near("npuversion", ["gpuVersion", "npuVersion"])
    'npuVersion'
    """
    found = [option for option, _ in _nearest(word[:_LONGEST], tuple(options))]
    same = [option for option in found if _fold(option) == _fold(word)]
    return (same or found)[0] if len(same or found) == 1 else None


@lru_cache(maxsize=64)  # of one mistake it is asked three times, to take 20 µs each
def _nearest(word: str, options: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Return the options that are near, the nearest first, and how near they are."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    folded = {_fold(option): option for option in options}
    found = difflib.get_close_matches(_fold(word), folded, cutoff=0.7)
    compared = (difflib.SequenceMatcher(None, name, _fold(word)) for name in found)
    ratios = [matcher.ratio() for matcher in compared]
    return tuple(zip(map(folded.__getitem__, found), ratios, strict=True))


def homes(pointer: Pointer) -> list[FieldPath]:
    """Return where a misplaced field of a request belongs: the nearest such places.

    >>> homes(("metadata", "name"))
    [('metadata', 'labels', 'os.modelarts/name')]
    """
    *here, name = pointer
    names = {name, f"{_PREFIX}{name}"} - {"[]"}
    found = [route for route in routes(CREATE_POOL) if route[-1] in names]
    closeness = [_shared(here, route) for route in found]
    best = max(closeness, default=0)
    nearest = [r for r, close in zip(found, closeness, strict=True) if close == best]
    return sorted(nearest, key=len)[:_MOST_PLACES]


def format_field_path(route: FieldPath) -> str:
    """Return a route as people write it."""
    return path(route).replace('["[]"]', "[]")


def field_at(pointer: Pointer, whole: str = CREATE_POOL) -> dict[str, Any]:
    """Return the schema of a place, empty where it knows none."""
    schema = load(whole)
    for step in pointer:
        schema = step_into(schema, step, whole)
    return schema


def options_at(pointer: Pointer, whole: str = CREATE_POOL) -> list[str]:
    """Return the options of a place, none where any value may stand."""
    schema = field_at(pointer, whole)
    parts = [schema, *schema.get("allOf", ())]
    found = (part.get("x-offer", part["enum"]) for part in parts if "enum" in part)
    return next(found, [])


@cache
def routes(whole: str) -> tuple[FieldPath, ...]:
    """Return the ways to all fields of a schema."""
    return tuple(_walk(load(whole), (), whole))


def _fold(word: str) -> str:
    """Drop case and the prefix, also a misspelt one."""
    return re.sub(_ANY_PREFIX, "", word).casefold()


def step_into(schema: dict[str, Any], step: str | int, whole: str) -> dict[str, Any]:
    """Return the schema of what lies one step below, empty where it knows none."""
    for part in _parts(schema, whole):
        items = isinstance(step, int)
        found = part.get("items") if items else part.get("properties", {}).get(step)
        if found is not None:
            return _follow(found, whole)
    return {}


def _parts(schema: dict[str, Any], whole: str) -> Iterator[dict[str, Any]]:
    """Yield a schema and what its condition adds, the ordinary case first."""
    yield schema
    for word in ("else", "then"):
        if word in schema:
            yield _follow(schema[word], whole)


def _follow(schema: dict[str, Any], whole: str) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    target: Any = load(whole)
    for step in schema["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return _follow(target, whole)


def _shared(here: list[str | int], route: FieldPath) -> int:
    steps = [step if isinstance(step, str) else "[]" for step in here]
    return common(steps, route[:-1])


def _walk(schema: dict[str, Any], route: FieldPath, whole: str) -> Iterator[FieldPath]:
    for part in _parts(schema, whole):
        for name, field in part.get("properties", {}).items():
            yield (*route, name)
            yield from _walk(_follow(field, whole), (*route, name), whole)
        if "items" in part:
            yield (*route, "[]")
            yield from _walk(_follow(part["items"], whole), (*route, "[]"), whole)


_PREFIX = "os.modelarts/"
_IN_METADATA = ("metadata", "labels", "name")


def shorthand(pointer: Pointer) -> str:
    """Return the short name of a field, as rules and tables of constraints use it.

    >>> shorthand(("metadata", "annotations", "os.modelarts/period.num"))
    'annotations.period.num'
    >>> shorthand(("spec", "resources", 0, "count"))
    'spec.resources[].count'
    """
    route = tuple("[]" if isinstance(step, int) else step for step in pointer)
    if route[:2] == ("items", "[]"):  # of a list of answers
        route = route[2:]
    if len(route) == len(_IN_METADATA) and route[-1].startswith(_PREFIX):
        return f"{route[1]}.{route[-1].removeprefix(_PREFIX)}"
    return format_field_path(route)


def routes_named(name: str, whole: str = CREATE_POOL) -> list[FieldPath]:
    """Return the ways to the fields that a name means: a short name, or its end.

    >>> routes_named("order.id")
    [('metadata', 'annotations', 'os.modelarts/order.id')]
    """
    ending = f".{name.replace(_PREFIX, '')}"
    found = [route for route in routes(whole) if f".{_short(route)}".endswith(ending)]
    return [route for route in found if route[-1] != "[]"]


def short_names(whole: str = CREATE_POOL) -> list[str]:
    """Return the short names of all fields."""
    return [_short(route) for route in routes(whole)]


def _short(route: FieldPath) -> str:
    return shorthand(tuple(0 if step == "[]" else step for step in route))
