"""The decorator that turns a function into a rule about changes."""

from __future__ import annotations

from collections.abc import Callable

from pool_lint.model.change import Change, Event
from pool_lint.model.problem import Severity
from pool_lint.model.verdict import Verdict
from pool_lint.rules.rule import Check, Rule, Stage


def change_rule(
    id_: str,
    verdict: Verdict,
    severity: Severity = Severity.ERROR,
    *,
    event: Event | None = None,
    off: bool = False,
) -> Callable[[Check[Change]], Rule]:
    """Turn a function that takes a Change and yields Problems into a rule.

    ``verdict`` is what the changes do that it reports. The note of a problem says what
    happens to the pool that runs. ``event`` is what the rule reports apart from fields:
    these name their rule in the schema. A rule ``off`` runs only if it is selected. The
    rule about what cannot be read can neither be disabled nor accepted.
    """
    return lambda check: Rule(
        id_,
        check.__name__.replace("_", "-"),
        severity,
        Stage.CHANGE,
        check,
        verdict=verdict.value,
        off=off,
        always=event is Event.UNREADABLE,
        event=event or "",
    )
