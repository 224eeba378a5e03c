"""RP403."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule


@rule("RP403", "spec", severity=Severity.WARNING)
def missing_spec(pool: Pool) -> Iterator[Problem]:
    """A pool without any specification.

    Why:
        The reference lets spec be absent, but such a pool has no type, no job types, no
        resources and no network: nothing that a job could run on.

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
        message = "the pool has no spec, and so no type, scope, resources or network"
        yield Problem(Location((), Part.KEY), message, "add spec")
