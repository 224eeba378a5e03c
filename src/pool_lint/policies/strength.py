"""Compare single keywords of a policy with those of the schema of the manifests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BOUNDS = {"minimum": "maximum", "minLength": "maxLength", "minItems": "maxItems"}
"""The keywords for lower bounds, each with that for the upper bound."""


def asserts(word: str, schema: dict[str, Any], core: dict[str, Any]) -> bool:
    """Return whether a valid manifest can fail a keyword that has no schemas in it."""
    value = schema[word]
    if word in BOUNDS:
        return bool(value > core.get(word, value - 1 if word == "minimum" else 0))
    if word in BOUNDS.values():
        return bool(value < core.get(word, value + 1))
    if word in _COMPARED:
        return _COMPARED[word](value, core)
    return word in _ALWAYS


def _rejects_option(values: list[Any], core: dict[str, Any]) -> bool:
    options = options_in(core)
    return not options or not set(options) <= {str(value) for value in values}


def _rejects_type(value: Any, core: dict[str, Any]) -> bool:
    types = types_in(core)
    return not types or not types <= widened(types_in({"type": value}))


def _requires_more(names: list[str], core: dict[str, Any]) -> bool:
    return not set(names) <= set(core.get("required", ()))


def _restricts(value: Any, _core: dict[str, Any]) -> bool:
    return value is not True


_COMPARED: dict[str, Callable[[Any, dict[str, Any]], bool]] = {
    "enum": _rejects_option,
    "const": lambda value, core: _rejects_option([value], core),
    "type": _rejects_type,
    "required": _requires_more,
    "propertyNames": _restricts,
    "patternProperties": _restricts,
    "additionalProperties": _restricts,
}
_ALWAYS = (
    *("pattern", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
    *("uniqueItems", "minProperties", "maxProperties", "dependentRequired"),
    *("x-sum-max", "x-equal"),
)


def types_in(schema: dict[str, Any]) -> set[str]:
    """Return the types that a schema names."""
    found = schema.get("type", ())
    return {found} if isinstance(found, str) else set(found)


def widened(types: set[str]) -> set[str]:
    """Return types with those that they include."""
    return types | ({"integer"} if "number" in types else set())


def options_in(core: dict[str, Any]) -> list[str]:
    """Return the options of a field in the edition, without those it refuses."""
    parts = [core, *core.get("allOf", ())]
    every: list[str] = next((part["enum"] for part in parts if "enum" in part), [])
    refused = [part["not"].get("const") for part in parts if "not" in part]
    return [option for option in every if option not in refused]
