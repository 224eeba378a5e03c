"""Fixes: edits by pointer, and the same edits as ranges of a file."""

# No postponed annotations: named tuples compile each of them, a fifth of the time to
# import this module.
from enum import StrEnum
from typing import Any, NamedTuple

from pool_lint.model.location import Location, Range
from pool_lint.model.pointer import Pointer


class Edit(NamedTuple):
    """Replace a value or a key, in the style of the old text.

    A list is written in brackets. If the location has a span, ``value`` replaces
    the text of the span.
    """

    location: Location
    value: str | int | list[str]

    def below(self, pointer: Pointer) -> "Edit":
        """Return the edit for a document that contains the value at a pointer."""
        return self._replace(location=self.location.below(pointer))


class Removal(NamedTuple):
    """Remove an entry of a mapping or an item of a list."""

    pointer: Pointer

    def below(self, pointer: Pointer) -> "Removal":
        """Return the edit for a document that contains the value at a pointer."""
        return Removal((*pointer, *self.pointer))


class Insert(NamedTuple):
    """Add an entry to a mapping, in the style of its other entries.

    ``pointer`` is the place of the new value; missing mappings above it are added.
    ``value`` is JSON-like data. With ``source``, the text of the entry at that
    pointer is copied instead, with its comments. The new entry becomes the last of
    the mapping, or the first with ``first``.
    """

    pointer: Pointer
    value: Any = None
    source: Pointer | None = None
    first: bool = False

    def below(self, pointer: Pointer) -> "Insert":
        """Return the edit for a document that contains the value at a pointer."""
        source = None if self.source is None else (*pointer, *self.source)
        return self._replace(pointer=(*pointer, *self.pointer), source=source)


def move(source: Pointer, to: Pointer) -> tuple[Removal, Insert]:
    """Return the edits that move an entry to a pointer without a value."""
    return Removal(source), Insert(to, source=source)


class Applicability(StrEnum):
    """Whether a fix keeps the meaning (safe) or may change it (unsafe)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Fix(NamedTuple):
    """Edits that resolve a problem."""

    applicability: Applicability
    message: str
    edits: tuple[Edit | Removal | Insert, ...]

    def below(self, pointer: Pointer) -> "Fix":
        """Return the fix for a document that contains the value at a pointer."""
        return self._replace(edits=tuple(e.below(pointer) for e in self.edits))

    @property
    def may_uncover(self) -> bool:
        """Whether the fix is made even if the corrected values have other findings."""
        is_safe = self.applicability is Applicability.SAFE
        return is_safe and any(
            not isinstance(edit, Edit) or edit.location.span is None
            for edit in self.edits
        )

    @property
    def moves(self) -> tuple[tuple[Pointer, Pointer], ...]:
        """Pairs of the old and the new pointer of moved or copied entries."""
        inserts = [edit for edit in self.edits if isinstance(edit, Insert)]
        return tuple((i.source, i.pointer) for i in inserts if i.source is not None)

    @property
    def additions(self) -> tuple[tuple[Pointer, Any], ...]:
        """The new values with their pointers."""
        inserts = [edit for edit in self.edits if isinstance(edit, Insert)]
        return tuple((i.pointer, i.value) for i in inserts if i.source is None)


class LocatedEdit(NamedTuple):
    """New text for a range of the file."""

    range: Range
    content: str


class Hunk(NamedTuple):
    """Changed lines of a file, before and after a fix, possibly shortened.

    ``number`` is the 1-based number of the first line.
    """

    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]


class LocatedFix(NamedTuple):
    """A fix whose edits are ranges of the file, sorted and without overlaps.

    ``touches`` contains the pointers of changed values. ``moves`` contains pairs of
    an old and a new pointer with the same value. ``additions`` contains pointers
    with their new values. ``hunks`` contains the changed lines.
    """

    applicability: Applicability
    message: str
    edits: tuple[LocatedEdit, ...]
    touches: tuple[Pointer, ...] = ()
    moves: tuple[tuple[Pointer, Pointer], ...] = ()
    additions: tuple[tuple[Pointer, Any], ...] = ()
    hunks: tuple[Hunk, ...] = ()
