"""RP309."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import NODES, rule


@rule(
    "RP309",
    "resources[].azs",
    "resources[].count",
    severity=Severity.WARNING,
    editions=("2026-01",),
    kinds=NODES,
)
def uneven_zones(pool: Pool) -> Iterator[Problem]:
    """Zone counts that do not add up to count.

    Why:
        `azs` gives the number of nodes in each zone, and `count` the number of all
        nodes of the flavor. If the sum differs from `count`, one of them is wrong.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 3
              azs:  # <-
                - {az: cn-north-4a, count: 1}
                - {az: cn-north-4b, count: 1}

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              azs:
                - {az: cn-north-4a, count: 1}
                - {az: cn-north-4b, count: 1}

    Source:
        The official SDK 3.1.219 (2026-10), node pools, azs. The SDK does not document
        the sum; it is inferred from the meaning of the fields.
    """
    for entry in pool.resources:
        total = entry.zone_count
        if total is not None and entry.count not in {None, total}:
            azs = entry.at("azs")
            name = f"{entry.name}.azs"
            message = (
                f"the counts in {name} add up to {total} but count is {entry.count}"
            )
            advice = f"set count to {total}, or change the counts in azs"
            first = Related(entry.at("count"), f"count is {entry.count}")
            yield Problem(Location(azs.pointer, Part.KEY), message, advice, (first,))
