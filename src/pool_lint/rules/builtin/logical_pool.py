"""RP402."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP402", editions=("2025-08-20",))
def logical_pool(failure: SchemaFailure) -> Iterator[Problem]:
    """A logical pool, which this API edition cannot create.

    Why:
        In this edition, requests accept only the type Dedicate. Logical appears only in
        responses. The API may reject the request.

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
        f'{field(failure.pointer)} is "Logical"; '
        f"edition {failure.schema.edition} of the API cannot create logical pools"
    )
    advice = (
        'set edition = "2026-01" in pool-lint.toml if your region has it, or write '
        'type: "Dedicate", and add network: {name: <metadata.name>}'
    )
    yield Problem(Location(failure.pointer), message, advice)
