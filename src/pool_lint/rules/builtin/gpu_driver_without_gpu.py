"""RP501."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.modelarts.flavors import Accelerator
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import POOLS, rule


@rule(
    "RP501",
    "gpuVersion",
    "resources[].flavor",
    kinds=POOLS,
)
def gpu_driver_without_gpu(pool: Pool) -> Iterator[Problem]:
    """gpuVersion in a pool that has no GPU flavor.

    Why:
        The field is valid only for a physical pool with GPU flavors. The rule is silent
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
            gpuVersion: "440.31"  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          driver:
            gpuVersion: "440.31"

    Source:
        Creating Resource Pools, tables 12 and 22, gpuVersion.
    """
    version = pool.driver(Accelerator.GPU)
    if version and not pool.may_have(Accelerator.GPU):
        message = "gpuVersion is set, but no flavor of this pool has a GPU"
        yield Problem(version.location, message, "remove it, or add a GPU flavor")
