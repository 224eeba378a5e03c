"""Of several things that are wrong in one place, which one is said."""

from __future__ import annotations

from typing import NamedTuple

from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Defect, DefectKind, Document
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.failures import BLANK, NULL, FieldDefect, SchemaFailure
from pool_lint.validation.schemas import Schema

# For one value the first of these alone speaks: forbidden, unknown, empty, of the wrong
# type, ambiguous, no option, not filled in, malformed. What has no rank always speaks.
_RANKS = {
    keyword: rank
    for rank, keywords in enumerate(
        [
            ["forbidden"],
            ["additionalProperties"],
            [NULL, BLANK, "minLength", "minItems"],
            ["type"],
            ["ambiguous"],
            ["enum"],
            ["placeholder"],
            ["pattern", "minimum", "maximum"],
            ["dependentRequired", "number"],
        ]
    )
    for keyword in keywords
}
_DEFECTS = {
    DefectKind.PLACEHOLDER: "placeholder",
    DefectKind.AMBIGUOUS: "ambiguous",
    DefectKind.FORBIDDEN: "number",
}


class Cause(NamedTuple):
    """Something a rule may word: its rule, its pointer, its rank if it has one.

    Without a rule it is not reported: another cause is. A slip is a value of the wrong
    type with one sensible reading: rules look at what was meant.
    """

    rule: Rule | None
    pointer: Pointer
    rank: int | None
    subject: Defect | FieldDefect | SchemaFailure
    is_slip: bool = False

    @property
    def is_duplicate(self) -> bool:
        """Whether a key stands twice, so that nobody knows which value counts."""
        defect = self.subject if isinstance(self.subject, Defect) else None
        return defect is not None and defect.kind is DefectKind.DUPLICATE_KEY

    @property
    def uncertain(self) -> Pointer:
        """What depends on a duplicate key: its value, or all that a mapping merges."""
        is_merge = self.is_duplicate and self.pointer[-1:] == ("<<",)
        return self.pointer[:-1] if is_merge else self.pointer

    @property
    def hides(self) -> bool:
        """Whether no rule about pools looks at the value."""
        has_value = self.rank is None or self.is_slip
        return not has_value or self.is_duplicate


def cause_of_defect(defect: Defect, rule: Rule, schema: Schema) -> Cause:
    """Return the cause of something that the reader noticed."""
    word = "forbidden" if defect.hides else _DEFECTS.get(defect.kind)
    on_field = rule.stage is Stage.FIELD_DEFECT
    subject = FieldDefect(defect, schema) if on_field else defect
    return Cause(rule, defect.location.pointer, _RANKS.get(word or ""), subject)


def cause_of_injected(defect: Defect) -> Cause:
    """Return the cause of a placeholder that is meant to stand: nothing is said."""
    return Cause(None, defect.location.pointer, _RANKS["forbidden"], defect)


def cause_of_failure(failure: SchemaFailure, rule: Rule | None) -> Cause:
    """Return the cause of a failing keyword."""
    return Cause(rule, failure.pointer, _rank(failure), failure)


def _rank(failure: SchemaFailure) -> int | None:
    # A newer field has no rank: its value is still judged.
    return _RANKS.get(failure.cause)


def speaking(causes: list[Cause]) -> list[Cause]:
    """Return the causes that no stronger one at or above their place silences.

    A duplicate key silences all at and below it: nobody knows which value counts.
    """
    causes = _outside_duplicates(causes)
    ranked = [cause for cause in causes if cause.rank is not None]
    strongest: dict[Pointer, int] = {}
    for cause in ranked:
        rank = cause.rank or 0
        strongest[cause.pointer] = min(rank, strongest.get(cause.pointer, rank))
    below: dict[Pointer, bool] = {(): False}
    return [cause for cause in causes if not _is_silenced(cause, strongest, below)]


def _outside_duplicates(causes: list[Cause]) -> list[Cause]:
    """Return the duplicate keys, and what does not depend on the value of one."""
    doubled = {cause.uncertain for cause in causes if cause.is_duplicate}
    if not doubled:
        return causes
    inside: dict[Pointer, bool] = {(): () in doubled}
    return [c for c in causes if not _depends(c, doubled, inside)]


def _depends(cause: Cause, doubled: set[Pointer], inside: dict[Pointer, bool]) -> bool:
    """Whether a cause depends on a duplicate key that is not its own."""
    if not cause.is_duplicate:
        return _is_inside(cause.pointer, doubled, inside)
    around = cause.uncertain[:-1] if cause.uncertain else None
    return around is not None and _is_inside(around, doubled, inside)


def _is_inside(
    pointer: Pointer, doubled: set[Pointer], inside: dict[Pointer, bool]
) -> bool:
    """Whether a pointer is one of some, or below; ``inside`` remembers."""
    if pointer not in inside:
        around = _is_inside(pointer[:-1], doubled, inside)
        inside[pointer] = around or pointer in doubled
    return inside[pointer]


def _is_silenced(
    cause: Cause, strongest: dict[Pointer, int], below: dict[Pointer, bool]
) -> bool:
    if cause.is_duplicate:
        return False
    if _is_below(cause.pointer, strongest, below):
        return True
    return cause.rank is not None and strongest[cause.pointer] < cause.rank


def _is_below(
    pointer: Pointer, strongest: dict[Pointer, int], below: dict[Pointer, bool]
) -> bool:
    """Whether something is wrong with a value around this one; ``below`` remembers."""
    if pointer not in below:
        around = pointer[:-1]
        wrong = around in strongest or _is_below(around, strongest, below)
        below[pointer] = wrong
    return below[pointer]


def hidden_spans(causes: list[Cause]) -> list[Span]:
    """Return where hidden characters are that no field is known of."""
    subjects = (cause.subject for cause in causes)
    defects = (s for s in subjects if isinstance(s, Defect) and not s.hides)
    hidden = (d for d in defects if d.kind is DefectKind.HIDDEN)
    return [defect.location.span for defect in hidden if defect.location.span]


def is_tainted(cause: Cause, document: Document, hidden: list[Span]) -> bool:
    """Whether a hidden character stands in the key or text that a cause is about."""
    subject = cause.subject
    if not hidden or not isinstance(subject, SchemaFailure):
        return False
    is_key = subject.keyword == "additionalProperties"
    if not is_key and not isinstance(subject.value, str):
        return False
    part = Part.KEY if is_key else Part.VALUE
    location = Location(cause.pointer, part)
    span = document.anchored(location) or document.locate(location)
    start, end = span or Span(0, 0)
    return any(start <= span.start < end for span in hidden)
