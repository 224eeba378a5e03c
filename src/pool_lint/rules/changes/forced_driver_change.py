"""RD108."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import name, problem, step


@change_rule("RD108", Verdict.DISRUPTIVE)
def forced_driver_change(change: Change) -> Iterator[Problem]:
    """A driver upgrade that does not wait for running jobs.

    Why:
        With the update strategy force, nodes restart at once, and running jobs may
        fail. The rule also reports a change of the strategy to force: the next upgrade
        then interrupts jobs.

    Before:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          driver: {gpuVersion: "470.57.02", updateStrategy: force}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    After:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          driver: {gpuVersion: "535.129.03", updateStrategy: force}  # <-
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        ModelArts user guide, upgrading the driver of a pool (2025-11-17).
    """
    message = f"changing {name(change)}{step(change)} interrupts running jobs"
    effect = "nodes restart at once, and running jobs may fail"
    yield problem(change, message, 'use updateStrategy "idle"', effect)
