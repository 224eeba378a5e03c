"""The fields that a schema knows: where they belong, and their short names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pool_lint.model.pointer import Pointer, common, path
from pool_lint.validation.schemas import CREATE_POOL, load

FieldPath = tuple[str, ...]
"""The way to a field of the schema; ``[]`` stands for any item of a list."""

_PREFIX = "os.modelarts/"
KEY_PREFIX = r"(?i:(?:os[._/])?model\w{1,5}[./])"
"""What matches the prefix of a label or an annotation, also a misspelt one."""
_MOST_PLACES = 3


def expected_paths(pointer: Pointer) -> list[FieldPath]:
    """Return where a misplaced field of a request belongs: the nearest such places.

    >>> expected_paths(("metadata", "name"))
    [('metadata', 'labels', 'os.modelarts/name')]
    """
    *here, name = pointer
    names = {name, f"{_PREFIX}{name}"} - {"[]"}
    found = [
        field_path for field_path in field_paths(CREATE_POOL) if field_path[-1] in names
    ]
    closeness = [_shared(here, field_path) for field_path in found]
    best = max(closeness, default=0)
    nearest = [r for r, close in zip(found, closeness, strict=True) if close == best]
    return sorted(nearest, key=len)[:_MOST_PLACES]


def format_field_path(field_path: FieldPath) -> str:
    """Return a route as people write it."""
    return path(field_path).replace('["[]"]', "[]")


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
def field_paths(whole: str) -> tuple[FieldPath, ...]:
    """Return the ways to all fields of a schema."""
    return tuple(_walk(load(whole), (), whole))


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


def _shared(here: list[str | int], field_path: FieldPath) -> int:
    steps = [step if isinstance(step, str) else "[]" for step in here]
    return common(steps, field_path[:-1])


def _walk(
    schema: dict[str, Any], field_path: FieldPath, whole: str
) -> Iterator[FieldPath]:
    for part in _parts(schema, whole):
        for name, field in part.get("properties", {}).items():
            yield (*field_path, name)
            yield from _walk(_follow(field, whole), (*field_path, name), whole)
        if "items" in part:
            yield (*field_path, "[]")
            yield from _walk(_follow(part["items"], whole), (*field_path, "[]"), whole)


_PREFIX = "os.modelarts/"
_IN_METADATA = ("metadata", "labels", "name")


def short_name(pointer: Pointer) -> str:
    """Return the short name of a field, as rules and tables of constraints use it.

    >>> short_name(("metadata", "annotations", "os.modelarts/period.num"))
    'annotations.period.num'
    >>> short_name(("spec", "resources", 0, "count"))
    'spec.resources[].count'
    """
    field_path = tuple("[]" if isinstance(step, int) else step for step in pointer)
    if field_path[:2] == ("items", "[]"):  # of a list of answers
        field_path = field_path[2:]
    if len(field_path) == len(_IN_METADATA) and field_path[-1].startswith(_PREFIX):
        return f"{field_path[1]}.{field_path[-1].removeprefix(_PREFIX)}"
    return format_field_path(field_path)


def field_paths_named(name: str, whole: str = CREATE_POOL) -> list[FieldPath]:
    """Return the ways to the fields that a name means: a short name, or its end.

    >>> field_paths_named("order.id")
    [('metadata', 'annotations', 'os.modelarts/order.id')]
    """
    ending = f".{name.replace(_PREFIX, '')}"
    found = [
        field_path
        for field_path in field_paths(whole)
        if f".{_short(field_path)}".endswith(ending)
    ]
    return [field_path for field_path in found if field_path[-1] != "[]"]


def short_names(whole: str = CREATE_POOL) -> list[str]:
    """Return the short names of all fields."""
    return [_short(field_path) for field_path in field_paths(whole)]


def _short(field_path: FieldPath) -> str:
    return short_name(tuple(0 if step == "[]" else step for step in field_path))
