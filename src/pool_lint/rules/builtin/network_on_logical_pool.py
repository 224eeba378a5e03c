"""RP803."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import ANSWERS, rule


@rule(
    "RP803",
    "spec.network",
    "spec.type",
    severity=Severity.WARNING,
    kinds=ANSWERS,
)
def network_on_logical_pool(pool: Pool) -> Iterator[Problem]:
    """An answer with a network on a logical pool.

    Why:
        A logical pool has no network of its own, and cannot be reached through one.

    Bad:
        spec:
          type: Logical
          scope: [Train]
          network:  # <-
            name: net-0123-86c13962597848eeb29c5861153a391f
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        spec:
          type: Logical
          scope: [Train]
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Creating Resource Pools, table 17, type and network.
    """
    network = pool.spec("network") if pool.spec("network", "name") else None
    if network and pool.type == "Logical":
        message = "a logical pool has no network of its own"
        yield Problem(network.key, message, "remove it, or check the type")
