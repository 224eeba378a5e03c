"""Look up fields in a schema: their subschemas, paths and short names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pool_lint.model.pointer import Pointer, common, path
from pool_lint.validation.schemas import EDITIONS, Schema

FieldPath = tuple[str, ...]
"""The path of a field in a schema. ``[]`` is any item of a list."""

PREFIX = "os.modelarts/"
"""The prefix of the labels and annotations of ModelArts."""

KEY_PREFIX = r"(?i:(?:os[._/])?model\w{1,5}[./])"
"""A pattern for the prefix of labels and annotations that allows misspellings."""

_IN_METADATA = ("metadata", "labels", "name")
_MOST_PLACES = 3


def field_at(pointer: Pointer, schema: Schema) -> dict[str, Any]:
    """Return the subschema of a field, empty if the field is unknown."""
    subschema = schema.data
    for step in pointer:
        subschema = step_into(subschema, step, schema)
    return subschema


def other_editions(pointer: Pointer, schema: Schema) -> list[str]:
    """Return the other editions whose schema of the same name has a field."""
    others = [edition for edition in EDITIONS if edition != schema.edition]
    return [e for e in others if field_at(pointer, Schema(e, schema.name))]


def step_into(
    subschema: dict[str, Any], step: str | int, schema: Schema
) -> dict[str, Any]:
    """Return the subschema of one key or item, empty if it is unknown."""
    for part in _parts(subschema, schema):
        items = isinstance(step, int)
        found = part.get("items") if items else part.get("properties", {}).get(step)
        if found is not None:
            return _follow(found, schema)
    others = subschema.get("additionalProperties")  # of a mapping with any keys
    return others if isinstance(others, dict) and isinstance(step, str) else {}


def has_fields(subschema: dict[str, Any], schema: Schema) -> bool:
    """Whether the values in a mapping have subschemas of their own."""
    parts = [*_parts(subschema, schema)]
    any_key = isinstance(subschema.get("additionalProperties"), dict)
    return any_key or any("properties" in part for part in parts)


def conditional_on(
    pointer: Pointer, schema: Schema
) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Yield the schema objects that apply only for some values of a field.

    Each comes with the pointer of the mapping whose condition depends on the field.
    """
    for end in range(len(pointer)):
        around, rest = pointer[:end], pointer[end:]
        for part in _alternatives(field_at(around, schema), schema):
            if "if" in part and _looks_at(part["if"], rest, schema):
                for word in part.keys() & {"then", "else"}:
                    for found in _alternatives(part[word], schema):
                        yield around, found


def _alternatives(
    subschema: dict[str, Any], schema: Schema
) -> Iterator[dict[str, Any]]:
    """Yield a subschema and all subschemas that it combines."""
    subschema = _follow(subschema, schema)
    yield subschema
    for word in ("allOf", "anyOf", "oneOf"):
        for part in subschema.get(word, ()):
            yield from _alternatives(part, schema)
    for word in ("then", "else"):
        if word in subschema:
            yield from _alternatives(subschema[word], schema)


def _looks_at(condition: dict[str, Any], rest: Pointer, schema: Schema) -> bool:
    """Whether a condition depends on the value at a relative pointer."""
    parts = [*_alternatives(condition, schema)]
    parts += [part["not"] for part in parts if "not" in part]
    if not rest:
        return True
    below = (part.get("properties", {}).get(rest[0]) for part in parts)
    return any(_looks_at(part, rest[1:], schema) for part in below if part is not None)


@cache
def field_paths(schema: Schema) -> tuple[FieldPath, ...]:
    """Return the paths of all fields of a schema."""
    return tuple(_walk(schema.data, (), schema))


@cache
def identifiers(schema: Schema, kind: str = "") -> tuple[FieldPath, ...]:
    """Return the paths of names and IDs, of all or of one ``x-identifier`` kind."""
    return tuple(
        field_path
        for field_path in field_paths(schema)
        if (found := _field(field_path, schema).get("x-identifier"))
        and kind in {"", found}
    )


def _field(field_path: FieldPath, schema: Schema) -> dict[str, Any]:
    return field_at(tuple(0 if step == "[]" else step for step in field_path), schema)


def expected_paths(pointer: Pointer, schema: Schema) -> list[FieldPath]:
    """Return the closest places where a misplaced field belongs.

    >>> request = Schema("2025-08-20", "create-pool")
    >>> expected_paths(("metadata", "name"), request)
    [('metadata', 'labels', 'os.modelarts/name')]
    """
    *here, name = pointer
    names = {name, f"{PREFIX}{name}"} - {"[]"}
    found = [known for known in field_paths(schema) if known[-1] in names]
    closeness = [_shared(here, known) for known in found]
    best = max(closeness, default=0)
    closest = [f for f, close in zip(found, closeness, strict=True) if close == best]
    return sorted(closest, key=len)[:_MOST_PLACES]


def format_field_path(field_path: FieldPath) -> str:
    """Return a field path in readable form: ``spec.resources[].count``."""
    return path(field_path).replace('["[]"]', "[]")


def short_name(pointer: Pointer) -> str:
    """Return the short name of a field, as rules and settings use it.

    >>> short_name(("metadata", "annotations", "os.modelarts/period.num"))
    'annotations.period.num'
    >>> short_name(("spec", "resources", 0, "count"))
    'spec.resources[].count'
    """
    field_path = tuple("[]" if isinstance(step, int) else step for step in pointer)
    if field_path[:2] == ("items", "[]"):  # of a list of responses
        field_path = field_path[2:]
    if len(field_path) == len(_IN_METADATA) and field_path[-1].startswith(PREFIX):
        return f"{field_path[1]}.{field_path[-1].removeprefix(PREFIX)}"
    return format_field_path(field_path)


def short_names(schema: Schema) -> list[str]:
    """Return the short names of all fields of a schema."""
    return [_short(field_path) for field_path in field_paths(schema)]


def field_paths_named(name: str, schema: Schema) -> list[FieldPath]:
    """Return the paths of the fields with a short name, or one that ends in it.

    >>> field_paths_named("order.id", Schema("2025-08-20", "create-pool"))
    [('metadata', 'annotations', 'os.modelarts/order.id')]
    """
    ending = f".{name.replace(PREFIX, '')}"
    known = field_paths(schema)
    found = [path for path in known if f".{_short(path)}".endswith(ending)]
    return [path for path in found if path[-1] != "[]"]


def _short(field_path: FieldPath) -> str:
    return short_name(tuple(0 if step == "[]" else step for step in field_path))


def _shared(here: list[str | int], field_path: FieldPath) -> int:
    steps = [step if isinstance(step, str) else "[]" for step in here]
    return common(steps, field_path[:-1])


def _parts(subschema: dict[str, Any], schema: Schema) -> Iterator[dict[str, Any]]:
    """Yield a subschema and the branches of its condition, ``else`` first."""
    yield subschema
    for word in ("else", "then"):
        if word in subschema:
            yield _follow(subschema[word], schema)


def _follow(subschema: dict[str, Any], schema: Schema) -> dict[str, Any]:
    if "$ref" not in subschema:
        return subschema
    target: Any = schema.data
    for step in subschema["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return _follow(target, schema)


def _walk(
    subschema: dict[str, Any], field_path: FieldPath, schema: Schema
) -> Iterator[FieldPath]:
    for part in _parts(subschema, schema):
        for name, field in part.get("properties", {}).items():
            yield (*field_path, name)
            yield from _walk(_follow(field, schema), (*field_path, name), schema)
        if "items" in part:
            yield (*field_path, "[]")
            yield from _walk(
                _follow(part["items"], schema), (*field_path, "[]"), schema
            )
