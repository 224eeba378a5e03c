"""Phrases that messages share: names of fields, values, options and advice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pool_lint.model.pointer import Pointer, path, shortened
from pool_lint.model.suggestions import closest_matches
from pool_lint.model.text import quote, show
from pool_lint.validation.failures import SchemaFailure
from pool_lint.validation.fields import (
    KEY_PREFIX,
    PREFIX,
    FieldPath,
    field_at,
    field_paths_named,
    format_field_path,
    short_name,
)
from pool_lint.validation.options import Options
from pool_lint.validation.schemas import Schema, SchemaName

_LONGEST_SAMPLE = 64
_MOST_NAMES = 3
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}


def field(pointer: Pointer) -> str:
    """Return the full path of a field, as messages name it.

    Labels and annotations of ModelArts are named by their key alone: it is unique.

    >>> field(("spec", "resources", 0, "count"))
    'spec.resources[0].count'
    >>> field(("metadata", "labels", "os.modelarts/name"))
    'os.modelarts/name'
    """
    *around, last = shortened(pointer) or ("the document",)
    if around[-2:-1] == ["metadata"] and str(last).startswith(PREFIX):
        return str(last)
    return path((*around, last)) if pointer else str(last)


def inside(pointer: Pointer) -> str:
    """Return " in " and the mapping around a field, or "" at the top level."""
    return f" in {field(pointer[:-1])}" if pointer[1:] else ""


def shown_value(failure: SchemaFailure) -> str:
    """Return a value as messages show it: text in double quotes, the rest bare.

    Secrets are not shown.

    Numbers keep the form that they have in the file: 470.10, not 470.1.
    """
    if failure.is_secret:
        return "a value that is not shown here"
    if isinstance(failure.value, str):
        return quote(failure.value.replace("\n", r"\n"))
    return show(failure.text)


def type_name(names: str | list[str]) -> str:
    """Return a JSON Schema type, or the several that are allowed, in words."""
    return " or ".join(_TYPES[name] for name in _several(names))


def _several(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def kind(value: Any) -> str:
    """Return the type of a value in words, such as "a string"."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, float):
        return "a floating-point number"
    types = {dict: "object", list: "array", int: "integer", str: "string"}
    return _TYPES[types.get(type(value), "null")]


def wrong_type_message(failure: SchemaFailure) -> str:
    """Return the message for a value of the wrong type."""
    wanted, found = type_name(failure.expected), kind(failure.value)
    if not failure.pointer:
        return f"expected one {_body(failure)} ({wanted}), found {found}"
    is_scalar = not isinstance(failure.value, (dict, list))
    what = f"but {shown_value(failure)} is {found}" if is_scalar else f"not {found}"
    return f"{field(failure.pointer)} must be {wanted}, {what}"


def _body(failure: SchemaFailure) -> str:
    return "error body" if failure.schema.name == SchemaName.ERROR else "pool"


def purpose(subschema: dict[str, Any]) -> str:
    """Return the purpose of a field: the first sentence of its description.

    Options in quotes after a colon are left out.
    """
    sentence = str(subschema["description"]).partition(". ")[0].rstrip(".")
    sentence = sentence.partition(': "')[0]
    return sentence[0].lower() + sentence[1:]


def fill_in(pointer: Pointer, schema: Schema) -> str:
    """Return the help for a placeholder, with the entry for the settings file."""
    *around, last = pointer or ("",)
    # A list is injected as a whole.
    name = short_name(tuple(around) if isinstance(last, int) else pointer)
    if not field_paths_named(name, schema):
        return "replace it"
    return (
        "replace it, or, if your pipeline fills it in later, "
        f'add "{name}" to `injected` in pool-lint.toml'
    )


def sample(subschema: dict[str, Any]) -> str:
    """Return the first example of a field as JSON, or "" if it has no short one."""
    import json  # noqa: PLC0415 - start-up

    examples = subschema.get("examples", ())
    text = json.dumps(examples[0], ensure_ascii=False) if examples else ""
    return text if len(text) <= _LONGEST_SAMPLE else ""


def such_as(subschema: dict[str, Any]) -> str:
    """Return the type of a field with an example: ``a list such as ["Train"]``.

    Without a short example, a mapping is described by its fields.
    """
    name, example = type_name(subschema["type"]), sample(subschema)
    if example:
        return f"{name} such as {example}"
    fields = [*subschema.get("required", subschema.get("properties", ()))]
    return f"{name} with {joined(fields[:_MOST_NAMES], 'and')}" if fields else name


def entry(failure: SchemaFailure, subschema: dict[str, Any]) -> str:
    """Return a missing field with an example value, as it is written in the file."""
    name, value = str(failure.pointer[-1]), sample(subschema)
    source = failure.document.source
    if source and source.is_json:
        name = f'"{name}"'
    return f"{name}: {value}" if value else name


def correction(failure: SchemaFailure) -> str:
    """Return the help for a value of the wrong type."""
    if not failure.pointer and isinstance(failure.value, list):
        return f"write one {_body(failure)} per document; separate documents with ---"
    if failure.expected == "array" and isinstance(failure.value, dict):
        source = failure.document.source
        if source and source.is_json:
            return "make it a list: put [ before it and ] after it"
        return 'make it a list: put "- " before its first key, and indent the others'
    return f"write {choices(failure.options) or such_as(failure.subschema)}"


def filling(failure: SchemaFailure) -> str:
    """Return the help for an empty value."""
    subschema = failure.subschema
    if "type" not in subschema:  # a part of the schema of a field
        subschema = field_at(failure.pointer, failure.schema) or {"type": "string"}
    has_entries = not {"object", "array"}.isdisjoint(_several(subschema["type"]))
    is_parent = failure.is_null and has_entries and failure.pointer
    ways = ["indent its entries below it"] if is_parent else []
    must_be_empty = sample(subschema) == '""'
    if not (must_be_empty and failure.is_optional):
        ways += [f"write {_filled(failure, subschema)}"]
    ways += ["remove it"] if failure.is_optional else []
    return ", or ".join(ways)


def _filled(failure: SchemaFailure, subschema: dict[str, Any]) -> str:
    """Return the values that a field accepts in place of an empty one."""
    options = failure.options
    wanted = choices(options) or such_as(subschema)
    if sample(subschema) == '""':
        return '""'
    may_be_empty = failure.schema.validator_of(subschema).is_valid("")
    return f'"" or {wanted}' if may_be_empty and "" not in options.values else wanted


def misplaced_advice(failure: SchemaFailure, places: list[FieldPath]) -> str:
    """Return the help for a field that belongs in one of the given places."""
    there = failure.document.get(*places[0]) if len(places) == 1 else None
    if there is None:
        return f"move it to {' or '.join(map(format_field_path, places))}"
    if isinstance(there, (dict, list)) and failure.value:
        return f"move its entries to {format_field_path(places[0])}"
    return f"remove it; {format_field_path(places[0])} is already set"


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return a question that names the closest field, or "" if none is close."""
    found = closest_matches(word, names, KEY_PREFIX)
    return f"did you mean {choices(found)}?" if found else ""


def meant_option(word: str, options: Options) -> str:
    """Return a question that names the options that a word may mean, or ""."""
    found = [options.described(value) for value in options.meant_by(word)]
    return f"did you mean {joined(found)}?" if found else ""


def choices(options: Options | Iterable[str]) -> str:
    """Return options in double quotes with their meaning, or "" if there are none."""
    if isinstance(options, Options):
        return joined([options.described(value) for value in options.values])
    return joined([f'"{option}"' for option in options])


def joined(words: list[str], conjunction: str = "or") -> str:
    """Return words joined by commas and a conjunction, or "" if there are none."""
    *others, last = words or [""]
    return f"{', '.join(others)} {conjunction} {last}" if others else last
