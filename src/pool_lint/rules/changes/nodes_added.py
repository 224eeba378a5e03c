"""RD115."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change, Event
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.model.verdict import How, Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import entry, name, nodes, problem, step


@change_rule("RD115", Verdict.IN_PLACE, Severity.INFO, event=Event.ADDED)
def nodes_added(change: Change) -> Iterator[Problem]:
    """More nodes, or a new pool.

    Why:
        The bill grows. Nothing that runs is affected.

    Before:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    After:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 6}  # <-

    Source:
        UpdatePool, spec.resources.
    """
    more = nodes(change.nodes)
    if not change.pointer:
        message = f"creates {change.noun} {quote(change.new_name)}"
        message += f" with {more}" if change.nodes else ""
        if change.detail:
            message = f"{message}; {change.detail}"
    elif change.how is How.ADDED and change.values:
        message = f"{entry(change.now)} is added to {name(change)}: {more} more"
    else:
        message = f"{name(change)} is raised{step(change)}: {more} more"
    yield problem(change, message)
