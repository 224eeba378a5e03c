"""What a change of a field does to a running resource: ``x-change`` of the schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.model.verdict import How, Verdict
from pool_lint.validation.fields import step_into
from pool_lint.validation.schemas import Schema

KEYWORD = "x-change"
"""The schema keyword with the effects of changes, for each field of a request."""


class Billing(StrEnum):
    """How the running resource is billed."""

    PREPAID = "prepaid"
    PAY_PER_USE = "pay-per-use"


class Change(NamedTuple):
    """A change of one field.

    ``billing`` is that of the old side. ``to`` is the new value, None if there is none.
    ``strategy`` is ``spec.driver.updateStrategy`` of the new side, "" if it has none.
    """

    change: How = How.CHANGED
    billing: Billing = Billing.PAY_PER_USE
    to: Any = None
    strategy: str = ""


class ChangeNote(NamedTuple):
    """What a change does, and how this is known.

    ``when`` holds the conditions by name: those of :class:`Change`. Without conditions
    the note always applies. ``rule`` is the ID of the rule that reports the change, ""
    if it is not a change of the resource. ``effect`` completes a message, and can be
    empty. ``confidence`` is ``documented``, ``observed`` (in code that calls the API)
    or ``by absence`` (no update request has the field).
    """

    verdict: Verdict
    source: str
    date: str
    confidence: str
    rule: str = ""
    effect: str = ""
    when: Mapping[str, Any] = {}

    def applies_to(self, change: Change) -> bool:
        """Whether all conditions hold for a change."""
        return all(_same(getattr(change, k), v) for k, v in self.when.items())


def change_notes(pointer: Pointer, schema: Schema) -> tuple[ChangeNote, ...]:
    """Return what changes of a field do, the first applicable note first.

    A list of values without notes of its own has those of its items. The result is
    empty for unknown fields, and for mappings that only group other fields.
    """
    subschema, is_free = schema.data, False
    for step in pointer:
        inside = step_into(subschema, step, schema)
        # The content of a free-form mapping belongs to the mapping.
        is_free = not inside and (is_free or _is_free_form(subschema))
        if not inside and not is_free:
            return ()
        subschema = inside or subschema
    items = subschema.get("items", {}) if KEYWORD not in subschema else {}
    return tuple(_note(entry) for entry in {**items, **subschema}.get(KEYWORD, ()))


def note_for(change: Change, notes: Iterable[ChangeNote]) -> ChangeNote | None:
    """Return the first note that applies to a change, or None."""
    return next((note for note in notes if note.applies_to(change)), None)


def _note(entry: dict[str, Any]) -> ChangeNote:
    return ChangeNote(**{**entry, "verdict": Verdict(entry["verdict"])})


def _same(one: object, other: object) -> bool:
    """Whether two values are equal in JSON, where true is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _is_free_form(subschema: dict[str, Any]) -> bool:
    is_mapping = subschema.get("type") == "object"
    return is_mapping and not subschema.keys() & {"properties", "additionalProperties"}
