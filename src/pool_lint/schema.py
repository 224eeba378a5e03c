"""A document → the keywords of the schema that it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from pool_lint.document import Document
from pool_lint.edition import CREATE_POOL
from pool_lint.pointer import Pointer
from pool_lint.validators import compiled, explaining, focused

if TYPE_CHECKING:
    import jsonschema

# Far more than are ever shown: a file made of mistakes ends in time.
MOST_FAILURES = 1_000


class SchemaFailure(NamedTuple):
    """A keyword that a value fails.

    ``pointer`` names the value; for ``required`` and ``additionalProperties`` the entry
    that is missing or unknown, for ``dependentRequired`` the one that asks. ``rule`` is
    the keyword's ``x-rule``, None where the keyword alone decides. ``expected`` is what
    the schema says, ``schema`` the object that says it, ``whole`` the schema's name.
    """

    document: Document
    pointer: Pointer
    keyword: str
    expected: Any
    schema: dict[str, Any]
    rule: str | None = None
    whole: str = CREATE_POOL

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
    def is_newer(self) -> bool:
        """Whether this is a field that only other editions know."""
        newer = self.schema.get("x-newer", {})
        return self.keyword == "additionalProperties" and self.pointer[-1] in newer

    @property
    def absent(self) -> list[str]:
        """The fields that the mapping around this one has no value of."""
        present = self.document.get(*self.pointer[:-1])
        return [n for n in self.schema["properties"] if present.get(n) is None]

    @property
    def empty_neighbours(self) -> list[str]:
        """The known fields beside this one that have no value."""
        around = self.document.get(*self.pointer[:-1])
        return [n for n in self.schema["properties"] if around.get(n, ...) is None]

    def accepts(self, value: Any) -> bool:
        """Whether another value in this place would keep the same schema object."""
        return accepts(self.schema, value, self.whole)


def accepts(schema: dict[str, Any], value: Any, whole: str) -> bool:
    """Whether a value keeps one object of a schema."""
    return explaining(whole).evolve(schema=schema).is_valid(value)


def is_valid(document: Document, whole: str) -> bool:
    """Whether the compiled validator lets the document pass.

    JSON Schema counts 2.0 among the integers, and we do not: a document that has such
    a number is to be asked for its failures all the same.
    """
    return compiled(whole).is_valid(document.data)


def failures(document: Document, whole: str) -> Iterator[SchemaFailure]:
    """Yield each keyword that the document fails, one by one for missing fields.

    At most the first thousand are returned.
    """
    errors = _errors(document, whole)
    found = chain.from_iterable(_split(document, error, whole) for error in errors)
    return islice(found, MOST_FAILURES)


def requires(
    schema: dict[str, Any], mapping: dict[str, Any], name: str, whole: str
) -> bool:
    """Whether a mapping that lacks a field needs it, as things are."""
    for error in explaining(whole).evolve(schema=schema).iter_errors(mapping):
        fields: Any = error.validator_value
        if error.validator == "required" and name in fields:
            return True
    return False


def _errors(document: Document, whole: str) -> Iterable[jsonschema.ValidationError]:
    if document.is_short and not document.has_float:
        with focused(document.data, whole) as validator:
            errors = _each_once(validator.iter_errors(document.data))
            return list(islice(errors, MOST_FAILURES))
    return _each_once(explaining(whole).iter_errors(document.data))


def _each_once(
    errors: Iterable[jsonschema.ValidationError],
) -> Iterator[jsonschema.ValidationError]:
    seen = set()
    for error in errors:
        where = (*error.absolute_path, "#", *error.absolute_schema_path)
        if where not in seen:  # jsonschema repeats itself for each missing field
            seen.add(where)
            yield error


def _split(
    document: Document, error: jsonschema.ValidationError, whole: str
) -> Iterator[SchemaFailure]:
    """Yield one failure for each field that an error is about."""
    schema: Any = error.schema
    instance: Any = error.instance
    keyword = str(error.validator)
    names: list[str | int] = []
    if keyword == "required":
        names = [name for name in schema["required"] if name not in instance]
    elif keyword == "additionalProperties":
        names = [name for name in instance if name not in schema["properties"]]
    elif keyword == "dependentRequired":
        wanted: dict[str, list[str]] = schema[keyword]
        names = [n for n in wanted if n in instance and not {*wanted[n]} <= {*instance}]
    pointer = tuple(error.absolute_path)
    for entry in [(*pointer, name) for name in names] or [pointer]:
        expected, rule = error.validator_value, schema.get("x-rule")
        yield SchemaFailure(document, entry, keyword, expected, schema, rule, whole)
