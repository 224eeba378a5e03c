"""RP501."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.modelarts.flavors import Accelerator
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import POOLS, rule


@rule(
    "RP501",
    "gpuVersion",
    "resources[].flavor",
    kinds=POOLS,
)
def gpu_driver_without_gpu(pool: Pool) -> Iterator[Problem]:
    """gpuVersion in a pool without GPU flavors.

    Why:
        Only a physical pool with GPU flavors accepts this field. The rule runs only if
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
        name = field(version.pointer)
        message = f"{name} is set, but no flavor of this pool has a GPU"
        advice = "remove gpuVersion, or add a flavor such as modelarts.vm.gpu.tnt004"
        yield Problem(version.location, message, advice)
