"""RP301."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.fix import Applicability, Edit, Fix
from pool_lint.model.problem import Problem, Related
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import ANSWERS, NODES, rule

_LIMITS = {
    False: "in a physical pool they must be equal",
    True: "in a node pool maxCount must not be higher",
}


@rule(
    "RP301",
    "maxCount",
    "resources[].count",
    "spec.type",
    kinds=(*ANSWERS, *NODES),
)
def max_count_mismatch(pool: Pool) -> Iterator[Problem]:
    """maxCount differs from count in a physical pool.

    Why:
        In a physical pool, `maxCount` (the elastic number of nodes) must equal `count`
        (the guaranteed number). The API rejects the request otherwise.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 3
              maxCount: 5  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 3
              maxCount: 3

    Source:
        Creating Resource Pools, tables 8 and 25, maxCount.
    """
    for entry in pool.counts if pool.is_physical else ():
        if entry.count is None or entry.max_count in {None, entry.count}:
            continue
        if not pool.is_node_pool or entry.max_count > entry.count:
            here, advice = entry.at("maxCount"), f"set maxCount to {entry.count}"
            message = (
                f"{field(here.pointer)} is {entry.max_count} but count is "
                f"{entry.count}; {_LIMITS[pool.is_node_pool]}"
            )
            first = Related(entry.at("count"), f"count is {entry.count}")
            fix = Fix(Applicability.UNSAFE, advice, (Edit(here, entry.count),))
            yield Problem(here, message, advice, (first,), fix)
