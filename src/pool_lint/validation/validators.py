"""Two validators: a fast compiled one, and a slow one for hard cases."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.validation.schemas import Schema

if TYPE_CHECKING:
    import jsonschema
    from jsonschema_rs import ValidationError


class Refusal(NamedTuple):
    """A failing keyword: the rejected value, and the schema object with the keyword."""

    pointer: Pointer
    subschema: dict[str, Any]
    keyword: str


def quick_refusals(data: Any, schema: Schema) -> Iterator[Refusal]:
    """Yield the refusals of the compiled validator, in the order of the document.

    The validator collects all of them first, in an order that differs between its
    versions. Explaining one mistake takes a hundredth of the time of the slow
    validator. Importing the slow one takes as long as linting 200 files.
    """
    errors = schema.validator.iter_errors(data)
    for error in sorted(errors, key=lambda error: _order(error, data)):
        subschema: Any = schema.data
        *steps, keyword = error.schema_path
        for step in steps:
            subschema = subschema[step]
        yield Refusal(tuple(error.instance_path), subschema, str(keyword))


def _order(error: "ValidationError", data: Any) -> tuple[list[int], list[str]]:
    """Return a sort key: the place of the value, then the place in the schema."""
    steps = []
    for step in error.instance_path:
        steps.append(step if isinstance(step, int) else list(data).index(step))
        data = data[step]
    return steps, [str(step) for step in error.schema_path]


def careful_refusals(data: Any, schema: Schema) -> Iterator[Refusal]:
    """Yield the same refusals one by one, and also integers written as 2.0."""
    for error in _careful(schema).iter_errors(data):
        subschema: Any = error.schema
        yield Refusal(tuple(error.absolute_path), subschema, str(error.validator))


@cache
def _careful(schema: Schema) -> "jsonschema.protocols.Validator":
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - start-up
    from referencing import Registry  # noqa: PLC0415 - start-up

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    strict: Any = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, type_checker=types
    )
    # The registry is empty: no reference is ever fetched.
    validator: jsonschema.protocols.Validator = strict(schema.data, registry=Registry())
    return validator


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
