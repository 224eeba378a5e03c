"""JSON Schemas for editors: the same constraints, with what helps while typing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pool_lint.validation.schemas import Schema, request_schemas

Data = dict[str, Any]

ANY = "any"
"""The name of the schema that selects one of the request schemas by the content."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_HEAD = ("apiVersion", "kind")
# What a schema without constraints keeps: texts, and what editors offer.
_TEXTS = frozenset(
    {
        *("$schema", "$id", "$ref", "title", "description", "default", "examples"),
        "defaultSnippets",
    }
)
_BY_NAME = ("properties", "$defs")
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("items", "then", "else", "additionalProperties")


def for_editors(schema: Schema, snippets: Iterable[Data]) -> Data:
    """Return a request schema with snippets, and with options as editors show them.

    It accepts the same documents as the schema itself. ``snippets`` are entries of
    ``defaultSnippets``, which VS Code and the YAML language server offer.
    """
    data: Data = _plain(schema.data)
    for name in _HEAD:
        (value,) = data["properties"][name].pop("enum")
        data["properties"][name] |= {"const": value, "default": value}
    return {**data, "defaultSnippets": [*snippets]}


def dispatcher(
    edition: str, conditions: Mapping[str, Data], snippets: Mapping[str, list[Data]]
) -> Data:
    """Return a schema that judges documents by what they are, and accepts all others.

    Both mappings have the names of the request schemas as keys. ``conditions`` holds
    the schemas that their documents match, ``snippets`` entries of ``defaultSnippets``.
    """
    schemas = request_schemas(edition)
    parts = {s.name: for_editors(s, ()) for s in schemas}
    for part in parts.values():
        for word in ("$schema", "$id", "defaultSnippets"):
            del part[word]
    return {
        "$schema": _DRAFT,
        "$id": f"urn:pool-lint:{edition}:{ANY}",
        "title": "ModelArts manifest",
        "description": "The body of a request of any kind. Other documents are valid.",
        "defaultSnippets": [one for s in schemas for one in snippets[s.name]],
        "allOf": [
            {"if": conditions[name], "then": {"$ref": f"#/$defs/{name}"}}
            for name in parts
        ],
        "$defs": {name: _moved(part, name) for name, part in parts.items()},
    }


def annotations_only(data: Data) -> Data:
    """Return a schema that accepts everything, but keeps the texts of each field.

    Options become examples, so editors still offer them. A condition stays if a text
    depends on it.
    """
    kept = {word: value for word, value in data.items() if word in _TEXTS}
    options = data.get("enum", [data["const"]] if "const" in data else [])
    if options:
        kept["examples"] = options
    for word in _BY_NAME:
        if word in data:
            kept[word] = {n: annotations_only(part) for n, part in data[word].items()}
    for word in _LISTS:
        # Whether one or all of them apply to a value makes no difference to texts.
        parts = [annotations_only(part) for part in data.get(word, ())]
        if parts := [part for part in parts if part]:
            kept.setdefault("allOf", []).extend(parts)
    for word in _SINGLE:
        part = annotations_only(data[word]) if isinstance(data.get(word), dict) else {}
        if part:
            kept[word] = part
    return {"if": data["if"], **kept} if {"then", "else"} & {*kept} else kept


def as_text(data: Data) -> str:
    """Return the text of a schema, formatted as the schema files are."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _plain(part: Any) -> Any:
    """Return a copy that lists the options of each field beside its texts.

    Some schemas list options that only lead to a better message of pool-lint, because
    another part refuses them.
    """
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    copy = {word: _plain(value) for word, value in part.items()}
    options = next((one for one in part.get("allOf", ()) if "x-offer" in one), None)
    if options and (refused := _refused(part["allOf"])):
        del copy["allOf"]
        meanings = zip(options["enum"], options["enumDescriptions"], strict=True)
        accepted = [pair for pair in meanings if pair[0] not in refused]
        copy["enum"] = [option for option, _ in accepted]
        copy["enumDescriptions"] = [meaning for _, meaning in accepted]
    return copy


def _refused(parts: Iterable[Data]) -> list[Any]:
    return [part["not"]["const"] for part in parts if "const" in part.get("not", {})]


def _moved(part: Any, name: str) -> Any:
    """Return a copy whose references are relative to ``$defs/NAME``."""
    if isinstance(part, list):
        return [_moved(one, name) for one in part]
    if not isinstance(part, dict):
        return part
    copy = {word: _moved(value, name) for word, value in part.items()}
    if isinstance(part.get("$ref"), str):
        copy["$ref"] = f"#/$defs/{name}/{part['$ref'].removeprefix('#/')}"
    return copy
