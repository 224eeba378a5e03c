"""What is wrong with a text itself, before any rule looks at its values."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.location import Location, Span


class DefectKind(StrEnum):
    """What can be wrong with a text. For each kind there is one rule that words it."""

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
    """Something wrong with the text itself.

    ``text`` is the piece of the file that it is about, ``detail`` a word or a sentence
    for the rule that words it. ``first`` is the earlier place if two are meant, and
    ``first_message`` its message. With ``hides``, nothing else is reported at the place
    or below. ``cut`` is the text to remove if that is the fix. ``note`` holds the words
    of the parser.
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

    def above(self, size: int) -> Defect:
        """Return the same without the first steps of its pointers."""
        first = self.first and self.first.above(size)
        return self._replace(location=self.location.above(size), first=first)
