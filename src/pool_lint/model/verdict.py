"""What a change of a running resource is and does."""

from __future__ import annotations

from enum import StrEnum


class How(StrEnum):
    """How a value differs between the two sides.

    Numbers are raised or lowered. Fields, entries of lists and values of sets are
    added or removed.
    """

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    RAISED = "raised"
    LOWERED = "lowered"


class Verdict(StrEnum):
    """The effect of a change on what runs. Later members are worse."""

    NONE = "none"
    IN_PLACE = "in-place"
    NEW_NODES_ONLY = "new-nodes-only"
    ORDER = "order"
    DISRUPTIVE = "disruptive"
    DESTRUCTIVE = "destructive"
    NEW_POOL = "new-pool"
    REFUSED = "refused"

    @property
    def rank(self) -> int:
        """The position in the order of verdicts; the worst has the highest."""
        return list(type(self)).index(self)

    @property
    def text(self) -> str:
        """The verdict in words."""
        return self.value.replace("-", " ")
