"""Fixes: edits by pointer, and what they become in a file."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.location import Location, Range
from pool_lint.model.pointer import Pointer


class Edit(NamedTuple):
    """Another value or key for one place, in the style of what stands there.

    Where the place is a span, its text is replaced by ``value`` as it is.
    """

    location: Location
    value: str | int


class Removal(NamedTuple):
    """An entry of a mapping or an item of a list that is taken out."""

    pointer: Pointer


class Move(NamedTuple):
    """An entry that is taken to another place, where nothing stands yet."""

    pointer: Pointer
    to: Pointer


class Applicability(StrEnum):
    """Whether a fix keeps what was meant (safe), or may change it (unsafe)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Fix(NamedTuple):
    """Edits that remove a problem."""

    applicability: Applicability
    message: str
    edits: tuple[Edit | Removal | Move, ...]


class LocatedEdit(NamedTuple):
    """New text for a range of the file."""

    range: Range
    content: str


class Hunk(NamedTuple):
    """Lines of the file from a number on, before and after a fix; some are left out."""

    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]


class LocatedFix(NamedTuple):
    """A fix whose edits are ranges of the file, in order and apart.

    ``touches`` holds the pointers whose values it changes, ``moves`` from where to
    where values go that stay as they are, and ``hunks`` the lines.
    """

    applicability: Applicability
    message: str
    edits: tuple[LocatedEdit, ...]
    touches: tuple[Pointer, ...] = ()
    moves: tuple[tuple[Pointer, Pointer], ...] = ()
    hunks: tuple[Hunk, ...] = ()
