"""Acceptance: the words that accept a change, and the fingerprints that they name."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from pool_lint.changes.differences import value_at
from pool_lint.config.selectors import find_rule
from pool_lint.model.change import Change
from pool_lint.model.errors import AcceptanceError, UnknownRuleError
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import quote
from pool_lint.model.verdict import Verdict
from pool_lint.rules.registry import change_rules, every_rule

_FINGERPRINT = r"[0-9a-f]{8}"
_IDENTITY = ("flavor", "nodePool", "creatingStep", "name", "az", "key")
# Verdicts that cannot be accepted for protected files.
_GUARDED = frozenset({Verdict.NEW_POOL, Verdict.DESTRUCTIVE})


class Acceptance(NamedTuple):
    """A word that accepts changes: a fingerprint, or a rule and perhaps a pool."""

    word: str
    rule: str = ""
    pool: str = ""

    def covers(self, change: Change) -> bool:
        """Whether the word accepts a change."""
        if not self.rule:
            return self.word == change.fingerprint
        return self.rule == change.rule and self.pool in {"", change.pool}


def acceptances(words: Iterable[str]) -> list[Acceptance]:
    """Return what words accept: ``RULE``, ``RULE:POOL`` or a fingerprint.

    Raises AcceptanceError for a word that names no rule that can be accepted.
    """
    return [_acceptance(word) for word in dict.fromkeys(words)]


def _acceptance(word: str) -> Acceptance:
    if re.fullmatch(_FINGERPRINT, word):
        return Acceptance(word)
    name, colon, pool = word.partition(":")
    try:
        rule = find_rule(name, every_rule())
    except UnknownRuleError as error:
        raise AcceptanceError(str(error)) from None
    if rule not in change_rules():
        raise AcceptanceError(f"{quote(name)} is not a rule about changes")
    if rule.always:
        raise AcceptanceError(f"{rule.id} {rule.name} cannot be accepted")
    if colon and not pool:  # such as a variable without a value
        raise AcceptanceError(f"{quote(word)} names no pool after the colon")
    return Acceptance(word, rule.id, pool)


def is_guarded(change: Change, *, is_removal: bool) -> bool:
    """Whether a change of a protected file cannot be accepted."""
    return is_removal or change.verdict in _GUARDED


def fingerprint(
    change: Change, target: str, data: Any, values: Iterable[Any] = ()
) -> str:
    """Return 8 hex digits that identify a change.

    They stay while the rule, the target, the pool, the field, the old and the new value
    stay. ``data`` is the body that the pointer of the change leads into, and ``values``
    are all old and new values. Entries of lists are identified by their names and not
    by their indexes.
    """
    steps = _steps(change.pointer, data)
    parts = [change.rule, target, change.pool, steps, change.new_name, [*values]]
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _steps(pointer: Pointer, data: Any) -> list[Any]:
    steps: list[Any] = []
    for end, step in enumerate(pointer, 1):
        entry = value_at(data, pointer[:end]) if isinstance(step, int) else None
        known = entry if isinstance(entry, dict) else {}
        names = {name: known[name] for name in _IDENTITY if name in known}
        steps.append(step if isinstance(step, str) else names)
    return steps
