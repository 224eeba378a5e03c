"""What stands at a line of a file: the field, and the rules that look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pool_lint.model.errors import FieldNotFoundError
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.kinds import Route, route
from pool_lint.parsing import Document, Limits, read
from pool_lint.parsing.extent import below_of, extent
from pool_lint.parsing.source import Source
from pool_lint.rules.rule import Rule
from pool_lint.validation.fields import field_at, short_name
from pool_lint.validation.schemas import CREATE_POOL, POOL

_NEWER = "RP104"


class Field(NamedTuple):
    """A field: where it stands, and the schema it is a part of."""

    pointer: Pointer
    whole: str

    @property
    def newer(self) -> str:
        """Which other editions know of a field that the schema does not know."""
        around = field_at(self.pointer[:-1], self.whole)
        known: str = around.get("x-newer", {}).get((self.pointer or ("",))[-1], "")
        return known

    @property
    def schema(self) -> dict[str, Any]:
        """What the schema says of it; nothing of a field that it does not know."""
        return field_at(self.pointer, self.whole)


def field_in(source: Source, line: int, column: int, limits: Limits) -> Field:
    """Return the field at a 1-based line and column, 0 for any, of a text.

    Where several stand on the line that is what they are a part of. Raises
    FieldNotFoundError.
    """
    file = source.name
    span = source.line_span(line, column)
    if span is None:
        raise FieldNotFoundError(f"{file} has no line {line}")
    document = _document(source, span, limits)
    whole = {Route.REQUEST: CREATE_POOL, Route.ANSWER: POOL}.get(route(document))
    if document.broken:
        raise FieldNotFoundError(
            f"{file} cannot be parsed there: `pool-lint {file}` says why"
        )
    if whole is None:
        raise FieldNotFoundError(f"no pool stands at line {line} of {file}")
    return Field(_deepest(document, span), whole)


def rules_for(field: Field, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules that look at a field, by id."""
    rules = tuple(rules)
    keywords = {word: rule.id for rule in rules for word in rule.keywords}
    ids = set(_ids(field, keywords))
    name = f".{short_name(field.pointer)}"
    return [
        rule
        for rule in rules
        if rule.id in ids
        or (field.whole in rule.kinds and any(_ends(name, f) for f in rule.fields))
    ]


def _ends(name: str, field: str) -> bool:
    return name.endswith(f".{field}")


def _document(source: Source, span: Span, limits: Limits) -> Document:
    """Return the document at a place; a broken one where no other is there."""
    found = Document(None)
    for document in read(source, limits):
        if document.broken:
            found = document
        elif document.region.start <= span.start < document.region.end:
            return document
    return found


def _deepest(document: Document, span: Span) -> Pointer:
    pointer: Pointer = ()
    while True:
        # By their text: what an alias repeats is written once, and is its first use.
        inside: dict[Span, Pointer] = {}
        for below in below_of(document, pointer):
            text = extent(document, below)
            if text.start < span.end and span.start < max(text.end, text.start + 1):
                inside.setdefault(text, below)
        if len(inside) != 1:
            return pointer
        [pointer] = inside.values()


def _ids(field: Field, keywords: dict[str, str]) -> Iterator[str]:
    """Yield the rules that words of the schema lead to."""
    schema = field.schema
    if not schema:
        around = field_at(field.pointer[:-1], field.whole)
        if around:
            yield _NEWER if field.newer else keywords["additionalProperties"]
        return
    for part in [schema, *schema.get("allOf", ())]:
        yield from (part.get("x-rule", keywords[w]) for w in part if w in keywords)
        yield from [part["x-rule"]] if "x-rule" in part else []
    around = field_at(field.pointer[:-1], field.whole)
    name = field.pointer[-1] if field.pointer else None
    for part in [around, *_consequences(around)]:
        asked = {*part.get("required", ()), *part.get("dependentRequired", ())}
        if name in asked or (name in _condition(around) and "x-rule" in part):
            yield part.get("x-rule", keywords["required"])


def _consequences(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (schema.get("then", {}), schema.get("else", {}), schema):
        yield part
        yield from part.get("allOf", ())


def _condition(schema: dict[str, Any]) -> set[Any]:
    condition: dict[str, Any] = schema.get("if", {})
    return {*condition.get("properties", {})}
