"""RD104."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.verdict import How, Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import name, nodes, problem, step


@change_rule("RD104", Verdict.DESTRUCTIVE, Severity.WARNING)
def nodes_released(change: Change) -> Iterator[Problem]:
    """Fewer nodes in a pay-per-use pool.

    Why:
        The service releases nodes with everything that runs on them, and it chooses
        which nodes go.

    Before:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 5}

    After:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 3}  # <-

    Source:
        UpdatePool; observed in the Terraform provider (2026-08).
    """
    # A value that is not a number is neither more nor less.
    verb = "lowered" if change.how is How.LOWERED else "changed"
    verb = "removed" if change.now is None else verb
    message = f"{name(change)} is {verb}{step(change)}"
    effect = "the service chooses which nodes to release"
    if change.nodes:
        effect = f"{nodes(change.nodes)} released; the service chooses which"
    yield problem(change, message, "stop the jobs on the nodes first", effect)
