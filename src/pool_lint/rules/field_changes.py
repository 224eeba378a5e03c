"""Describe in words what a change of a field does after creation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.model.verdict import Verdict
from pool_lint.modelarts.kinds import RESOURCE_KINDS
from pool_lint.validation.changes import ChangeNote, change_notes
from pool_lint.validation.fields import field_at
from pool_lint.validation.schemas import Schema

_VERDICTS = {
    Verdict.NONE: "has no effect",
    Verdict.IN_PLACE: "takes effect in place",
    Verdict.NEW_NODES_ONLY: "affects new nodes only",
    Verdict.ORDER: "needs an order",
    Verdict.DISRUPTIVE: "disturbs what runs",
    Verdict.DESTRUCTIVE: "stops what runs",
    Verdict.NEW_POOL: "needs a new {noun}",
    Verdict.REFUSED: "is refused",
}
_VERBS = {
    "added": "adding",
    "removed": "removing",
    "raised": "raising",
    "lowered": "lowering",
}
_BILLING = {"prepaid": "yearly/monthly", "pay-per-use": "pay-per-use"}


class ChangeText(NamedTuple):
    """What one kind of change does, in words.

    ``change`` names the change, ``verdict`` completes it to a sentence. ``effect`` is
    a sentence of its own, or empty. ``source`` has the date and the confidence.
    """

    change: str
    verdict: str
    rule: str
    effect: str
    source: str

    @property
    def sentence(self) -> str:
        """The change, its verdict, the rule that reports it, and the effect."""
        rule = f" ({self.rule})" if self.rule else ""
        effect = f": {self.effect}" if self.effect else ""
        text = f"{self.change} {self.verdict}{rule}{effect}."
        return text[0].upper() + text[1:]


def change_texts(pointer: Pointer, schema: Schema) -> Iterator[ChangeText]:
    """Yield what changes of a field do, the first applicable one first."""
    noun = next(k.noun for k in RESOURCE_KINDS if k.name == schema.name)
    what = _what(pointer, schema)
    notes = change_notes(pointer, schema)
    for note in notes:
        verdict = _VERDICTS[note.verdict].format(noun=noun)
        is_rest = not note.when and len(notes) > 1
        change = "any other change" if is_rest else _change(note.when, what, noun)
        yield ChangeText(change, verdict, note.rule, note.effect, _source(note))


def _what(pointer: Pointer, schema: Schema) -> str:
    """Return the word for what changes: an entry or value of a list, or the field."""
    field = field_at(pointer, schema)
    if field.get("type") == "array":
        return "an entry" if "x-change" in field else "a value"
    return "a value" if pointer and isinstance(pointer[-1], int) else "it"


def _change(when: Mapping[str, Any], what: str, noun: str) -> str:
    text = f"{_VERBS.get(when.get('change', ''), 'changing')} {what}"
    if "to" in when:
        text = f"setting {what} to {json.dumps(when['to'])}"
    if "billing" in when:
        text += f" in a {_BILLING[when['billing']]} {noun}"
    if "strategy" in when:
        text += f' with updateStrategy "{when["strategy"]}"'
    return text


def _source(note: ChangeNote) -> str:
    return f"{note.source}, {note.date} ({note.confidence})"
