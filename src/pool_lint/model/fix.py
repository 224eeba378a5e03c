"""Fixes: edits by pointer, and the same as ranges of a file."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.location import Location, Range
from pool_lint.model.pointer import Pointer


class Edit(NamedTuple):
    """Replace a value or a key, in the style of the text that is replaced.

    Where the location has a span, ``value`` replaces its text as it is.
    """

    location: Location
    value: str | int


class Removal(NamedTuple):
    """Remove an entry of a mapping or an item of a list."""

    pointer: Pointer


class Move(NamedTuple):
    """Move an entry to another pointer, which has no value yet."""

    pointer: Pointer
    to: Pointer


class Applicability(StrEnum):
    """Whether a fix keeps the meaning (safe), or may change it (unsafe)."""

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
    """Lines of the file from a number on, before and after a fix, possibly cut."""

    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]


class LocatedFix(NamedTuple):
    """A fix whose edits are ranges of the file, sorted and without overlaps.

    ``touches`` holds the pointers whose values it changes. ``moves`` holds pairs of
    pointers: the value of the first has to be the value of the second afterwards.
    ``hunks`` holds the lines it changes.
    """

    applicability: Applicability
    message: str
    edits: tuple[LocatedEdit, ...]
    touches: tuple[Pointer, ...] = ()
    moves: tuple[tuple[Pointer, Pointer], ...] = ()
    hunks: tuple[Hunk, ...] = ()
