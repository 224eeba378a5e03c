"""Fixes: edits by pointer, and the same as ranges of a file."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from enum import StrEnum
from typing import Any, NamedTuple

from pool_lint.model.location import Location, Range
from pool_lint.model.pointer import Pointer


class Edit(NamedTuple):
    """Replace a value or a key, in the style of the text that is replaced.

    A list is written in brackets. If the location has a span, ``value`` replaces its
    text as it is.
    """

    location: Location
    value: str | int | list[str]

    def below(self, pointer: Pointer) -> "Edit":
        """Return the same edit of what holds the value at a pointer."""
        return self._replace(location=self.location.below(pointer))


class Removal(NamedTuple):
    """Remove an entry of a mapping or an item of a list."""

    pointer: Pointer

    def below(self, pointer: Pointer) -> "Removal":
        """Return the same edit of what holds the value at a pointer."""
        return Removal((*pointer, *self.pointer))


class Insert(NamedTuple):
    """Add an entry to a mapping, in the style of the entries there.

    ``pointer`` is where the new value will be; mappings on the way that are missing are
    added too. ``value`` is JSON-like data. With ``source`` the text of the entry at
    that pointer is written instead, with its comments. The new entry is the last one of
    the mapping, or the ``first``.
    """

    pointer: Pointer
    value: Any = None
    source: Pointer | None = None
    first: bool = False

    def below(self, pointer: Pointer) -> "Insert":
        """Return the same edit of what holds the value at a pointer."""
        source = None if self.source is None else (*pointer, *self.source)
        return self._replace(pointer=(*pointer, *self.pointer), source=source)


def move(source: Pointer, to: Pointer) -> tuple[Removal, Insert]:
    """Return the edits that move an entry to a pointer that has no value yet."""
    return Removal(source), Insert(to, source=source)


class Applicability(StrEnum):
    """Whether a fix keeps the meaning (safe), or may change it (unsafe)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Fix(NamedTuple):
    """Edits that remove a problem."""

    applicability: Applicability
    message: str
    edits: tuple[Edit | Removal | Insert, ...]

    def below(self, pointer: Pointer) -> "Fix":
        """Return the same fix of what holds the value at a pointer."""
        return self._replace(edits=tuple(e.below(pointer) for e in self.edits))

    @property
    def may_uncover(self) -> bool:
        """Whether it is made even if rules find more once the values are right."""
        is_safe = self.applicability is Applicability.SAFE
        return is_safe and any(
            not isinstance(edit, Edit) or edit.location.span is None
            for edit in self.edits
        )

    @property
    def moves(self) -> tuple[tuple[Pointer, Pointer], ...]:
        """Where values come from and go to, for entries whose text is inserted."""
        inserts = [edit for edit in self.edits if isinstance(edit, Insert)]
        return tuple((i.source, i.pointer) for i in inserts if i.source is not None)

    @property
    def additions(self) -> tuple[tuple[Pointer, Any], ...]:
        """New values with their pointers."""
        inserts = [edit for edit in self.edits if isinstance(edit, Insert)]
        return tuple((i.pointer, i.value) for i in inserts if i.source is None)


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
    ``additions`` holds pointers with the value that each has to have afterwards.
    ``hunks`` holds the lines it changes.
    """

    applicability: Applicability
    message: str
    edits: tuple[LocatedEdit, ...]
    touches: tuple[Pointer, ...] = ()
    moves: tuple[tuple[Pointer, Pointer], ...] = ()
    additions: tuple[tuple[Pointer, Any], ...] = ()
    hunks: tuple[Hunk, ...] = ()
