"""RP504."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule


@rule("RP504", "updateStrategy", severity=Severity.INFO)
def forced_driver_upgrade(pool: Pool) -> Iterator[Problem]:
    """Drivers are upgraded under running jobs.

    Why:
        "force" upgrades the nodes at once, and what runs on them may fail; "idle" waits
        until a node runs no job. Advice, off until it is selected.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          driver:
            gpuVersion: "440.31"
            updateStrategy: force  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          driver:
            gpuVersion: "440.31"
            updateStrategy: idle

    Source:
        Creating Resource Pools, table 12, updateStrategy.
    """
    strategy = pool.spec("driver", "updateStrategy")
    if strategy and strategy.value == "force":
        message = "drivers are upgraded at once, also under running jobs"
        yield Problem(strategy.location, message, 'write "idle" to wait for them')
