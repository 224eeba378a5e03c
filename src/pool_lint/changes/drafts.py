"""The changes to report for a pair of bodies, with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pool_lint.changes.bodies import SideBody, Unreadable
from pool_lint.changes.differences import Difference, place_of
from pool_lint.changes.matching import Pair
from pool_lint.changes.nodes import count_of, entry_around, nodes_by_flavor
from pool_lint.changes.verdicts import Judged, PairChanges
from pool_lint.model.change import Change, Event
from pool_lint.model.location import Location, Part
from pool_lint.model.verdict import How, Verdict
from pool_lint.rules.messages import field
from pool_lint.validation.fields import field_at

_NAME = ("metadata", "labels", "os.modelarts/name")
_OWN_NAME = ("metadata", "name")

RuleOf = Callable[[Event], str]
"""Returns the ID of the rule that reports an event."""


class Draft(NamedTuple):
    """A change to report: in ``body``, whose place before is in ``old``.

    ``values`` are all old and new values that it is about, without secrets.
    """

    change: Change
    body: SideBody
    old: tuple[SideBody, Location] | None = None
    values: tuple[Any, ...] = ()


def drafts_of(found: PairChanges, rule_of: RuleOf, *, merges: bool) -> Iterator[Draft]:
    """Yield the changes of a pair.

    With ``merges``, a body that needs a new pool has that change alone: the old pool
    keeps running as it is.
    """
    old, new = found.pair.old, found.pair.new
    if old is None or new is None:
        yield _of_one_side(found.pair, rule_of)
        return
    drafter = _Drafter(old, new, rule_of)
    needing = [one for one in found.judged if one.verdict is Verdict.NEW_POOL]
    if needing and merges:
        needing.sort(key=lambda one: one.difference.new != _NAME)
        yield drafter.several(needing)
        return
    for one in found.judged:
        if one is found.workspace:
            others = [other for other in found.judged if other is not one]
            yield drafter.combined(one, others)
        else:
            yield drafter.field(one)


def _of_one_side(pair: Pair, rule_of: RuleOf) -> Draft:
    """Return the draft for a body that only one side has."""
    body = pair.any
    nodes = nodes_by_flavor(body.data).total()
    event = Event.ADDED
    if pair.new is None:
        event = Event.UNMANAGED if body.is_live else Event.REMOVED
    verdict = Verdict.IN_PLACE if event is Event.ADDED else Verdict.NONE
    rivals = pair.rivals
    other = "new" if pair.new is None else "removed"
    several = f"{rivals} {other} ones have the same network and flavors"
    renamed = f"{several}; one of them may be the same {body.kind.noun}, renamed"
    change = Change(
        rule_of(event),
        verdict,
        body.name,
        _name_place(body),
        noun=body.kind.noun,
        new_name=body.name,
        nodes=nodes,
        file=body.file.name,
        detail=renamed if rivals > 1 else "",
    )
    return Draft(change, body)


def _name_place(body: SideBody) -> Location:
    for pointer in (_NAME, _OWN_NAME):
        place = place_of(body.data, pointer)
        if place.pointer == pointer:
            return place
    return Location((), Part.KEY)


def unreadable_change(one: Unreadable, rule_of: RuleOf) -> Change:
    """Return the change for a file that cannot be read."""
    defects = one.document.defects if one.document else ()
    location = next((d.location for d in defects), Location((), Part.KEY))
    rule, file = rule_of(Event.UNREADABLE), one.file.name
    return Change(
        rule, Verdict.NONE, "", location, noun="file", file=file, detail=one.reason
    )


class _Drafter:
    """Makes the drafts for the fields of one pair."""

    def __init__(self, old: SideBody, new: SideBody, rule_of: RuleOf) -> None:
        self._old = old
        self._new = new
        self._rule_of = rule_of
        self._schema = new.kind.schema(new.file.settings.config.edition)

    def field(self, one: Judged) -> Draft:
        """Return the draft for a field."""
        difference, note = one.difference, one.note
        known = field_at(difference.pointer, self._schema)
        # An unknown field may hold a password.
        is_secret = "x-secret" in known or not known
        change = Change(
            note.rule if note else self._rule_of(Event.UNJUDGED),
            one.verdict,
            self._old.name,
            place_of(self._new.data, difference.new),
            difference.pointer,
            noun=self._new.kind.noun,
            new_name=self._new.name,
            how=difference.how,
            was=None if is_secret else difference.was,
            now=None if is_secret else difference.now,
            effect=note.effect if note else "",
            source=f"{note.source}, {note.date}" if note else "",
            confidence=note.confidence if note else "",
            nodes=self._nodes(difference, one.verdict),
            values=difference.values,
            file=self._new.file.name,
            is_secret=is_secret,
        )
        values = () if "x-secret" in known else (difference.was, difference.now)
        place = self._old, self._old_place(difference)
        return Draft(change, self._new, place, values)

    def several(self, found: list[Judged]) -> Draft:
        """Return one draft for fields with the same effect."""
        first, *others = found
        draft = self.field(first)
        drafts = [self.field(other) for other in others]
        more = tuple(field(other.change.pointer) for other in drafts)
        values = (value for other in drafts for value in other.values)
        change = draft.change._replace(more=more)
        return draft._replace(change=change, values=(*draft.values, *values))

    def combined(self, one: Judged, others: list[Judged]) -> Draft:
        """Return the draft for a change of the workspace with other changes."""
        draft = self.several([one, *others])
        rule = self._rule_of(Event.COMBINED)
        change = draft.change._replace(rule=rule, verdict=Verdict.REFUSED, effect="")
        return draft._replace(change=change)

    def _old_place(self, difference: Difference) -> Location:
        return place_of(self._old.data, difference.old)

    def _nodes(self, difference: Difference, verdict: Verdict) -> int:
        """Return the number of nodes that a change of a field is about."""
        if verdict is Verdict.NEW_POOL:
            return nodes_by_flavor(self._old.data).total()
        if difference.values and isinstance(difference.new[-1], int):
            return sum(map(count_of, difference.values))
        before = count_of(entry_around(self._old.data, difference.old))
        after = count_of(entry_around(self._new.data, difference.new))
        moves = difference.how in {How.RAISED, How.LOWERED, How.ADDED, How.REMOVED}
        is_count = difference.new[-1] == "count"
        return abs(after - before) if is_count and moves else before
