"""RD107."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import name, problem, step


@change_rule("RD107", Verdict.DISRUPTIVE, Severity.WARNING)
def driver_change(change: Change) -> Iterator[Problem]:
    """A change of the driver version that waits for idle nodes.

    Why:
        With the update strategy idle, each node is isolated until no job runs on it.
        Then its driver is upgraded, and the node restarts.

    Before:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          driver: {gpuVersion: "470.57.02", updateStrategy: idle}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    After:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          driver: {gpuVersion: "535.129.03", updateStrategy: idle}  # <-
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        ModelArts user guide, upgrading the driver of a pool (2025-11-17).
    """
    message = f"changing {name(change)}{step(change)} restarts the nodes"
    effect = "each node is isolated until it is idle, and then restarts"
    yield problem(change, message, "plan the time of the upgrade", effect)
