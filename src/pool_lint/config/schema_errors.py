"""Messages for settings that do not match the schema of settings files."""

from __future__ import annotations

from pool_lint.config.toml import toml_value
from pool_lint.model.pointer import Pointer, path
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote, show
from pool_lint.rules.messages import choices, type_name
from pool_lint.validation.failures import SchemaFailure


def reason_of(failure: SchemaFailure) -> str:
    """Return the message for a value that does not match the schema."""
    last, where = failure.pointer[-1], _named(failure.pointer[:-1])
    if failure.keyword == "additionalProperties":
        right = closest_match(str(last), failure.subschema["properties"])
        known = ", ".join(failure.subschema["properties"])
        advice = f'did you mean "{right}"?' if right else f"known keys: {known}"
        return (
            f"unknown key {quote(str(last))}{f' in {where}' if where else ''}; {advice}"
        )
    name = _named(failure.pointer)
    if failure.keyword == "enum":
        right = closest_match(str(failure.value), failure.expected)
        advice = f'; did you mean "{right}"?' if right else ""
        value = quote(str(failure.value))
        return f"{name} must be {choices(failure.expected)}, not {value}{advice}"
    if failure.keyword == "type":
        return f"{name} must be {_types(failure.expected)}{_example(failure)}"
    return f"{name} {_amount(failure)}"


def _amount(failure: SchemaFailure) -> str:
    """Return what is wrong with the number of entries or characters of a value."""
    if failure.keyword == "required":
        return "is missing"
    most = {"maxItems": "entries", "maxLength": "characters"}
    if failure.keyword in most:
        return f"can have at most {failure.expected} {most[failure.keyword]}"
    if failure.keyword == "minItems" and failure.expected > 1:
        return f"must have at least {failure.expected} entries"
    return "must not be empty"


def place_of(failure: SchemaFailure) -> Pointer:
    """Return the pointer of the value to report: for a missing key, its table."""
    return failure.pointer[: -1 if failure.keyword == "required" else None]


def _example(failure: SchemaFailure) -> str:
    """Return an example of a valid value, if the name of the type is not enough."""
    examples = failure.subschema.get("examples")
    if not examples or failure.expected == "boolean":
        return ""
    return f", such as {toml_value(examples[0])}"


def _named(pointer: Pointer) -> str:
    """Return a key in the notation of TOML: keys with hyphens need no quotes."""
    steps = (step if isinstance(step, int) else show(step) for step in pointer)
    return path(tuple(steps)).replace('["', ".").replace('"]', "").lstrip(".")


def _types(names: str | list[str]) -> str:
    own = {"boolean": "true or false", "object": "a table"}
    each = [names] if isinstance(names, str) else names
    return " or ".join(own.get(name) or type_name(name) for name in each)
