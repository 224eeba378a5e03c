"""RP804."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import ANSWERS, rule


@rule("RP804", "status.parent", severity=Severity.WARNING, kinds=ANSWERS)
def parent_of_physical_pool(pool: Pool) -> Iterator[Problem]:
    """A saved answer in which a physical pool has a parent pool.

    Why:
        Only a logical pool is a part of another one. Of a physical pool the field is
        empty, so the answer was edited or is of another pool.

    Bad:
        status:
          phase: Running
          parent: pool-000-86c13962597848eeb29c5861153a391f  # <-

    Good:
        status:
          phase: Running
          parent: ""

    Source:
        Creating Resource Pools, table 23, parent.
    """
    parent = pool.status("parent")
    if parent and parent.value and pool.is_physical:
        message = "a physical pool has no parent pool"
        yield Problem(parent.location, message, "check spec.type and status.parent")
