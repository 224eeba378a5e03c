"""RD103."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem
from pool_lint.model.verdict import How, Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import entry, name, nodes, problem, step


@change_rule("RD103", Verdict.DESTRUCTIVE)
def nodes_replaced(change: Change) -> Iterator[Problem]:
    """A change that releases all nodes of an entry of the resources.

    Why:
        An entry is identified by its flavor, node pool and creating step. If it is
        removed, or one of these changes, the service releases the nodes with everything
        that runs on them. For a changed flavor or node pool it then creates new nodes.

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
            - {flavor: modelarts.vm.gpu.tnt008, count: 2}  # <-

    Source:
        DeleteNodePool (2026-01-30); observed in the Terraform provider (2026-08).
    """
    count = f" ({nodes(change.nodes)})" if change.nodes else ""
    if change.how is How.REMOVED:
        message = f"{entry(change.was)} is removed from {name(change)}"
        effect = f"its nodes are released with what runs on them{count}"
    else:
        message = f"changing {name(change)}{step(change)} replaces the nodes"
        effect = f"the old nodes are released with what runs on them{count}"
    yield problem(change, message, "move the jobs to other nodes first", effect)
