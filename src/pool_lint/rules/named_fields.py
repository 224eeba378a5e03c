"""Find fields by name, in all kinds of requests."""

from __future__ import annotations

import re

from pool_lint.model.errors import FieldNotFoundError
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import quote
from pool_lint.rules.lookup import Field
from pool_lint.validation.fields import (
    FieldPath,
    field_paths,
    field_paths_named,
    format_field_path,
    short_name,
)
from pool_lint.validation.schemas import Schema, request_schemas

_INDEX = re.compile(r"\[[0-9]{0,9}\]")
_START = re.compile(r"(?:spec|metadata|labels|annotations)[.\[]|os\.modelarts")


def is_path(topic: str) -> bool:
    """Whether a text can only be meant as the path of a field."""
    return bool(_START.match(topic))


def fields_named(name: str, edition: str) -> list[Field]:
    """Return the field with a name, for each kind of request that has it.

    ``name`` is a path (``spec.resources[].count``), a short name
    (``annotations.billing.mode``), or the end of one. Raises FieldNotFoundError if
    several fields have it.
    """
    wanted = _INDEX.sub("[]", name).removesuffix("[]")
    schemas = request_schemas(edition)
    found = [(schema, _paths(wanted, schema)) for schema in schemas]
    fields = [
        Field(_pointer(paths[0]), schema, is_placed=False)
        for schema, paths in found
        if len(paths) == 1
    ]
    if not fields:
        for _, paths in found:
            _refuse_ambiguous(name, paths)
    return fields


def _refuse_ambiguous(name: str, paths: list[FieldPath]) -> None:
    if paths:
        known = ", ".join(short_name(_pointer(path)) for path in paths)
        raise FieldNotFoundError(f"{quote(name)} matches several fields: {known}")


def _paths(name: str, schema: Schema) -> list[FieldPath]:
    """Return the path that is exactly the name, or else those that end in it."""
    for form in (format_field_path, ".".join, _short):
        exact = [path for path in field_paths(schema) if form(path) == name]
        if exact:
            return exact
    return field_paths_named(name, schema) if name else []


def _short(field_path: FieldPath) -> str:
    return short_name(_pointer(field_path))


def _pointer(field_path: FieldPath) -> Pointer:
    return tuple(0 if step == "[]" else step for step in field_path)
