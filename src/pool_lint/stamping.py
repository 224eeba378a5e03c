"""Problems become findings: the weightiest are stamped with rule, file, lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pool_lint.document import Document
from pool_lint.finding import (
    Fact,
    Finding,
    Fix,
    Line,
    Located,
    LocatedEdit,
    LocatedFix,
    Place,
    Problem,
    Range,
    Severity,
    Span,
)
from pool_lint.rule import Rule


class _Candidate(NamedTuple):
    """A problem on its way to a finding, with where its text starts."""

    start: int
    rule: Rule
    problem: Problem
    document: Document

    @property
    def place(self) -> tuple[int, str]:
        """What findings are printed by."""
        return self.start, self.rule.id

    @property
    def weight(self) -> tuple[int, int, str]:
        """What findings are chosen by, where there are too many."""
        return self.rule.severity.rank, *self.place


class Collected:
    """The problems of one file: chosen by weight, printed by place."""

    def __init__(self, file: str, most: int | None) -> None:
        """Take the name of the file and how many findings are shown, None for all."""
        self._hidden: list[Severity] = []
        self._file = file
        self._most = most
        self._candidates: list[_Candidate] = []

    def add(self, document: Document, problems: Iterable[tuple[Rule, Problem]]) -> None:
        """Keep the problems of one document that weigh the most."""
        found: list[_Candidate] = []
        used: dict[object, Problem] = {}
        for rule, problem in problems:
            span = document.locate(problem.place)
            around = document.locate(Place(problem.place.pointer))
            # One anchor, used often, is one place: its first use speaks.
            key = (rule.id, span, around) if span else (rule.id, problem.place)
            first = used.setdefault(key, problem)
            if first.place.pointer == problem.place.pointer:
                start = span.start if span else 0
                found.append(_Candidate(start, rule, problem, document))
        self._candidates += self._heaviest(found)

    def fact(
        self, rule: Rule, document: Document, place: Place, claim: tuple[str, ...]
    ) -> Fact:
        """Return what one document says at a place, for a rule across documents."""
        return Fact(
            rule.id, claim, document.name, _located(self._file, document, place)
        )

    def chosen(self) -> tuple[tuple[Finding, ...], tuple[Severity, ...]]:
        """Return the findings in the order of the text, and what is not shown."""
        shown = self._heaviest(self._candidates)
        return tuple(self._findings(shown)), tuple(self._hidden)

    def _findings(self, shown: list[_Candidate]) -> Iterator[Finding]:
        occurrences: Counter[object] = Counter()
        for _, rule, problem, document in sorted(shown, key=lambda c: c.place):
            same = (rule.id, document.name.name, problem.place.pointer)
            number = occurrences[same]
            occurrences[same] += 1
            yield _stamp(rule, problem, document, file=self._file, occurrence=number)

    def _heaviest(self, candidates: list[_Candidate]) -> list[_Candidate]:
        """Return as many as are shown, and count the others."""
        ordered = sorted(candidates, key=lambda candidate: candidate.weight)
        most = len(ordered) if self._most is None else self._most
        self._hidden += [candidate.rule.severity for candidate in ordered[most:]]
        return ordered[:most]


def _stamp(
    rule: Rule, problem: Problem, document: Document, *, file: str, occurrence: int
) -> Finding:
    """Return the finding of a problem; without text it has no range and no lines."""
    place = _range(document, problem.place)
    others = [_located(file, document, o.place, o.message) for o in problem.related]
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


def _located(file: str, document: Document, place: Place, message: str = "") -> Located:
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
    places = [(_range(document, edit.place), edit.content) for edit in fix.edits]
    edits = tuple(LocatedEdit(place, text) for place, text in places if place)
    return LocatedFix(fix.applicability, fix.message, edits) if edits else None


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
