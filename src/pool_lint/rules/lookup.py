"""Find the field at a line of a file, and the rules that check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pool_lint.model.errors import FieldNotFoundError
from pool_lint.model.location import Location, Part, Position, Span
from pool_lint.model.pointer import Pointer, path
from pool_lint.model.text import show
from pool_lint.modelarts.kinds import (
    POOL_REQUEST,
    POOL_RESPONSE,
    Misuse,
    ResourceKind,
)
from pool_lint.modelarts.recognition import misuse_at, recognise
from pool_lint.parsing import Document, Limits, read
from pool_lint.parsing.source import Source
from pool_lint.rules.rule import Rule
from pool_lint.validation.failures import NEWER
from pool_lint.validation.fields import field_at, format_field_path, short_name
from pool_lint.validation.schemas import Schema


class Field(NamedTuple):
    """The place of a field, and the schema of its document.

    ``is_placed`` is False if the field is not in a document. Its items are then item 0.
    """

    pointer: Pointer
    schema: Schema
    is_placed: bool = True

    @property
    def name(self) -> str:
        """The path of the field; without a document it has ``[]`` for any item."""
        steps = ("[]" if isinstance(s, int) else s for s in self.pointer)
        named = path(self.pointer) if self.is_placed else format_field_path((*steps,))
        is_pool = self.is_placed or self.schema.name == POOL_REQUEST.name
        return named if is_pool else f"{named} ({self.schema.name})"

    @property
    def newer(self) -> str:
        """The other editions that have the field if this schema does not."""
        around = field_at(self.pointer[:-1], self.schema)
        known: str = around.get(NEWER, {}).get((self.pointer or ("",))[-1], "")
        return known

    @property
    def subschema(self) -> dict[str, Any]:
        """The part of the schema for the field, empty if the field is unknown."""
        return field_at(self.pointer, self.schema)


def field_in(
    source: Source,
    position: Position,
    limits: Limits,
    edition: str,
    kinds: Iterable[ResourceKind],
) -> Field:
    """Return the field at a line and a column of a text.

    Both are 1-based. Column 0 means the whole line: if it has several fields, the
    result is their parent. Raises FieldNotFoundError.
    """
    file, (line, column) = source.name, position
    span = source.line_span(line, column)
    if span is None:
        raise FieldNotFoundError(f"{file} has no line {show(str(line))}")
    length = source.line_length(line)
    if column > length + 1:  # some findings are just after the line
        what = f"{length} {'column' if length == 1 else 'columns'}"
        raise FieldNotFoundError(f"line {line} of {file} has only {what}")
    document = _document(source, span, limits)
    if document.broken:
        raise FieldNotFoundError(
            f"{file} cannot be parsed; run `pool-lint {file}` for details"
        )
    pointer = _deepest(document, span)
    body = _body_at(document, pointer, kinds)
    if body is None:
        raise FieldNotFoundError(f"line {line} of {file} is not part of a pool")
    kind, start = body
    return Field(pointer[start:], kind.schema(edition))


def field_of_key(
    document: Document, offset: int, edition: str, kinds: Iterable[ResourceKind]
) -> tuple[Field, Span] | None:
    """Return the field whose key is at an offset of the text, with the key's span.

    None if there is no key of a body at the offset.
    """
    if document.broken or not (document.region.start <= offset <= document.region.end):
        return None
    pointer = _deepest(document, Span(offset, offset + 1))
    if not pointer or isinstance(pointer[-1], int):
        return None
    key = document.locate(Location(pointer, Part.KEY))
    body = _body_at(document, pointer, kinds)
    if body is None or key is None or not key.start <= offset <= key.end:
        return None
    kind, start = body
    return Field(pointer[start:], kind.schema(edition)), key


def _body_at(
    document: Document, pointer: Pointer, kinds: Iterable[ResourceKind]
) -> tuple[ResourceKind, int] | None:
    """Return the kind of the body around a field, and the length of its pointer."""
    found = recognise(document, kinds)
    for inside in found.inside:
        if pointer[: len(inside)] == inside:
            is_answer = misuse_at(document, inside) is Misuse.SAVED_RESPONSE
            return POOL_RESPONSE if is_answer else POOL_REQUEST, len(inside)
    if found.kind:
        return found.kind, 0
    is_answer = Misuse.SAVED_RESPONSE in found.misuses and not found.inside
    return (POOL_RESPONSE, 0) if is_answer else None


def rules_for(field: Field, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules that check a field, sorted by ID."""
    rules = tuple(rules)
    keywords = {word: rule.id for rule in rules for word in rule.keywords}
    ids = set(_ids(field, keywords))
    name = f".{short_name(field.pointer)}"
    return [
        rule
        for rule in rules
        if rule.id in ids
        or (
            field.schema.name in rule.kinds and any(_ends(name, f) for f in rule.fields)
        )
    ]


def _ends(name: str, field: str) -> bool:
    """Whether a name ends with a field. The resources of a node pool are no list."""
    name, field = (text.replace("resources[]", "resources") for text in (name, field))
    return name.endswith(f".{field}")


def _document(source: Source, span: Span, limits: Limits) -> Document:
    """Return the document at a place, preferring one that can be parsed."""
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
        # Aliases repeat the same text: it counts as the first field that uses it.
        inside: dict[Span, Pointer] = {}
        for below in _below(document, pointer):
            text = _extent(document, below)
            if text.start < span.end and span.start < max(text.end, text.start + 1):
                inside.setdefault(text, below)
        if len(inside) != 1:
            return pointer
        [pointer] = inside.values()


def _below(document: Document, pointer: Pointer) -> Iterator[Pointer]:
    """Yield the pointers of the entries of a mapping or a list."""
    value = document.get(*pointer)
    steps = range(len(value)) if isinstance(value, list) else value
    if isinstance(value, (dict, list)):
        yield from ((*pointer, step) for step in steps)


def _extent(document: Document, pointer: Pointer) -> Span:
    """Return the span of an entry: key and value, or only the key before an alias."""
    value = document.locate(Location(pointer)) or Span(0, 0)
    if isinstance(pointer[-1], int):
        return value
    key = document.locate(Location(pointer, Part.KEY)) or value
    return Span(key.start, value.end if value.start >= key.start else key.end)


def _ids(field: Field, keywords: dict[str, str]) -> Iterator[str]:
    """Yield the IDs of the rules that report failures of the field's schema."""
    subschema = field.subschema
    if not subschema:
        around = field_at(field.pointer[:-1], field.schema)
        if around:
            yield keywords[NEWER if field.newer else "additionalProperties"]
        return
    for part in [subschema, *subschema.get("allOf", ())]:
        yield from (
            part.get("x-rule", keywords[w])
            for w in part
            if w in keywords and w != NEWER
        )
        yield from [part["x-rule"]] if "x-rule" in part else []
    around = field_at(field.pointer[:-1], field.schema)
    name = field.pointer[-1] if field.pointer else None
    for part in _consequences(around):
        required = {*part.get("required", ()), *part.get("dependentRequired", ())}
        if name in required or (name in _condition(around) and "x-rule" in part):
            yield part.get("x-rule", keywords["required"])


def _consequences(subschema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield subschema
    below = [subschema[word] for word in ("then", "else") if word in subschema]
    for part in (*below, *subschema.get("allOf", ())):
        yield from _consequences(part)


def _condition(subschema: dict[str, Any]) -> set[Any]:
    """Return the names of the fields that conditions of a mapping depend on."""
    parts = (subschema, *subschema.get("allOf", ()))
    conditions = [part["if"] for part in parts if "if" in part]
    either = [one for part in conditions for one in part.get("anyOf", ())]
    return {n for part in (*conditions, *either) for n in part.get("properties", {})}
