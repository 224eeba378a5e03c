"""RP502."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.modelarts.flavors import Accelerator
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import POOLS, rule


@rule(
    "RP502",
    "npuVersion",
    "resources[].flavor",
    kinds=POOLS,
)
def npu_driver_without_npu(pool: Pool) -> Iterator[Problem]:
    """npuVersion in a pool that has no NPU flavor.

    Why:
        The field is valid only for a physical pool with NPU flavors. The rule is silent
        as long as the kind of a single flavor is not known, from its name or from the
        list given by --flavor-catalog.

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
        message = "npuVersion is set, but no flavor of this pool has an NPU"
        yield Problem(version.location, message, "remove it, or add an NPU flavor")
