"""Changes: what the difference between two bodies does to a running pool."""

# No postponed annotations: named tuples compile each of them, a fifth of the time to
# import this module.
from enum import StrEnum
from typing import Any, NamedTuple

from pool_lint.model.location import Location
from pool_lint.model.pointer import Pointer
from pool_lint.model.verdict import How, Verdict


class Event(StrEnum):
    """What a rule about changes reports, apart from fields that name it."""

    ADDED = "added"
    REMOVED = "removed"
    UNMANAGED = "unmanaged"
    UNJUDGED = "unjudged"
    UNREADABLE = "unreadable"
    COMBINED = "combined"


class Change(NamedTuple):
    """A change of one field, or of a whole body, with what it does.

    ``rule`` is the ID of the rule that reports it. ``location`` is the place in the
    body that the finding is about, ``file`` the name of its file. ``noun`` names the
    kind of body, ``pool`` its name before the change, ``new_name`` the name after it.
    ``was`` and ``now`` are the old and the new value, None if there is none. ``effect``
    is a short sentence, or "". ``nodes`` is the number of nodes that the change is
    about, ``values`` the items that a list gains or loses. ``more`` names further
    fields that the finding is about. ``detail`` is a part of the message. The values of
    a field that ``is_secret`` are None.

    ``fingerprint`` identifies the change as long as the old and the new value stay the
    same. A change that ``is_protected`` cannot be accepted.
    """

    rule: str
    verdict: Verdict
    pool: str
    location: Location
    pointer: Pointer = ()
    noun: str = "pool"
    new_name: str = ""
    how: How = How.CHANGED
    was: Any = None
    now: Any = None
    effect: str = ""
    source: str = ""
    confidence: str = ""
    nodes: int = 0
    values: tuple[Any, ...] = ()
    more: tuple[str, ...] = ()
    file: str = ""
    detail: str = ""
    is_secret: bool = False
    fingerprint: str = ""
    accepted: bool = False
    is_protected: bool = False


class ChangedField(NamedTuple):
    """A field that differs: its path as messages name it, and what its list changes."""

    path: str
    how: How
    verdict: Verdict
    values: tuple[str, ...] = ()


class BodyChange(NamedTuple):
    """What happens to one pool, network or node pool.

    ``event`` is added, removed or unmanaged, or "" for a body that both sides have.
    ``before`` and ``after`` are its numbers of nodes, None on a side without nodes.
    ``new_name`` is the name after the change, ``file`` the name of its file in reports.
    """

    noun: str
    name: str
    new_name: str
    event: str
    verdict: Verdict
    file: str
    before: int | None
    after: int | None
    fields: tuple[ChangedField, ...] = ()

    @property
    def is_renamed(self) -> bool:
        """Whether the name differs between the sides."""
        return not self.event and self.name != self.new_name

    @property
    def billed_later(self) -> int:
        """The nodes that are billed until somebody deletes the old pool."""
        stays = self.event == Event.REMOVED or self.verdict is Verdict.NEW_POOL
        return (self.before or 0) if stays else 0


class Changes(NamedTuple):
    """What a comparison of two sides found.

    ``bodies`` are those that change, the worst first. ``compared`` counts all bodies of
    both sides, ``noun`` names them. ``nodes`` holds the numbers of nodes before and
    after, by flavor. ``skipped`` counts differences that are not judged, because of
    placeholders. ``base`` names the old side, which ``is_live`` if it describes what
    runs.
    """

    bodies: tuple[BodyChange, ...] = ()
    compared: int = 0
    noun: str = "pool"
    nodes: tuple[tuple[str, int, int], ...] = ()
    skipped: int = 0
    base: str = ""
    is_live: bool = False

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of all bodies."""
        found = {body.verdict for body in self.bodies} | {Verdict.NONE}
        return max(found, key=lambda verdict: verdict.rank)
