"""RP405."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.fix import Applicability, Fix, Removal
from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.modelarts.view import Item
from pool_lint.rules.rule import rule


@rule("RP405", "scope[]", severity=Severity.WARNING)
def duplicate_scope(pool: Pool) -> Iterator[Problem]:
    """A job type is listed twice in spec.scope.

    Why:
        The second entry has no effect. Often another job type was meant.

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
            message = f"job type {quote(item.value)} is listed twice in spec.scope"
            advice = f"remove the duplicate {quote(item.value)}"
            fix = Fix(Applicability.SAFE, advice, (Removal(item.pointer),))
            other = Related(first.location, "first listed here")
            yield Problem(item.location, message, fix.message, (other,), fix)
