"""Names for fields, values and choices, as messages use them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pool_lint.model.pointer import Pointer, path, shortened
from pool_lint.model.suggestions import closest_matches
from pool_lint.model.text import quote, show
from pool_lint.validation.failures import SchemaFailure, requires
from pool_lint.validation.fields import (
    KEY_PREFIX,
    PREFIX,
    FieldPath,
    field_at,
    field_paths_named,
    format_field_path,
    short_name,
)
from pool_lint.validation.schemas import Schema

_LONGEST_SAMPLE = 64
_TYPES = {
    "array": "a list",
    "integer": "an integer",
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


def shown_value(failure: SchemaFailure) -> str:
    """Return a value as messages show it: text in double quotes, the rest bare.

    Numbers keep the form that they have in the file: 470.10, not 470.1.
    """
    if isinstance(failure.value, str):
        return quote(failure.value.replace("\n", r"\n"))
    return show(failure.text)


def type_name(names: str | list[str]) -> str:
    """Return a JSON Schema type, or the several that are allowed, in words."""
    return " or ".join(_TYPES[name] for name in _several(names))


def _several(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def kind(value: Any) -> str:
    """Return what a value is, in words."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, float):
        return "a floating-point number"
    types = {dict: "object", list: "array", int: "integer", str: "string"}
    return _TYPES[types[type(value)]]


def content(failure: SchemaFailure) -> str:
    """Return what stands at a failure, in the file's own text where that is short."""
    value = failure.value
    if isinstance(value, (dict, list)):
        return f"{kind(value)} stands here"
    return f"{shown_value(failure)} is {kind(value)}"


def purpose(subschema: dict[str, Any]) -> str:
    """Return what a field is for: the first sentence of its description."""
    sentence = str(subschema["description"]).partition(". ")[0].rstrip(".")
    return sentence[0].lower() + sentence[1:]


def fill_in(pointer: Pointer, schema: Schema) -> str:
    """Return what to do about a placeholder, with the line for the settings file."""
    *around, last = pointer or ("",)
    # A list is injected as a whole.
    name = short_name(tuple(around) if isinstance(last, int) else pointer)
    if not field_paths_named(name, schema):
        return "replace it"
    line = f'injected = ["{name}"]'
    return f"replace it; if your pipeline fills it in, add to pool-lint.toml: {line}"


def sample(subschema: dict[str, Any], frame: str) -> str:
    """Return the frame around the first example of a field, if there is a short one."""
    import json  # noqa: PLC0415 - start-up

    examples = subschema.get("examples", ())
    if not examples:
        return ""
    text = json.dumps(examples[0], ensure_ascii=False)
    return frame.format(text) if len(text) <= _LONGEST_SAMPLE else ""


def filling(failure: SchemaFailure) -> str:
    """Return what to do about a value that is empty."""
    subschema = failure.subschema
    if "type" not in subschema:  # a part of the schema of a field
        subschema = field_at(failure.pointer, failure.schema) or {"type": "string"}
    wanted = type_name(subschema["type"]) + sample(subschema, " such as {}")
    lost = failure.is_null and not {"object", "array"}.isdisjoint(
        _several(subschema["type"])
    )
    ways = ["indent what belongs to it"] if lost else []
    may_be_empty = failure.schema.validator_of(subschema).is_valid("")
    ways += [f'write "" or {wanted}' if may_be_empty else f"write {wanted}"]
    ways += ["remove it"] if _is_optional(failure) else []
    return ", or ".join(ways)


def _is_optional(failure: SchemaFailure) -> bool:
    """Whether the field that fails could be left out."""
    *parent, name = failure.pointer or (0,)
    around = failure.document.get(*parent)
    if not isinstance(around, dict):
        return bool(failure.pointer)
    # What is empty beside it is to be removed or filled in too.
    present = {key: value for key, value in around.items() if value is not None}
    without = {key: value for key, value in present.items() if key != name}
    subschema = field_at(tuple(parent), failure.schema)
    return not requires(subschema, without, str(name), failure.schema)


def misplaced_advice(failure: SchemaFailure, places: list[FieldPath]) -> str:
    """Return what to do about a field that belongs at one of some places."""
    there = failure.document.get(*places[0]) if len(places) == 1 else None
    if there is None:
        return f"it belongs at {' or '.join(map(format_field_path, places))}"
    if isinstance(there, (dict, list)) and failure.value:
        there = format_field_path(places[0])
        return f"move what it holds to {there}, which is there already"
    return f"remove it: {format_field_path(places[0])} is there already"


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return the question whether an option was meant, nothing if none is near."""
    found = closest_matches(word, options, KEY_PREFIX)
    return f"did you mean {choices(found)}?" if found else ""


def choices(options: Iterable[str]) -> str:
    """Return the options in double quotes, joined by "or"; nothing for none."""
    *others, last = [f'"{option}"' for option in options] or [""]
    return f"{', '.join(others)} or {last}" if others else last
