"""RP304."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_MOST = 2000


@rule("RP304", "resources[].count", severity=Severity.WARNING)
def unusual_count(pool: Pool) -> Iterator[Problem]:
    """A count of more nodes than an update would take.

    Why:
        Updates take counts up to 2000 in all; more is most often a slip, and every node
        is billed from the first minute.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 20000  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2000

    Source:
        Updating a Resource Pool, count (1 to 2000).
    """
    for entry in pool.resources:
        if entry.count is not None and entry.count > _MOST:
            message = f"count is {entry.count}, over the {_MOST} that an update takes"
            yield Problem(entry.at("count"), message, "check the number")
