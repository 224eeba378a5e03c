"""What the reader notices while it reads; a rule of the same id words each."""

from __future__ import annotations

from typing import NamedTuple

from pool_lint.model.location import Location, Span


class Defect(NamedTuple):
    """Something wrong with the text itself.

    ``rule`` is the id of the rule that words it, ``text`` the piece of the file it is
    about, ``detail`` a word or a sentence for that rule, ``first`` the earlier place
    where two are meant. With ``hides``, nothing else is said at the place or below.
    ``cut`` is the text to take out where that is the fix.
    """

    rule: str
    location: Location
    text: str = ""
    detail: str = ""
    first: Location | None = None
    hides: bool = False
    cut: Span | None = None
