"""Defects of a text that are found before rules check its values."""

# No postponed annotations: named tuples compile each of them at import.
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.location import Location, Span


class DefectKind(StrEnum):
    """The kinds of defects; each is reported by one rule."""

    SYNTAX = "syntax"
    DUPLICATE_KEY = "duplicate-key"
    LIMIT = "limit"
    PLACEHOLDER = "placeholder"
    AMBIGUOUS = "ambiguous"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"
    UNUSED_SUPPRESSION = "unused-suppression"
    UNKNOWN_SUPPRESSION = "unknown-suppression"
    SUPPRESSION_WITHOUT_REASON = "suppression-without-reason"


class SyntaxProblem(NamedTuple):
    """A syntax error: its place, what is wrong, and what to do.

    ``first`` is a second place with the message ``first_message``; ``note`` holds the
    words of the parser.
    """

    span: Span
    message: str
    advice: str = ""
    first: Span | None = None
    first_message: str = ""
    note: str = ""


class Defect(NamedTuple):
    """A defect of the text itself.

    ``text`` is the affected part of the file. ``detail`` is a word or a sentence
    for the rule that reports the defect. ``first`` is an earlier place with the
    message ``first_message``. ``hides`` is set if nothing else is reported at the
    place or below. ``cut`` is the text to remove as a fix. ``note`` contains the
    words of the parser.
    """

    kind: DefectKind
    location: Location
    text: str = ""
    detail: str = ""
    first: Location | None = None
    hides: bool = False
    cut: Span | None = None
    first_message: str = ""
    note: str = ""

    def above(self, size: int) -> "Defect":
        """Return the defect without the first steps of its pointers."""
        first = self.first and self.first.above(size)
        return self._replace(location=self.location.above(size), first=first)
