"""The summary of a comparison: each body that changes, and all nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pool_lint.changes.bodies import SideBody
from pool_lint.changes.differences import value_at
from pool_lint.changes.nodes import nodes_by_flavor
from pool_lint.changes.verdicts import Judged, PairChanges
from pool_lint.model.change import BodyChange, ChangedField, Changes, Event
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_texts import MOST_NAMED, item
from pool_lint.rules.messages import field

_SEVERAL = "resource"


def summary_of(found: Iterable[PairChanges], base: str) -> Changes:
    """Return the summary of all pairs; ``base`` names the old side."""
    found = list(found)
    before, after = Counter[str](), Counter[str]()
    for old, new, _ in (one.pair for one in found):
        before += nodes_by_flavor(old.data) if old else Counter()
        after += nodes_by_flavor(new.data) if new else Counter()
    bodies = [_body(one) for one in found if _changes(one)]
    bodies.sort(key=lambda body: (-body.verdict.rank, body.event, body.name))
    nouns = {one.pair.any.kind.noun for one in found}
    return Changes(
        tuple(bodies),
        compared=len(found),
        noun=_SEVERAL if len(nouns) > 1 else next(iter(nouns), "pool"),
        nodes=tuple((f, before[f], after[f]) for f in sorted(before | after)),
        skipped=sum(one.skipped for one in found),
        base=base,
        is_live=any(one.pair.old and one.pair.old.is_live for one in found),
    )


def _changes(one: PairChanges) -> bool:
    return bool(one.judged) or None in one.pair[:2]


def _body(found: PairChanges) -> BodyChange:
    old, new, _ = found.pair
    body = found.pair.any
    event = ""
    if old is None:
        event = Event.ADDED.value
    elif new is None:
        event = (Event.UNMANAGED if old.is_live else Event.REMOVED).value
    return BodyChange(
        noun=body.kind.noun,
        name=(old or body).name,
        new_name=body.name,
        event=event,
        verdict=Verdict.IN_PLACE if old is None else found.verdict,
        file=body.file.name,
        before=_nodes(old),
        after=_nodes(new),
        fields=tuple(_field(one) for one in found.judged),
    )


def _nodes(body: SideBody | None) -> int | None:
    has_nodes = body and value_at(body.data, ("spec", "resources")) is not None
    return nodes_by_flavor(body.data).total() if body and has_nodes else None


def _field(one: Judged) -> ChangedField:
    difference = one.difference
    values = [item(value) for value in difference.values[:MOST_NAMED]]
    left = len(difference.values) - MOST_NAMED
    values += [f"{left} more"] if left > 0 else []
    name = field(difference.pointer)
    return ChangedField(name, difference.how, one.verdict, tuple(values))
