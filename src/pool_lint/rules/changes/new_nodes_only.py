"""RD109."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.verdict import How, Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import entry, name, problem, step


@change_rule("RD109", Verdict.NEW_NODES_ONLY, Severity.WARNING)
def new_nodes_only(change: Change) -> Iterator[Problem]:
    """A change that applies to new nodes only.

    Why:
        Nodes that exist keep the old value, so the pool has two kinds of nodes. This is
        so for the operating system, the disks, the container runtime and others.

    Before:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              extendParams: {dockerBaseSize: "50"}

    After:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              extendParams: {dockerBaseSize: "100"}  # <-

    Source:
        Managing Lite Cluster node pools: changes apply to new nodes only.
    """
    if change.how in {How.ADDED, How.REMOVED} and change.values:
        verb = "added to" if change.how is How.ADDED else "removed from"
        about = change.now if change.how is How.ADDED else change.was
        what = f"{entry(about)} {verb} {name(change)}"
    else:
        what = f"changing {name(change)}{step(change)}"
    message = f"{what} applies to new nodes only"
    effect = "nodes that exist keep the old value"
    yield problem(change, message, "replace the nodes to change all of them", effect)
