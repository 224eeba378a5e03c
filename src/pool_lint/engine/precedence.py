"""Decide which of several causes at one place is reported."""

# No postponed annotations: named tuples compile each of them at import.
from typing import NamedTuple

from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Defect, DefectKind, Document
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.failures import BLANK, NULL, FieldDefect, SchemaFailure
from pool_lint.validation.schemas import Schema

# Only the highest-ranked cause per value is reported: forbidden, unknown, empty, wrong
# type, ambiguous, invalid option, placeholder, malformed. Causes without a rank are
# always reported.
_RANKS = {
    keyword: rank
    for rank, keywords in enumerate(
        [
            ["forbidden"],
            ["additionalProperties"],
            [NULL, BLANK, "minLength", "minItems", "minProperties"],
            ["type"],
            ["ambiguous"],
            ["enum"],
            ["placeholder"],
            ["pattern", "minimum", "maximum", "maxLength", "maxItems"],
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
    """A problem that a rule may report: the rule, the pointer and the rank.

    A cause without a rule is not reported itself, because another cause is.
    ``is_slip`` marks a value of the wrong type with one sensible reading; pool
    rules use that reading.
    """

    rule: Rule | None
    pointer: Pointer
    rank: int | None
    subject: Defect | FieldDefect | SchemaFailure
    is_slip: bool = False

    @property
    def is_duplicate(self) -> bool:
        """Whether it is a duplicate key, which makes the value uncertain."""
        defect = self.subject if isinstance(self.subject, Defect) else None
        return defect is not None and defect.kind is DefectKind.DUPLICATE_KEY

    @property
    def uncertain(self) -> Pointer:
        """The pointer whose value is uncertain because of a duplicate key.

        For a duplicate merge key this is the whole mapping.
        """
        is_merge = self.is_duplicate and self.pointer[-1:] == ("<<",)
        return self.pointer[:-1] if is_merge else self.pointer

    @property
    def hides(self) -> bool:
        """Whether pool rules must ignore the value."""
        has_value = self.rank is None or self.is_slip
        return not has_value or self.is_duplicate


def cause_of_defect(defect: Defect, rule: Rule, schema: Schema) -> Cause:
    """Return the cause for a defect that the reader found."""
    word = "forbidden" if defect.hides else _DEFECTS.get(defect.kind)
    on_field = rule.stage is Stage.FIELD_DEFECT
    subject = FieldDefect(defect, schema) if on_field else defect
    return Cause(rule, defect.location.pointer, _RANKS.get(word or ""), subject)


def cause_of_injected(defect: Defect) -> Cause:
    """Return the cause for a placeholder of an injected field; it is not reported."""
    return Cause(None, defect.location.pointer, _RANKS["forbidden"], defect)


def cause_of_failure(failure: SchemaFailure, rule: Rule | None) -> Cause:
    """Return the cause for a failing keyword."""
    return Cause(rule, failure.pointer, _rank(failure), failure)


def _rank(failure: SchemaFailure) -> int | None:
    # A field of a newer edition has no rank: its value is still checked.
    return _RANKS.get(failure.cause)


def speaking(causes: list[Cause]) -> list[Cause]:
    """Return the causes to report: those without a stronger one at or above them.

    A duplicate key overrides everything at and below it, because its value is
    uncertain.
    """
    causes = _outside_duplicates(causes)
    ranked = [cause for cause in causes if cause.rank is not None]
    strongest: dict[Pointer, int] = {}
    for cause in ranked:
        rank = cause.rank or 0
        strongest[cause.pointer] = min(rank, strongest.get(cause.pointer, rank))
    below: dict[Pointer, bool] = {(): False}
    return [cause for cause in causes if not _is_overridden(cause, strongest, below)]


def _outside_duplicates(causes: list[Cause]) -> list[Cause]:
    """Return the duplicate keys, and the causes that do not depend on their values."""
    doubled = {cause.uncertain for cause in causes if cause.is_duplicate}
    if not doubled:
        return causes
    inside: dict[Pointer, bool] = {(): () in doubled}
    return [c for c in causes if not _depends(c, doubled, inside)]


def _depends(cause: Cause, doubled: set[Pointer], inside: dict[Pointer, bool]) -> bool:
    """Return whether a cause depends on another, duplicate key."""
    if not cause.is_duplicate:
        return _is_inside(cause.pointer, doubled, inside)
    around = cause.uncertain[:-1] if cause.uncertain else None
    return around is not None and _is_inside(around, doubled, inside)


def _is_inside(
    pointer: Pointer, doubled: set[Pointer], inside: dict[Pointer, bool]
) -> bool:
    """Return whether a pointer is at or below one of several; ``inside`` is a cache."""
    if pointer not in inside:
        around = _is_inside(pointer[:-1], doubled, inside)
        inside[pointer] = around or pointer in doubled
    return inside[pointer]


def _is_overridden(
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
    """Return whether a parent of the value has a cause; ``below`` is a cache."""
    if pointer not in below:
        around = pointer[:-1]
        wrong = around in strongest or _is_below(around, strongest, below)
        below[pointer] = wrong
    return below[pointer]


def hidden_spans(causes: list[Cause]) -> list[Span]:
    """Return the places of hidden characters outside of known fields."""
    subjects = (cause.subject for cause in causes)
    defects = (s for s in subjects if isinstance(s, Defect) and not s.hides)
    hidden = (d for d in defects if d.kind is DefectKind.HIDDEN)
    return [defect.location.span for defect in hidden if defect.location.span]


def is_tainted(cause: Cause, document: Document, hidden: list[Span]) -> bool:
    """Return whether the key or text of a cause contains a hidden character."""
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
