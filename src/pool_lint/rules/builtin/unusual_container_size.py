"""RP305."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import NODES, rule

_LEAST, _MOST = 50, 500


@rule("RP305", "dockerBaseSize", severity=Severity.WARNING, kinds=NODES)
def unusual_container_size(pool: Pool) -> Iterator[Problem]:
    """A dockerBaseSize outside the documented range.

    Why:
        The page about node pools documents 50 to 500 GiB, or "0" for no limit. A
        smaller space is too small for container images. A larger one may exceed the
        disk.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              extendParams:
                dockerBaseSize: "10"  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              extendParams:
                dockerBaseSize: "0"

    Source:
        ModelArts API reference, creating a node pool, dockerBaseSize.
    """
    for entry in pool.resources:
        size = entry.number("extendParams", "dockerBaseSize")
        if size and size.value and not _LEAST <= size.value <= _MOST:
            message = (
                f'{field(size.pointer)} is "{size.value}"; '
                f"the documented range is {_LEAST} to {_MOST} GiB"
            )
            advice = f'write a size such as "{_LEAST}" (GiB), or "0" (no limit)'
            yield Problem(size.location, message, advice)
