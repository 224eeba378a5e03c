"""Problems become findings: stamped with their rule, file and lines."""

from __future__ import annotations

from pool_lint.document import Document
from pool_lint.finding import (
    Finding,
    Fix,
    Line,
    Located,
    LocatedEdit,
    LocatedFix,
    Move,
    Place,
    Problem,
    Range,
    Span,
)
from pool_lint.rule import Rule


def stamped(
    rule: Rule, problem: Problem, document: Document, *, file: str, occurrence: int = 0
) -> Finding:
    """Return the finding of a problem; without text it has no range and no lines."""
    place = _range(document, problem.place)
    others = [located(file, document, o.place, o.message) for o in problem.related]
    # What an anchor says twice stands in one place.
    related = tuple(o for o in others if o.range is None or o.range != place)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        message=problem.message,
        file=file,
        document=None if document.broken or document.is_empty else document.name,
        pointer=problem.place.pointer,
        range=place,
        related=related,
        help=problem.help,
        fix=_fix(document, problem.fix),
        lines=_lines(document, [place, *(other.range for other in related)]),
        occurrence=occurrence,
    )


def located(file: str, document: Document, place: Place, message: str = "") -> Located:
    """Return a place as it is reported, with its lines."""
    found = _range(document, place)
    lines = _lines(document, [found])
    return Located(file, place.pointer, found, message, lines)


def _range(document: Document, place: Place) -> Range | None:
    if not document.source:
        return None
    return document.source.range(document.locate(place) or Span(0, 0))


def _fix(document: Document, fix: Fix | None) -> LocatedFix | None:
    if fix is None:
        return None
    from pool_lint.edits import hunks, text_edits, touched  # noqa: PLC0415 - start-up

    source, edits = document.source, text_edits(document, fix)
    if source is None or edits is None:
        return None
    return LocatedFix(
        fix.applicability,
        fix.message,
        tuple(LocatedEdit(source.range(span), content) for span, content in edits),
        touched(document, fix),
        tuple((e.pointer, e.to) for e in fix.edits if isinstance(e, Move)),
        tuple(hunks(source, edits)),
    )


def _lines(document: Document, ranges: list[Range | None]) -> tuple[Line, ...]:
    """Return the line above the first range, and the lines where ranges start."""
    if not document.source or not ranges[0]:
        return ()
    columns = {place.start.line: place.start.column for place in ranges[::-1] if place}
    above = ranges[0].start.line - 1
    if above:
        columns.setdefault(above, 1)
    line = document.source.line
    return tuple(line(number, columns[number]) for number in sorted(columns))
