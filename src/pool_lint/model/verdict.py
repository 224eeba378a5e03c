"""What a change of a running resource amounts to, from harmless to impossible."""

from __future__ import annotations

from enum import StrEnum


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
