"""RP803."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import ANSWERS, rule


@rule(
    "RP803",
    "spec.network",
    "spec.type",
    severity=Severity.WARNING,
    kinds=ANSWERS,
)
def network_on_logical_pool(pool: Pool) -> Iterator[Problem]:
    """A saved response with a network on a logical pool.

    Why:
        A logical pool has no network of its own and does not support network
        connectivity. The response was edited, or the type is wrong.

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
        message = (
            f'{field(network.pointer)} is set, but spec.type is "Logical"; '
            "logical pools have no network"
        )
        advice = "remove network, or write type: Dedicate"
        yield Problem(network.key, message, advice)
