"""RP408."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule


@rule(
    "RP408",
    "spec.type",
    "spec.network",
    "spec.driver",
    "spec.masters",
    "resources[].maxCount",
    severity=Severity.WARNING,
    editions=("2026-01",),
)
def logical_pool_with_hardware(pool: Pool) -> Iterator[Problem]:
    """A logical pool with fields of physical pools.

    Why:
        A logical pool is a part of a physical pool. The network, the drivers and the
        master nodes belong to the physical pool. The API may ignore or reject them in a
        logical pool, and also a `maxCount` below `count`.

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
            - {flavor: modelarts.vm.gpu.tnt004, count: 2, maxCount: 4}

    Source:
        The API reference of Open Telekom Cloud (2024-06 and 2025-08), type, driver and
        maxCount; the official SDK 3.1.219 (2026-10).
    """
    if not pool.is_logical:
        return
    for name in ("network", "driver", "masters"):
        if field := pool.spec(name):
            message = f"spec.{name} does not apply to logical pools"
            advice = f"remove {name}; it belongs to the physical pool"
            yield Problem(field.key, message, advice)
    for entry in pool.resources:
        if entry.count and entry.max_count and entry.max_count < entry.count:
            message = (
                f"{entry.name}.maxCount is {entry.max_count} but count is "
                f"{entry.count}; maxCount must be at least count"
            )
            advice = f"set maxCount to {entry.count} or more"
            first = Related(entry.at("count"), f"count is {entry.count}")
            yield Problem(entry.at("maxCount"), message, advice, (first,))
