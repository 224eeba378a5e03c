"""A document → the keywords of its schema that it fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Defect, Document
from pool_lint.validation.fields import field_at
from pool_lint.validation.schemas import Schema
from pool_lint.validation.validators import (
    Refusal,
    careful_refusals,
    quick_refusals,
)

# Far more than are ever shown: a file made of mistakes ends in time.
MOST_FAILURES = 1_000
_SHORT = 4096

NULL = "null"
"""Stands for the keyword ``type`` if the value that fails it is null."""
BLANK = "blank"
"""Stands for the keyword ``pattern`` if the value that fails it is white space."""
NEWER = "x-newer"
"""Stands for ``additionalProperties`` if another edition knows the field."""


class SchemaFailure(NamedTuple):
    """A keyword that a value fails.

    ``pointer`` names the value; for ``required`` and ``additionalProperties`` the entry
    that is missing or unknown, for ``dependentRequired`` the one that asks.
    ``expected`` is what the schema demands, ``subschema`` the object that demands it.
    ``rule`` is its ``x-rule``, None if the keyword alone decides which rule words the
    failure.
    """

    document: Document
    pointer: Pointer
    keyword: str
    expected: Any
    subschema: dict[str, Any]
    schema: Schema
    rule: str | None = None

    @property
    def cause(self) -> str:
        """The keyword, or what it stands for: NULL, BLANK or NEWER."""
        if self.is_null:
            return NULL
        if self.is_blank:
            return BLANK
        return NEWER if self.is_newer else self.keyword

    @property
    def value(self) -> Any:
        """The value that fails; None where an entry is missing."""
        return self.document.get(*self.pointer)

    @property
    def text(self) -> str:
        """What the file says there."""
        return self.document.text_at(self.pointer)

    @property
    def is_null(self) -> bool:
        """Whether nothing stands where some type is wanted."""
        return self.keyword == "type" and self.value is None

    @property
    def is_blank(self) -> bool:
        """Whether nothing but white space stands where more is wanted."""
        if self.keyword != "pattern":
            return False
        return isinstance(self.value, str) and self.value.isspace()

    @property
    def is_newer(self) -> bool:
        """Whether this is a field that only other editions know."""
        newer = self.subschema.get(NEWER, {})
        return self.keyword == "additionalProperties" and self.pointer[-1] in newer

    @property
    def absent(self) -> list[str]:
        """The fields that the mapping around this one has no value of."""
        present = self.document.get(*self.pointer[:-1])
        return [n for n in self.subschema["properties"] if present.get(n) is None]

    @property
    def empty_neighbours(self) -> list[str]:
        """The known fields beside this one that have no value."""
        around = self.document.get(*self.pointer[:-1])
        return [n for n in self.subschema["properties"] if around.get(n, ...) is None]

    def accepts(self, value: str | int) -> bool:
        """Whether another value in this place would keep the same schema object."""
        return self.schema.validator_of(self.subschema).is_valid(value)


class FieldDefect(NamedTuple):
    """A defect of a value, with the schema that describes the value."""

    defect: Defect
    schema: Schema

    @property
    def subschema(self) -> dict[str, Any]:
        """The part of the schema that describes the value, empty for none."""
        return field_at(self.defect.location.pointer, self.schema)

    def accepts(self, value: str) -> bool:
        """Whether a text in this place would keep the schema."""
        return self.schema.validator_of(self.subschema).is_valid(value)


def is_valid(document: Document, schema: Schema) -> bool:
    """Whether the compiled validator lets the document pass.

    A document that has a whole float is to be asked for its failures all the same.
    """
    return schema.validator.is_valid(document.data)


def failures(document: Document, schema: Schema) -> Iterator[SchemaFailure]:
    """Yield each keyword that the document fails, one by one for missing fields.

    At most the first thousand are returned.
    """
    every = chain.from_iterable(
        _split(document, refusal, schema) for refusal in _refusals(document, schema)
    )
    return islice(every, MOST_FAILURES)


def requires(
    subschema: dict[str, Any], mapping: dict[str, Any], name: str, schema: Schema
) -> bool:
    """Whether a mapping that lacks a field needs it, also for another one's sake."""
    errors = schema.validator_of(subschema).iter_errors(mapping)
    own = (error.kind for error in errors if not error.instance_path)
    return any(getattr(kind, "property", None) == name for kind in own)


def _refusals(document: Document, schema: Schema) -> Iterator[Refusal]:
    """Yield each refusal once: validators repeat some for each missing field."""
    quick = _is_short(document) and not document.has_whole_float
    refusals = quick_refusals if quick else careful_refusals
    seen = set()
    for refusal in refusals(document.data, schema):
        where = (refusal.pointer, id(refusal.subschema), refusal.keyword)
        if where not in seen:
            seen.add(where)
            yield refusal


def _is_short(document: Document) -> bool:
    """Whether the text is a few pages, and no alias repeats anything."""
    return 0 < len(document.text) <= _SHORT and "*" not in document.text


def _split(
    document: Document, refusal: Refusal, schema: Schema
) -> Iterator[SchemaFailure]:
    """Yield one failure for each field that a refusal is about."""
    pointer, subschema, keyword = refusal
    instance: Any = document.get(*pointer)
    expected = subschema[keyword]
    names: list[str | int] = []
    if keyword == "required":
        names = [name for name in expected if name not in instance]
    elif keyword == "additionalProperties":
        names = [name for name in instance if name not in subschema["properties"]]
    elif keyword == "dependentRequired":
        present = {*instance}
        names = [n for n in expected if n in present and not {*expected[n]} <= present]
    rule = subschema.get("x-rule")
    for entry in [(*pointer, name) for name in names] or [pointer]:
        yield SchemaFailure(document, entry, keyword, expected, subschema, schema, rule)
