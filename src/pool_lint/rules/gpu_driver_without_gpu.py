"""RP501."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.finding import Problem
from pool_lint.flavor import Accelerator
from pool_lint.pool import Pool
from pool_lint.rule import rule


@rule("RP501")
def gpu_driver_without_gpu(pool: Pool) -> Iterator[Problem]:
    """gpuVersion in a pool that has no GPU flavor.

    Why:
        The field is valid only for a physical pool with GPU flavors. The rule is silent
        as long as the kind of a single flavor cannot be told from its name.

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
        Creating Resource Pools, table 12, gpuVersion.
    """
    version = pool.driver("gpuVersion")
    if version and not pool.accelerators & {Accelerator.GPU, Accelerator.UNKNOWN}:
        message = "gpuVersion is set, but no flavor of this pool has a GPU"
        yield Problem(version.place, message, "remove it, or add a GPU flavor")
