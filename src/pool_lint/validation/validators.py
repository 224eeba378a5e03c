"""The two validators: a compiled one, and one that takes its time over hard cases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.validation.lean import import_compiler
from pool_lint.validation.schemas import load, text

if TYPE_CHECKING:
    import jsonschema
    from jsonschema_rs import Draft202012Validator as Compiled
    from jsonschema_rs import ValidationError

# The keywords of a schema about what is in a value.
_BELOW = {"$defs", "properties", "additionalProperties", "items"}


class Refusal(NamedTuple):
    """A keyword of a schema, in the object that says it, and the value it refuses."""

    pointer: Pointer
    schema: dict[str, Any]
    keyword: str


@cache
def compiled(whole: str) -> Compiled:
    """Return the fast validator of a schema.

    It takes 2.0 for an integer, as JSON Schema does, and we do not.
    """
    return _compile(text(whole))


def compiled_part(schema: dict[str, Any], whole: str) -> Compiled:
    """Return the fast validator of one object of a schema.

    It judges a value by itself, and not the fields or items in it.
    """
    known = _parts(whole)
    if id(schema) not in known:
        own = {word: said for word, said in schema.items() if word not in _BELOW}
        if "if" in own:  # a condition may refer to them, which take the most time
            own["$defs"] = load(whole).get("$defs", {})
        known[id(schema)] = _compile(own)
    return known[id(schema)]


@cache
def _parts(_whole: str) -> dict[int, Compiled]:
    """Return what is compiled of a schema, whose objects are there to the end."""
    return {}


def _compile(schema: str | dict[str, Any]) -> Compiled:
    validator: Compiled = import_compiler().Draft202012Validator(schema)
    return validator


def quick_refusals(data: Any, whole: str) -> Iterator[Refusal]:
    """Yield what the fast validator refuses, in the order of the document.

    It makes a list of all that it finds, in an order that differs between its versions.
    Explaining one mistake takes it a hundredth of the time, and the import of the
    careful one is as long as linting 200 files.
    """
    errors = compiled(whole).iter_errors(data)
    for error in sorted(errors, key=lambda error: _order(error, data)):
        schema: Any = load(whole)
        *steps, keyword = error.schema_path
        for step in steps:
            schema = schema[step]
        yield Refusal(tuple(error.instance_path), schema, str(keyword))


def _order(error: ValidationError, data: Any) -> tuple[list[int], list[str]]:
    """Return what sorts a refusal by the place of the value, and then by the schema."""
    steps = []
    for step in error.instance_path:
        steps.append(step if isinstance(step, int) else list(data).index(step))
        data = data[step]
    return steps, [str(step) for step in error.schema_path]


def careful_refusals(data: Any, whole: str) -> Iterator[Refusal]:
    """Yield the same one by one, and integers that have a fraction of zero."""
    for error in _careful(whole).iter_errors(data):
        schema: Any = error.schema
        yield Refusal(tuple(error.absolute_path), schema, str(error.validator))


@cache
def _careful(whole: str) -> jsonschema.protocols.Validator:
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - start-up
    from referencing import Registry  # noqa: PLC0415 - start-up

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    strict: Any = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, type_checker=types
    )
    # An empty registry: no reference is ever fetched.
    validator: jsonschema.protocols.Validator = strict(load(whole), registry=Registry())
    return validator


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
