"""RP304."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import NODES, rule

_MOST = 2000


@rule("RP304", "resources[].count", severity=Severity.WARNING, kinds=NODES)
def unusual_count(pool: Pool) -> Iterator[Problem]:
    """A node count over the limit of later updates.

    Why:
        Updates of a pool accept at most 2000 nodes. A larger number is usually a typing
        error, and every node is billed from the start.

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
            here = entry.at("count")
            message = (
                f"{field(here.pointer)} is {entry.count}; "
                f"later updates accept at most {_MOST}"
            )
            yield Problem(here, message, f"check the number; write {_MOST} or less")
