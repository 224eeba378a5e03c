"""Compile the short form of a policy (``field``, ``when``) into JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.policies.names import FILE_STEM, find_field, open_field, shown_name
from pool_lint.policies.policy import PolicyFaultError
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.schemas import Schema

PLAIN = (
    "enum",
    "const",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
)
"""The keywords of JSON Schema that can be beside ``field``."""
EQUAL, SUM, KNOWN = "x-equal", "x-sum-max", "x-known"
MAX_SUM = "max-sum"
PRESENCE = ("required", "forbidden")
SHORT = (*PLAIN, *PRESENCE, MAX_SUM, EQUAL)
"""All keywords of the short form."""

NOT_NULL = ["array", "boolean", "number", "object", "string"]
"""The types of a required field: null is the same as a missing field."""


class _Condition(NamedTuple):
    """An entry of ``when``: a path, and the schema there, None for no field."""

    path: FieldPath
    schema: dict[str, Any] | None


def compiled(
    body: Mapping[str, Any], core: Schema
) -> tuple[dict[str, Any], list[str], FieldPath]:
    """Return the JSON Schema of a policy, the names of its fields, and its main path.

    Conditions on the same list as the field are about the same item; conditions on
    another list hold if any item fits. Raises PolicyFaultError.
    """
    find = open_field if body.get(KNOWN) is False else _finder(core)
    path = _found(body.get("field", ""), ("field",), find) if "field" in body else ()
    if not any(word in body for word in SHORT):
        words = ", ".join(SHORT)
        raise PolicyFaultError(("field",), f"add what to check: one of {words}")
    whole = path
    conditions = [
        _condition(entry, ("when", number), find)
        for number, entry in enumerate(body.get("when", ()))
    ]
    assertion: dict[str, Any] = {word: body[word] for word in PLAIN if word in body}
    if EQUAL in body:
        assertion[EQUAL] = list(body[EQUAL])
    if MAX_SUM in body:
        path, assertion = _summed(path, assertion, body)
    if "forbidden" in body and (assertion or body.get("required")):
        raise PolicyFaultError(
            ("forbidden",), "forbidden cannot be combined with other keywords"
        )
    for word in PRESENCE:
        if word in body and not (path and path[-1] != "[]"):
            raise PolicyFaultError((word,), f"{word} needs the field of a mapping")
    schema = _around(path, assertion, conditions, body)
    if body.get(KNOWN) is False:
        schema[KNOWN] = False
    names = [shown_name(one) for one in (whole, *(c.path for c in conditions)) if one]
    names += [name for name in body.get(EQUAL, ()) if name != FILE_STEM]
    return schema, list(dict.fromkeys(names)), path


def _finder(core: Schema) -> Callable[[str], FieldPath]:
    return lambda name: find_field(name, core)


def _found(name: str, key: Pointer, find: Callable[[str], FieldPath]) -> FieldPath:
    try:
        return find(name)
    except PolicyFaultError as fault:
        raise PolicyFaultError(key, fault.reason) from None


def _condition(
    entry: Mapping[str, Any], key: Pointer, find: Callable[[str], FieldPath]
) -> _Condition:
    path = _found(entry["field"], (*key, "field"), find)
    schema = {word: entry[word] for word in PLAIN if word in entry}
    if entry.get("forbidden"):
        if schema or entry.get("required"):
            reason = "forbidden cannot be combined with other keywords"
            raise PolicyFaultError((*key, "forbidden"), reason)
        return _Condition(path, None)
    if not (schema or entry.get("required")):
        words = ", ".join((*PLAIN, *PRESENCE))
        raise PolicyFaultError(key, f"add what must hold: one of {words}")
    return _Condition(path, schema)


def _summed(
    path: FieldPath, assertion: dict[str, Any], body: Mapping[str, Any]
) -> tuple[FieldPath, dict[str, Any]]:
    """Return the path of the list whose items are summed, and the assertion on it."""
    if "[]" not in path[:-1]:
        reason = f"{MAX_SUM} needs a field in a list, such as spec.resources[].count"
        raise PolicyFaultError((MAX_SUM,), reason)
    if assertion or any(body.get(word) for word in PRESENCE):
        reason = f"{MAX_SUM} cannot be combined with other keywords"
        raise PolicyFaultError((MAX_SUM,), reason)
    last = len(path) - 1 - path[::-1].index("[]")
    of = ".".join(path[last + 1 :])
    return path[:last], {SUM: {"of": of, "max": body[MAX_SUM]}}


def _around(
    path: FieldPath,
    assertion: dict[str, Any],
    conditions: Sequence[_Condition],
    body: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the schema of the document: the assertion at the path, if conditions hold.

    Each condition is placed at the innermost list item that it shares with the field.
    """
    depths: dict[int, list[_Condition]] = {}
    for one in conditions:
        shared = _shared_item(path, one.path)
        depths.setdefault(shared, []).append(one._replace(path=one.path[shared:]))
    above = max((n + 1 for n, step in enumerate(path) if step == "[]"), default=0)
    schema = assertion
    if body.get("required"):
        schema = {"type": NOT_NULL, **schema}
    for depth in range(len(path), -1, -1):
        if depth < len(path):
            schema = _wrapped(path[depth], schema, body, is_low=depth >= above)
            if depth == len(path) - 1 and body.get("forbidden"):
                schema = {"properties": {path[depth]: False}}
        if depth in depths:
            schema = {"if": _all(depths[depth]), "then": schema}
    return schema


def _wrapped(
    step: str, schema: dict[str, Any], body: Mapping[str, Any], *, is_low: bool
) -> dict[str, Any]:
    if step == "[]":
        return {"items": schema}
    if is_low and body.get("required"):
        return {"type": "object", "required": [step], "properties": {step: schema}}
    return {"properties": {step: schema}}


def _shared_item(path: FieldPath, other: FieldPath) -> int:
    """Return the length of the path of the innermost list item of two fields."""
    shared = 0
    for number, (one, two) in enumerate(zip(path, other, strict=False), 1):
        if one != two:
            break
        shared = number if one == "[]" else shared
    return shared


def _all(conditions: Sequence[_Condition]) -> dict[str, Any]:
    schemas = [_holding(one) for one in conditions]
    return schemas[0] if len(schemas) == 1 else {"allOf": schemas}


def _holding(condition: _Condition) -> dict[str, Any]:
    """Return the schema of values in which a field exists and a condition holds."""
    if condition.schema is None:
        return {"not": _existing(condition.path, {"type": NOT_NULL})}
    typed = {} if condition.schema else {"type": NOT_NULL}
    return _existing(condition.path, {**typed, **condition.schema})


def _existing(path: FieldPath, schema: dict[str, Any]) -> dict[str, Any]:
    for step in reversed(path):
        if step == "[]":
            schema = {"type": "array", "contains": schema}
        else:
            schema = {
                "type": "object",
                "required": [step],
                "properties": {step: schema},
            }
    return schema
