"""RD111."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change, Event
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import nodes, problem


@change_rule("RD111", Verdict.NONE, Severity.WARNING, event=Event.REMOVED)
def pool_removed(change: Change) -> Iterator[Problem]:
    """A pool whose manifest is removed.

    Why:
        The service does not know the manifests. The pool keeps running and is billed
        until somebody deletes it.

    Before:
        metadata:
          labels:
            os.modelarts/name: pool-001  # <-

    After:
        # This file has no pool.

    Source:
        No update request deletes a pool; DeletePool does.
    """
    message = f"the manifest of {change.noun} {quote(change.pool)} is removed"
    count = f" ({nodes(change.nodes)})" if change.nodes else ""
    effect = f"the {change.noun} keeps running and is billed{count}"
    advice = f"delete the {change.noun} in the console or with DELETE"
    if change.detail:
        message = f"{message}; {change.detail}"
    yield problem(change, message, advice, effect)
