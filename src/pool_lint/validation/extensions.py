"""Known extensions: fields of a schema that its edition does not document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document
from pool_lint.validation.failures import EXTENSION, MOST_FAILURES, SchemaFailure
from pool_lint.validation.fields import field_at, step_into
from pool_lint.validation.schemas import Schema


def extensions(document: Document, schema: Schema) -> Iterator[SchemaFailure]:
    """Yield the known extensions that a document uses, at most ``MOST_FAILURES``.

    Extensions inside another extension, or with the value null, are left out.
    """
    found = _inside(document, (), document.data, schema.data, schema)
    return islice(found, MOST_FAILURES)


def empty_extensions(failed: list[SchemaFailure]) -> set[Pointer]:
    """Return the pointers of the extensions, and fields in them, that are null.

    An extension that is null counts as absent: the service drops it. An item of a list
    does not, and neither does a whole document.
    """
    null = (failure for failure in failed if failure.is_null)
    fields = (f for f in null if f.pointer and isinstance(f.pointer[-1], str))
    return {field.pointer for field in fields if _extends(field)}


def _extends(failure: SchemaFailure) -> bool:
    """Whether a field is an extension, or lies in one."""
    pointer, schema = failure.pointer, failure.schema
    ends = range(1, len(pointer) + 1)
    return any(EXTENSION in field_at(pointer[:end], schema) for end in ends)


def _inside(
    document: Document,
    pointer: Pointer,
    value: Any,
    subschema: dict[str, Any],
    schema: Schema,
) -> Iterator[SchemaFailure]:
    for step, inner in _members(value):
        below = step_into(subschema, step, schema)
        here = (*pointer, step)
        if EXTENSION in below and inner is not None:
            expected = below[EXTENSION]
            yield SchemaFailure(document, here, EXTENSION, expected, below, schema)
        elif below:
            yield from _inside(document, here, inner, below, schema)


def _members(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
