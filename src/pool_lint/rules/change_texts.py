"""Phrases that the messages about changes share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem
from pool_lint.model.text import quote, show
from pool_lint.rules.messages import field, joined

MOST_NAMED = 8


def value(content: Any) -> str:
    """Return a value as messages show it: text in double quotes, the rest bare."""
    if isinstance(content, str):
        return quote(content)
    return show(json.dumps(content, ensure_ascii=False))


def name(change: Change) -> str:
    """Return the full path of the changed field."""
    return field(change.pointer)


def step(change: Change) -> str:
    """Return " from ... to ..." with the old and the new value, as far as known."""
    if change.is_secret:
        return ""
    before = f" from {value(change.was)}" if change.was is not None else ""
    after = f" to {value(change.now)}" if change.now is not None else ""
    return before + after


def nodes(count: int) -> str:
    """Return a number of nodes in words."""
    return "1 node" if count == 1 else f"{count} nodes"


def entry(content: Any) -> str:
    """Return what identifies an entry of a list, in words."""
    if isinstance(content, dict) and isinstance(content.get("flavor"), str):
        return f"the entry for flavor {quote(content['flavor'])}"
    return f"the entry {value(content)}"


def several(words: Sequence[str]) -> str:
    """Return words joined by commas and "and"; the last ones are only counted."""
    left = len(words) - MOST_NAMED
    more = [f"{left} more"] if left > 0 else []
    return joined([*words[:MOST_NAMED], *more], "and")


def item(content: Any) -> str:
    """Return an item of a list in words."""
    return entry(content) if isinstance(content, dict) else value(content)


def problem(
    change: Change, message: str, advice: str | None = None, effect: str = ""
) -> Problem:
    """Return the problem for a change; the effect in the schema comes first."""
    note = change.effect or effect or None
    return Problem(change.location, message, advice, note=note)
