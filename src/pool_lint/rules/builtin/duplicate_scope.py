"""RP405."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.fix import Applicability, Fix, Removal
from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.modelarts.view import Item
from pool_lint.rules.rule import rule


@rule("RP405", "scope[]", severity=Severity.WARNING)
def duplicate_scope(pool: Pool) -> Iterator[Problem]:
    """A job type stands twice in the scope.

    Why:
        The second has no effect; often another job type was meant.

    Bad:
        spec:
          type: Dedicate
          scope:
            - Train
            - Train  # <-
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        spec:
          type: Dedicate
          scope:
            - Train
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Creating Resource Pools, table 7, scope.
    """
    seen: dict[str, Item] = {}
    for item in pool.scope:
        first = seen.setdefault(item.value, item)
        if first is not item:
            message = f"the job type {item.value} stands twice in the scope"
            fix = Fix(Applicability.SAFE, "remove it", (Removal(item.pointer),))
            other = Related(first.location, "it first stands here")
            yield Problem(item.location, message, fix.message, (other,), fix)
