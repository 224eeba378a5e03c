"""Detection of invisible characters, which a reviewer cannot see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import BIDI, BREAKS, INVISIBLE, compiled
from pool_lint.modelarts.injected import pointers_to
from pool_lint.modelarts.kinds import Body
from pool_lint.parsing import Defect, DefectKind, Document
from pool_lint.validation.fields import identifiers
from pool_lint.validation.schemas import Schema

_NO_BREAK = "\xa0"
_MOST = 200  # twice the findings shown per file
# A no-break space is visible between two words, but not at the start or end of a value.
_AT_START = r"""(?:(?<=[:-] )|(?<=[:-] ["']))\xa0+"""
_AT_END = r"""(?<!\xa0)\xa0++(?=["']?[ \t]*+(?:[\r\n,\]}]|\Z))"""
_ANYWHERE = rf"[{BIDI}{BREAKS}\ufeff]+|{_AT_START}|{_AT_END}"


def hidden_characters(body: Body) -> Iterator[Defect]:
    """Yield a defect for each forbidden invisible character of a body.

    In keys and identifiers every invisible character is forbidden, also as an escape.
    Elsewhere, comments included, only those that change how the file is parsed or
    displayed are forbidden.
    """
    document = body.document
    text = document.text
    # A body with aliases has no text of its own: they may point outside of it.
    if text and text.isascii() and "\\" not in text:
        return
    names: list[Span] = []
    for defect in islice(_in_names(body), _MOST):
        yield defect
        location = defect.location._replace(span=None)
        names.append(document.locate(location) or Span(0, 0))
    yield from islice(_in_text(body, names), _MOST)


def hidden_outside(spans: list[Span], document: Document) -> Iterator[Defect]:
    """Yield a defect for each forbidden character of a document outside some spans."""
    if not document.text.isascii():
        yield from islice(_in_text_outside(spans, document), _MOST)


def _in_names(body: Body) -> Iterator[Defect]:
    """Yield the defects in keys and in the values of identifiers."""
    document = body.document
    for pointer in _keys(document.data, ()):
        if _search(pointer[-1]):
            yield _in_name(document, Location(pointer, Part.KEY), pointer[-1])
    for location in _identifiers(document, body.schema):
        value = document.get(*location.pointer)
        if _search(value):
            yield _in_name(document, location, value)


def _in_name(document: Document, location: Location, name: str) -> Defect:
    """Return the defect of a name, located at the character if it is not escaped."""
    found, around = _search(name), document.locate(location)
    if around and document.source:
        text = document.source.text[around.start : around.end]
        if unescaped := _search(text):
            first, last = unescaped.span()
            span = Span(around.start + first, around.start + last)
            location = location._replace(span=span)
    character = found[0][0] if found else ""
    return Defect(DefectKind.HIDDEN, location, character, hides=True)


def _in_text(body: Body, names: list[Span]) -> Iterator[Defect]:
    """Yield the defects in the text, except in names that already have one."""
    document = body.document
    values: list[Span] | None = None
    for defect in _in_text_outside(names, document):
        if defect.text == _NO_BREAK:
            values = _spans(body) if values is None else values
            if _is_in(values, defect.location.span):
                continue
        yield defect


def _in_text_outside(spans: list[Span], document: Document) -> Iterator[Defect]:
    offset = document.region.start
    for match in compiled(_ANYWHERE).finditer(document.text):
        span = Span(offset + match.start(), offset + match.end())
        if not _is_in(spans, span):
            yield Defect(DefectKind.HIDDEN, Location((), span=span), match[0][0])


def _is_in(spans: list[Span], span: Span | None) -> bool:
    return span is not None and any(s.start <= span.start < s.end for s in spans)


def _spans(body: Body) -> list[Span]:
    """Return the spans of values in which the schema forbids white space."""
    locations = _identifiers(body.document, body.schema, "text")
    found = map(body.document.locate, islice(locations, _MOST))
    return [span for span in found if span]


def _identifiers(
    document: Document, schema: Schema, kind: str = ""
) -> Iterator[Location]:
    for field_path in identifiers(schema, kind):
        yield from map(Location, pointers_to(field_path, (), document))


def _keys(value: Any, pointer: Pointer) -> Iterator[tuple[Any, ...]]:
    """Yield the pointers of all keys."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*pointer, key)
            yield from _keys(inner, (*pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _keys(inner, (*pointer, index))


def _search(value: object) -> re.Match[str] | None:
    """Return the first run of invisible characters in a text, or None."""
    if not isinstance(value, str) or value.isascii():
        return None
    return compiled(f"[{INVISIBLE}]+").search(value)
