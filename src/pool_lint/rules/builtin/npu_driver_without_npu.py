"""RP502."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.modelarts.flavors import Accelerator
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import POOLS, rule


@rule(
    "RP502",
    "npuVersion",
    "resources[].flavor",
    kinds=POOLS,
)
def npu_driver_without_npu(pool: Pool) -> Iterator[Problem]:
    """npuVersion in a pool without NPU flavors.

    Why:
        Only a physical pool with NPU flavors accepts this field. The rule runs only if
        the accelerator of every flavor is known, from its name or from the flavor
        catalog (`flavors` or `flavor-catalog` in pool-lint.toml).

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.cpu.8ud, count: 2}
          driver:
            npuVersion: "7.1.0.9.220-23.0.6"  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.bm.npu.arm.8snt9b3, count: 2}
          driver:
            npuVersion: "7.1.0.9.220-23.0.6"

    Source:
        Creating Resource Pools, tables 12 and 22, npuVersion.
    """
    version = pool.driver(Accelerator.NPU)
    if version and not pool.may_have(Accelerator.NPU):
        name = field(version.pointer)
        message = f"{name} is set, but no flavor of this pool has an NPU"
        advice = (
            "remove npuVersion, or add a flavor such as modelarts.bm.npu.arm.8snt9b3"
        )
        yield Problem(version.location, message, advice)
