"""Turn problems into findings, with their rule, file and lines."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Iterator
from typing import NamedTuple

from pool_lint.model.finding import Finding
from pool_lint.model.fix import Fix, LocatedEdit, LocatedFix
from pool_lint.model.location import (
    Line,
    LocatedRange,
    Location,
    Range,
    Span,
)
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Problem, Related
from pool_lint.modelarts.kinds import document_name
from pool_lint.parsing import Document
from pool_lint.rules.rule import Rule


class RuleProblem(NamedTuple):
    """A problem with the rule that found it and the pointer of the body.

    ``behind`` is the rule and the place of a problem with the same cause, if there is
    one. This problem is reported only if a comment suppresses the other one.
    """

    rule: Rule
    problem: Problem
    body: Pointer = ()
    behind: tuple[str, Location] | None = None

    def below(self, pointer: Pointer) -> "RuleProblem":
        """Return the problem for a document that contains the body at a pointer."""
        problem, behind = self.problem.below(pointer), self.behind
        if behind:
            behind = behind[0], behind[1].below(pointer)
        return RuleProblem(self.rule, problem, pointer, behind)


def finding_of(
    found: RuleProblem, document: Document, *, file: str, occurrence: int = 0
) -> Finding:
    """Return the finding for a problem; without text it has no range and no lines."""
    rule, problem, body, _ = found
    span = _span(document, problem.location)
    others = [_spanned(document, other) for other in _related(problem, document)]
    # Two uses of an anchored value are one place in the text.
    others = [o for o in others if o.location.span is None or o.location.span != span]
    is_nameless = document.broken or document.is_empty
    shown = [] if problem.is_secret else [span, *(o.location.span for o in others)]
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        message=problem.message,
        file=file,
        document=None if is_nameless else document_name(document, body),
        pointer=problem.location.pointer,
        range=_range(document, span),
        related=tuple(locate(file, document, o.location, o.message) for o in others),
        help=rule.advice or problem.help,
        fix=_fix(document, problem.fix),
        lines=_lines(document, shown),
        occurrence=occurrence,
        note=problem.note,
        url=rule.url or None,
        label=problem.label,
        policy=rule.origin or None,
    )


def _related(problem: Problem, document: Document) -> Iterator[Related]:
    """Yield the related places; for an alias, the anchored value comes first."""
    anchored = document.anchored(problem.location)
    if anchored:
        location = Location(problem.location.pointer, span=anchored)
        yield Related(location, "the alias refers to this value")
    yield from problem.related


def locate(
    file: str, document: Document, location: Location, message: str = ""
) -> LocatedRange:
    """Return a place with its range and lines."""
    span = _span(document, location)
    lines = _lines(document, [span])
    return LocatedRange(file, location.pointer, _range(document, span), message, lines)


def _span(document: Document, location: Location) -> Span | None:
    return (document.locate(location) or Span(0, 0)) if document.source else None


def _spanned(document: Document, other: Related) -> Related:
    span = _span(document, other.location)
    return other._replace(location=other.location._replace(span=span))


def _range(document: Document, span: Span | None) -> Range | None:
    return document.source.range(span) if document.source and span else None


def _fix(document: Document, fix: Fix | None) -> LocatedFix | None:
    if fix is None:
        return None
    from pool_lint.edits import hunks, text_edits, touched_pointers  # noqa: PLC0415 - start-up

    source, edits = document.source, text_edits(document, fix)
    if source is None or edits is None:
        return None
    return LocatedFix(
        fix.applicability,
        fix.message,
        tuple(LocatedEdit(source.range(span), content) for span, content in edits),
        touched_pointers(document, fix),
        fix.moves,
        fix.additions,
        tuple(hunks(source, edits)),
    )


def _lines(document: Document, spans: list[Span | None]) -> tuple[Line, ...]:
    """Return the line above the first span, and the lines where spans start."""
    source, starts = document.source, [span.start for span in spans if span]
    return source.frame(starts) if source and starts else ()
