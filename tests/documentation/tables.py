"""Tables generated from schemas and data of the package."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pool_lint.modelarts.kinds import RESOURCE_KINDS
from pool_lint.parsing import Limits
from pool_lint.rules.field_changes import ChangeText, change_texts
from pool_lint.validation.fields import field_paths, format_field_path
from pool_lint.validation.schemas import (
    CONFIG,
    EDITIONS,
    Schema,
    SchemaName,
    request_schemas,
)

from .rule_facts import FIXES


def settings() -> str:
    """Return one row for each key of a settings file."""
    rows = (
        (f"`{key}`", _type(value), _default(value), value["description"])
        for key, value in CONFIG.data["properties"].items()
    )
    return _table(("key", "value", "default", "meaning"), rows)


def fields() -> str:
    """Return one row for each field of a create request, with a column per edition."""
    first, later = (_by_path(edition) for edition in EDITIONS)
    rows = (
        (f"`{path}`", _value(first.get(path)), _value(found), *_source(found[0]))
        for path, found in later.items()
    )
    return _table(("field", *EDITIONS, "meaning", "source in 2026-01"), rows)


def _by_path(edition: str) -> dict[str, tuple[dict[str, Any], bool]]:
    data = Schema(edition, SchemaName.CREATE_POOL).data
    return {path: (value, needed) for path, value, needed in _fields(data, data, "")}


def _value(found: tuple[dict[str, Any], bool] | None) -> str:
    """Return the options or the type of a field, and whether it is required."""
    if found is None:
        return "unknown"
    value, is_required = found
    return _options(value) + (", required" if is_required else "")


def _source(value: dict[str, Any]) -> tuple[str, str]:
    """Return the meaning of a field, and where it is documented or observed."""
    origin = value["x-source"]
    kind = "extension, " if value.get("x-extension") else ""
    where = f"{origin['source']}, {origin['date']}"
    return value["title"], f"{kind}{origin['confidence']}: {where}"


def changes() -> str:
    """Return a table for each kind of request: what a change of each field does."""
    parts, before = [], set[tuple[str, str, str, str]]()
    for schema in request_schemas(EDITIONS[-1]):
        noun = next(kind.noun for kind in RESOURCE_KINDS if kind.name == schema.name)
        rows = [row for row in _changes(schema) if row not in before]
        before.update(rows)
        table = _table(("field", "change", "effect", "source"), rows)
        parts.append(f"### {noun.capitalize()}s\n\n{table}")
    return "\n".join(parts)


def _changes(schema: Schema) -> Iterator[tuple[str, str, str, str]]:
    for path in field_paths(schema):
        name = format_field_path(path)
        if any(
            name == f"{format_field_path(other)}[]" for other in field_paths(schema)
        ):
            continue  # the list itself has the same rows
        pointer = tuple(0 if step == "[]" else step for step in path)
        for text in change_texts(pointer, schema):
            yield f"`{name}`", text.change, _effect(text), text.source


def _effect(text: ChangeText) -> str:
    rule = f" ([{text.rule}](rules/{text.rule}.md))" if text.rule else ""
    return f"{text.verdict}{rule}" + (f": {text.effect}" if text.effect else "")


def fixes() -> str:
    """Return one row for each fix."""
    rows = (
        (f"[{fix.rule}](rules/{fix.rule}.md)", str(fix.applicability), fix.text)
        for fix in FIXES
    )
    return _table(("rule", "kind", "fix"), rows)


def limits() -> str:
    """Return one row for each limit."""
    meanings = {
        "size": "bytes of a file",
        "depth": "levels of nesting; at most 150 can be set",
        "nodes": "keys and values of a file",
        "expanded": "keys and values after aliases and merge keys are expanded",
        "text": "characters of text after aliases are expanded",
        "merges": "sources of merge keys",
        "documents": "documents in a file",
        "directives": "`%TAG` directives in a file",
        "findings": "findings that are shown for a file",
    }
    values = Limits()._asdict()
    rows = ((f"`{name}`", f"{values[name]:,}", meanings[name]) for name in values)
    return _table(("limit", "default", "meaning"), rows)


def _fields(
    part: dict[str, Any], root: dict[str, Any], before: str
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    part = _resolved(part, root)
    for name, subschema in part.get("properties", {}).items():
        value = _resolved(subschema, root)
        path = f"{before}{name}"
        yield path, value, name in part.get("required", ())
        if name.startswith("os.modelarts/"):
            continue
        yield from _fields(value, root, f"{path}.")
        if isinstance(value.get("items"), dict):
            yield from _fields(value["items"], root, f"{path}[].")


def _resolved(part: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    target = root
    for key in part["$ref"].removeprefix("#/").split("/"):
        target = target[key]
    return {**_resolved(target, root), **{k: v for k, v in part.items() if k != "$ref"}}


def _type(value: dict[str, Any], mapping: str = "table") -> str:
    """Return the options or the type of a value; an object is named ``mapping``."""
    if "enum" in value:
        return ", ".join(f"`{json.dumps(option)}`" for option in value["enum"])
    names = {"array": "list", "object": mapping}
    found = value.get("type", "")
    return ", ".join(
        names.get(n, n) for n in ([found] if isinstance(found, str) else found)
    )


def _options(value: dict[str, Any]) -> str:
    """Return the options or the type of a field of a request."""
    parts = [value, *value.get("allOf", ())]
    offers = (part.get("x-offer", part["enum"]) for part in parts if "enum" in part)
    offer = next(offers, None)
    return _type({**value, "enum": offer} if offer else value, mapping="mapping")


def _default(value: dict[str, Any]) -> str:
    return f"`{json.dumps(value['default'])}`" if "default" in value else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
