"""RP303."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule

_MOST = 10


@rule("RP303", "spec.resources", severity=Severity.WARNING)
def too_many_flavors(pool: Pool) -> Iterator[Problem]:
    """A pool with more than 10 flavors.

    Why:
        The console accepts at most 10 flavors in a pool. The API may reject more.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.cpu.1u, count: 1}
            - {flavor: modelarts.vm.cpu.2u, count: 1}
            - {flavor: modelarts.vm.cpu.3u, count: 1}
            - {flavor: modelarts.vm.cpu.4u, count: 1}
            - {flavor: modelarts.vm.cpu.5u, count: 1}
            - {flavor: modelarts.vm.cpu.6u, count: 1}
            - {flavor: modelarts.vm.cpu.7u, count: 1}
            - {flavor: modelarts.vm.cpu.8u, count: 1}
            - {flavor: modelarts.vm.cpu.9u, count: 1}
            - {flavor: modelarts.vm.cpu.10u, count: 1}
            - {flavor: modelarts.vm.cpu.11u, count: 1}  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.cpu.1u, count: 1}
            - {flavor: modelarts.vm.cpu.2u, count: 1}
            - {flavor: modelarts.vm.cpu.3u, count: 1}
            - {flavor: modelarts.vm.cpu.4u, count: 1}
            - {flavor: modelarts.vm.cpu.5u, count: 1}
            - {flavor: modelarts.vm.cpu.6u, count: 1}
            - {flavor: modelarts.vm.cpu.7u, count: 1}
            - {flavor: modelarts.vm.cpu.8u, count: 1}
            - {flavor: modelarts.vm.cpu.9u, count: 1}
            - {flavor: modelarts.vm.cpu.10u, count: 1}

    Source:
        ModelArts user guide, creating a dedicated resource pool (at most 10 flavors).
    """
    extra = next((entry for entry in pool.resources if entry.index >= _MOST), None)
    if extra:
        path = field(extra.key.pointer)
        message = f"a pool can have at most {_MOST} flavors; {path} is the 11th"
        advice = "move the other flavors to a second pool"
        yield Problem(extra.key, message, advice)
