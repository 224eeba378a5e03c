"""Add types to the schema of a policy that cannot be suppressed.

JSON Schema ignores a bound of a number if the value is text. The rule about wrong types
reports that text, but a comment can suppress this rule.
"""

from __future__ import annotations

from typing import Any

from pool_lint.policies.names import relative_field
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.schemas import Schema

_TYPES = {
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    "string": {"pattern", "minLength", "maxLength"},
    "array": {"minItems", "maxItems"},
}
# A value with one of these keywords already needs a certain type.
_DECIDED = {"type", "enum", "const"}
_ASSERTED = ("then", "else")


def with_types(schema: Any, core: Schema, path: FieldPath = ()) -> Any:
    """Return a schema in which a bound also requires the type that it is about.

    null stays allowed: it is the same as a missing field. Conditions and alternatives
    do not change. ``path`` is the field of the schema.
    """
    if not isinstance(schema, dict):
        return schema
    found = dict(schema)
    for word in _ASSERTED:
        if word in found:
            found[word] = with_types(found[word], core, path)
    if "allOf" in found:
        found["allOf"] = [with_types(part, core, path) for part in found["allOf"]]
    if "properties" in found:
        names = found["properties"].items()
        found["properties"] = {
            name: with_types(part, core, (*path, name)) for name, part in names
        }
    if "items" in found:
        found["items"] = with_types(found["items"], core, (*path, "[]"))
    types = [name for name, words in _TYPES.items() if words & found.keys()]
    if len(types) == 1 and not _DECIDED & found.keys():
        found["type"] = _or_null(types[0])
    return _with_typed_summands(found, core, path)


def _with_typed_summands(
    schema: dict[str, Any], core: Schema, path: FieldPath
) -> dict[str, Any]:
    if "x-sum-max" not in schema:
        return schema
    steps = relative_field(schema["x-sum-max"]["of"], (*path, "[]"), core)
    items: dict[str, Any] = {"type": _or_null("number")}
    for step in reversed(steps or ()):
        items = {"properties": {step: items}}
    every = [*schema.get("allOf", ()), {"items": items}] if steps else []
    return {**schema, "allOf": every} if steps else schema


def _or_null(name: str) -> list[str]:
    return ["null", name]
