"""RP402."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP402")
def logical_pool(failure: SchemaFailure) -> Iterator[Problem]:
    """A request for a logical pool, which this edition does not create.

    Why:
        The creation table lists Dedicate alone; Logical stands in the answers only.

    Bad:
        spec:
          type: Logical  # <-
          scope: [Train]
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Creating Resource Pools, table 7, type. The Chinese edition of 2026-01, Open
        Telekom Cloud 2024 and the SDK accept Logical.
    """
    message = (
        "this edition creates no Logical pools (the Chinese edition of 2026-01, "
        "Open Telekom Cloud 2024 and the SDK do)"
    )
    advice = 'write "Dedicate", with a network'
    yield Problem(Location(failure.pointer), message, advice)
