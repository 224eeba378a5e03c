"""What reports print about one change, beside the message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pool_lint.model.change import Change
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Severity
from pool_lint.model.text import quote, show
from pool_lint.model.verdict import How

ACCEPT = "--accept"
# The name of a pool that needs no quotes in a shell.
_PLAIN = r"[A-Za-z0-9._-]{1,64}"


def shown_value(value: Any) -> str:
    """Return a value: text in double quotes, the rest as JSON; cut if it is long."""
    if isinstance(value, str):
        return quote(value)
    return show(json.dumps(value, ensure_ascii=False))


def old_value(change: Change) -> str:
    """Return the words beside the new value, "" if there is no old value to show."""
    if not change.pointer or change.is_secret:
        return ""
    if change.was is None:
        is_field = change.how is How.ADDED and not change.values  # and not an entry
        return "was not set" if is_field else ""
    return f"was {shown_value(change.was)}"


def source(change: Change) -> str:
    """Return how it is known what a change does, "" if that needs no source."""
    return f"{change.confidence} ({change.source})" if change.source else ""


def about(finding: Finding, change: Change) -> Iterator[tuple[str, str]]:
    """Yield what a change does, how that is known, and what to do, with headings."""
    rows = {
        "effect": finding.note or "",
        "source": source(change),
        "help": advice(finding),
    }
    yield from ((name, text) for name, text in rows.items() if text)


def words_to_accept(finding: Finding) -> list[str]:
    """Return the words that accept a finding; none if that is useless or impossible."""
    change = finding.change
    if change is None or change.is_protected or finding.severity is Severity.INFO:
        return []
    if not change.fingerprint:
        return []
    is_plain = re.fullmatch(_PLAIN, change.pool)
    by_pool = [f"{change.rule}:{change.pool}"] if is_plain else []
    return [*by_pool, change.fingerprint]


def advice(finding: Finding) -> str:
    """Return the help of a finding about a change, with how to accept the change."""
    text, change = finding.help or "", finding.change
    if change and change.accepted:
        return ""
    if change and change.is_protected:
        guard = "`protected` in the settings forbids to accept this change"
        return "; ".join(filter(None, (text, guard)))
    words = [f"{ACCEPT} {word}" for word in words_to_accept(finding)]
    if not words:
        return text
    others = f" (or {words[1]})" if words[1:] else ""
    if text.endswith(" first"):
        return f"{text}, then: {words[0]}{others}"
    lead = f"{text}, or accept" if text else "accept"
    return f"{lead} this change: {words[0]}{others}"


def worst_first(found: Iterable[Finding]) -> list[Finding]:
    """Return findings about changes: the pool with the worst finding comes first."""
    worst: dict[tuple[str, str], tuple[int, int]] = {}
    several = [(one, one.change) for one in found if one.change]
    for one, change in several:
        key, weight = _pool(one, change), _weight(one, change)
        worst[key] = min(weight, worst.get(key, weight))

    def rank(pair: tuple[Finding, Change]) -> tuple[object, ...]:
        key = _pool(*pair)
        return worst[key], key, _weight(*pair)

    return [one for one, _ in sorted(several, key=rank)]


def _pool(finding: Finding, change: Change) -> tuple[str, str]:
    return change.pool or finding.file, change.noun


def _weight(finding: Finding, change: Change) -> tuple[int, int]:
    return finding.severity.rank, -change.verdict.rank
