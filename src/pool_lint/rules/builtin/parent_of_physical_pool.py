"""RP804."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import ANSWERS, rule


@rule("RP804", "status.parent", severity=Severity.WARNING, kinds=ANSWERS)
def parent_of_physical_pool(pool: Pool) -> Iterator[Problem]:
    """A saved response with a parent pool for a physical pool.

    Why:
        Only logical pools have a parent pool. For a physical pool the API returns an
        empty value. The response was edited, or the type is wrong.

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
        message = (
            f'{field(parent.pointer)} is set, but spec.type is "Dedicate"; '
            "physical pools have no parent pool"
        )
        advice = 'write parent: "", or, for a logical pool, write type: "Logical"'
        yield Problem(parent.location, message, advice)
