"""RP202."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP202")
def missing_order_id(failure: SchemaFailure) -> Iterator[Problem]:
    """A yearly/monthly pool has no order.

    Why:
        The order ID is mandatory when a yearly/monthly pool is created. Where a
        pipeline adds it later, the field is to be named under `injected` in the
        configuration.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"  # <-
            os.modelarts/period.type: "2"
            os.modelarts/period.num: "1"

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/period.type: "2"
            os.modelarts/period.num: "1"
            os.modelarts/order.id: CS2508201234567

    Source:
        Creating Resource Pools, table 6, order.id.
    """
    name = field(failure.pointer)
    mode = Location((*failure.pointer[:-1], "os.modelarts/billing.mode"))
    message = f'billing mode "1" (yearly/monthly) needs {name}, which is missing'
    advice = f"add {name}; a pipeline that adds it later names it under `injected`"
    yield Problem(mode, message, advice)
