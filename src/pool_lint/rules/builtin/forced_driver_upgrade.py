"""RP504."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule


@rule("RP504", "updateStrategy", severity=Severity.INFO)
def forced_driver_upgrade(pool: Pool) -> Iterator[Problem]:
    """A forced driver upgrade, which may affect running jobs.

    Why:
        "force" upgrades the drivers of all nodes immediately, and running jobs may
        fail. "idle" upgrades a node when no job is running on it. This rule is off by
        default.

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
        name = field(strategy.pointer)
        message = f'{name} "force" (immediately) may affect running jobs'
        advice = 'write "idle" to upgrade when no job is running'
        yield Problem(strategy.location, message, advice)
