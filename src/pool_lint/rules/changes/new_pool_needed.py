"""RD101."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import name, nodes, problem, several


@change_rule("RD101", Verdict.NEW_POOL)
def new_pool_needed(change: Change) -> Iterator[Problem]:
    """A change that needs a new pool.

    Why:
        Some fields cannot be changed: the name, the type, the network and others. A
        manifest with another value creates a second pool. The first one keeps running
        and is billed until somebody deletes it.

    Before:
        metadata:
          labels:
            os.modelarts/name: train-01

    After:
        metadata:
          labels:
            os.modelarts/name: train-02  # <-

    Source:
        No field of an update request; observed in the Terraform provider (2026-08).
    """
    change = change._replace(effect="")  # the names and the nodes say more
    fields = several([name(change), *change.more])
    message = f"{change.file} needs a new {change.noun}: {fields} cannot be changed"
    what = f"{change.noun} {quote(change.pool)}"
    billed = f" and is billed ({nodes(change.nodes)})" if change.nodes else ""
    if change.new_name != change.pool:
        created = f"{change.noun} {quote(change.new_name)}"
        effect = f"creates {created}; {what} keeps running{billed}"
        yield problem(change, message, "keep the old name", effect)
    else:
        effect = f"{what} keeps running without this change{billed}"
        advice = f"keep the old value, or create a {change.noun} with another name"
        yield problem(change, message, advice, effect)
