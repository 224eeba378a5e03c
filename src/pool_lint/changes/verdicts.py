"""The differences between two bodies, each with what it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pool_lint.changes.bodies import SideBody
from pool_lint.changes.differences import (
    Difference,
    canonical,
    differences,
    typed_value,
    value_at,
)
from pool_lint.changes.matching import Pair
from pool_lint.model.pointer import Pointer
from pool_lint.model.verdict import Verdict
from pool_lint.modelarts.injected import is_injected
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.validation.changes import (
    Billing,
    ChangeNote,
    change_notes,
    note_for,
)
from pool_lint.validation.changes import Change as Circumstances
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.schemas import Schema

_WORKSPACE = ("metadata", "labels", "os.modelarts/workspace.id")
_BILLING = ("metadata", "annotations", "os.modelarts/billing.mode")
_DRIVER = ("spec", "driver")
_STRATEGY = "updateStrategy"
_PREPAID = "1"


class Judged(NamedTuple):
    """A difference with what it does; ``note`` is None if the schema does not say."""

    difference: Difference
    note: ChangeNote | None

    @property
    def verdict(self) -> Verdict:
        """What the change does; none if it is unknown."""
        return self.note.verdict if self.note else Verdict.NONE


class PairChanges(NamedTuple):
    """The changes of a pair.

    ``skipped`` counts the differences that are not judged, because their fields hold a
    placeholder or are filled in later. ``workspace`` is the change of the workspace, if
    the service refuses to make it together with the other changes.
    """

    pair: Pair
    judged: tuple[Judged, ...] = ()
    skipped: int = 0
    workspace: Judged | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst verdict."""
        found = {one.verdict for one in self.judged}
        found |= {Verdict.REFUSED} if self.workspace else {Verdict.NONE}
        return max(found, key=lambda verdict: verdict.rank)


def judged_pair(pair: Pair) -> PairChanges:
    """Return what differs between the bodies of a pair, and what that does.

    The schema and the edition of the new body decide.
    """
    old, new = pair.old, pair.new
    if old is None or new is None or _are_same(old.data, new.data):
        return PairChanges(pair)
    schema = new.kind.schema(new.file.settings.config.edition)
    found = list(differences(old.data, new.data, schema, is_live=old.is_live))
    injected = old.file.injected | new.file.injected
    known = [one for one in found if not _is_open(one, injected)]
    judge = _Judge(old, new, schema)
    judged = tuple(one for one in map(judge.judged, known) if one)
    return PairChanges(pair, judged, len(found) - len(known), _combined(judged))


def _are_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether two bodies are equal in JSON, where true is not 1."""
    return old == new and canonical(old) == canonical(new)


def _combined(judged: tuple[Judged, ...]) -> Judged | None:
    workspace = next((j for j in judged if j.difference.new == _WORKSPACE), None)
    is_alone = len(judged) == 1
    if workspace is None or is_alone or workspace.verdict is Verdict.NEW_POOL:
        return None
    return workspace


class _Judge:
    def __init__(self, old: SideBody, new: SideBody, schema: Schema) -> None:
        is_prepaid = str(value_at(old.data, _BILLING)) == _PREPAID
        self._billing = Billing.PREPAID if is_prepaid else Billing.PAY_PER_USE
        self._new = new.data
        self._schema = schema

    def judged(self, one: Difference) -> Judged | None:
        """Return a difference with what it does; None if it is not a change at all."""
        circumstances = Circumstances(
            one.how,
            self._billing,
            typed_value(one.now, one.subschema),
            self._strategy(one.new),
        )
        note = note_for(circumstances, change_notes(one.pointer, self._schema))
        return Judged(one, note) if note is None or note.rule else None

    def _strategy(self, pointer: Pointer) -> str:
        """Return the update strategy of the driver that a field belongs to."""
        places = [(*around, _STRATEGY) for around in (pointer[:-1], _DRIVER)]
        given = (value_at(self._new, place) for place in places)
        return next((word for word in given if isinstance(word, str)), "")


def _is_open(one: Difference, injected: frozenset[FieldPath]) -> bool:
    """Whether a value of a field is not known yet."""
    if is_injected(injected, one.pointer):
        return True
    return any(
        find_placeholder(value, one.pointer)
        for value in [*_scalars(one.was), *_scalars(one.now)]
    )


def _scalars(value: Any) -> Iterable[Any]:
    """Return a value, or the items of a list; not the content of an entry."""
    return value if isinstance(value, list) else [value]
