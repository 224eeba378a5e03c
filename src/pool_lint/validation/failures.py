"""Find the keywords of a schema that a document fails."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Defect, Document
from pool_lint.validation.fields import field_at, step_into
from pool_lint.validation.options import Options, options_at
from pool_lint.validation.schemas import Schema
from pool_lint.validation.validators import (
    Refusal,
    careful_refusals,
    quick_refusals,
)

# Far more than are ever shown. It bounds the time for a file full of mistakes.
MOST_FAILURES = 1_000
_SHORT = 4096

NULL = "null"
"""The cause of a ``type`` failure if the value is null."""
BLANK = "blank"
"""The cause of a ``pattern`` failure if the value is only white space."""
NEWER = "x-newer"
"""The cause of an ``additionalProperties`` failure if another edition has the field."""
EXTENSION = "x-extension"
"""Marks a field that the edition does not document but that clients send."""


class SchemaFailure(NamedTuple):
    """A keyword of a schema that a value fails.

    ``pointer`` is the place of the value. For ``required`` and ``additionalProperties``
    it is the missing or unknown entry, for ``dependentRequired`` the entry that
    requires another. ``expected`` is the value of the keyword, ``subschema`` the object
    that has it. ``rule`` is the ``x-rule`` of that object: the ID of the rule that
    reports the failure. If it is None, the keyword selects the rule.
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
        """The keyword, or NULL, BLANK or NEWER in its place."""
        if self.is_null:
            return NULL
        if self.is_blank:
            return BLANK
        return NEWER if self.is_newer else self.keyword

    @property
    def value(self) -> Any:
        """The failing value, None if the entry is missing."""
        return self.document.get(*self.pointer)

    @property
    def text(self) -> str:
        """The text of the value in the file."""
        return self.document.text_at(self.pointer)

    @property
    def is_null(self) -> bool:
        """Whether the value is null although the schema requires another type."""
        return self.keyword == "type" and self.value is None

    @property
    def is_blank(self) -> bool:
        """Whether the value is only white space although the schema requires more."""
        if self.keyword != "pattern":
            return False
        return isinstance(self.value, str) and self.value.isspace()

    @property
    def is_secret(self) -> bool:
        """Whether reports must not show the value."""
        return "x-secret" in field_at(self.pointer, self.schema)

    @property
    def is_newer(self) -> bool:
        """Whether the field is unknown here, but another edition has it."""
        newer = self.subschema.get(NEWER, {})
        return self.keyword == "additionalProperties" and self.pointer[-1] in newer

    @property
    def absent(self) -> list[str]:
        """The known fields that are missing or null in the same mapping."""
        present = self.document.get(*self.pointer[:-1])
        return [n for n in self.subschema["properties"] if present.get(n) is None]

    @property
    def empty_neighbours(self) -> list[str]:
        """The known fields that are null in the same mapping."""
        around = self.document.get(*self.pointer[:-1])
        return [n for n in self.subschema["properties"] if around.get(n, ...) is None]

    @property
    def options(self) -> Options:
        """The options of the field, none if it accepts any value."""
        return options_at(self.pointer, self.schema)

    @property
    def is_optional(self) -> bool:
        """Whether the field may be omitted."""
        *parent, name = self.pointer or (0,)
        around = self.document.get(*parent)
        if not isinstance(around, dict):
            return bool(self.pointer)
        # Empty fields beside it are removed or filled in too.
        present = {key: value for key, value in around.items() if value is not None}
        without = {key: value for key, value in present.items() if key != name}
        subschema = field_at(tuple(parent), self.schema)
        return not requires(subschema, without, str(name), self.schema)

    def accepts(self, value: str | int) -> bool:
        """Whether the failing schema object would accept another value."""
        return self.schema.validator_of(self.subschema).is_valid(value)

    def accepts_item(self, value: str) -> bool:
        """Whether the list that the schema expects here may have an item."""
        items = step_into(self.subschema, 0, self.schema)
        return bool(items) and self.schema.validator_of(items).is_valid(value)


class FieldDefect(NamedTuple):
    """A defect of a value, with the schema of the document."""

    defect: Defect
    schema: Schema

    @property
    def subschema(self) -> dict[str, Any]:
        """The part of the schema for the value, empty if the field is unknown."""
        return field_at(self.defect.location.pointer, self.schema)

    def accepts(self, value: str) -> bool:
        """Whether the schema would accept a string in this place."""
        return self.schema.validator_of(self.subschema).is_valid(value)


def is_valid(document: Document, schema: Schema) -> bool:
    """Whether the compiled validator accepts the document.

    It also accepts 2.0 as an integer, which :func:`failures` does not.
    """
    return schema.validator.is_valid(document.data)


def failures(document: Document, schema: Schema) -> Iterator[SchemaFailure]:
    """Yield the first thousand failures, with one for each missing field."""
    every = chain.from_iterable(
        _split(document, refusal, schema) for refusal in _refusals(document, schema)
    )
    return islice(every, MOST_FAILURES)


def requires(
    subschema: dict[str, Any], mapping: dict[str, Any], name: str, schema: Schema
) -> bool:
    """Whether a mapping without a field requires it, also because of other fields."""
    errors = schema.validator_of(subschema).iter_errors(mapping)
    own = (error.kind for error in errors if not error.instance_path)
    return any(getattr(kind, "property", None) == name for kind in own)


def _refusals(document: Document, schema: Schema) -> Iterator[Refusal]:
    """Yield each refusal once. Validators repeat some for every missing field."""
    quick = _is_short(document) and not document.has_whole_float
    refusals = quick_refusals if quick else careful_refusals
    seen = set()
    for refusal in refusals(document.data, schema):
        where = (refusal.pointer, id(refusal.subschema), refusal.keyword)
        if where not in seen:
            seen.add(where)
            yield refusal


def _is_short(document: Document) -> bool:
    """Whether the text has at most a few pages and no aliases."""
    return 0 < len(document.text) <= _SHORT and "*" not in document.text


def _split(
    document: Document, refusal: Refusal, schema: Schema
) -> Iterator[SchemaFailure]:
    """Yield one failure for each field that a refusal concerns."""
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
