"""RP403."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule


@rule("RP403", "spec", severity=Severity.WARNING)
def missing_spec(pool: Pool) -> Iterator[Problem]:
    """A pool without spec.

    Why:
        The reference lists `spec` as optional. A pool without it has no nodes and no
        network, so it cannot run jobs.

    Bad:
        apiVersion: v2  # <-
        kind: Pool
        metadata:
          labels:
            os.modelarts/name: pool-001

    Good:
        apiVersion: v2
        kind: Pool
        metadata:
          labels:
            os.modelarts/name: pool-001
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Creating Resource Pools, table 3, spec (optional).
    """
    if pool.is_missing("spec"):
        message = "spec is missing; the pool has no type, scope, resources and network"
        advice = "add spec; `pool-lint init` writes a complete example"
        yield Problem(Location((), Part.KEY), message, advice)
