"""RP202."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem, Severity
from pool_lint.rules.messages import entry, field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure
from pool_lint.validation.fields import field_at, short_name


@keyword_rule("RP202", severities={"2026-01": Severity.WARNING})
def missing_order_id(failure: SchemaFailure) -> Iterator[Problem]:
    """A yearly/monthly pool without an order ID.

    Why:
        The reference requires the order ID for a yearly/monthly pool. Without it, the
        API may reject the request. If your pipeline adds it later, add
        "annotations.order.id" to `injected` in pool-lint.toml. In edition 2026-01 this
        is a warning, because the API creates orders only for existing pools.

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
        Creating Resource Pools, table 6, order.id. CreateOrderId (2026-06) requires the
        ID of an existing pool.
    """
    name = field(failure.pointer)
    mode = (*failure.pointer[:-1], "os.modelarts/billing.mode")
    message = f'{name} is missing; {field(mode)} "1" (yearly/monthly) requires it'
    subschema = field_at(failure.pointer, failure.schema)
    advice = (
        f"add {entry(failure, subschema)} (your order ID), or, if your pipeline adds "
        f'it later, add "{short_name(failure.pointer)}" to `injected` in pool-lint.toml'
    )
    yield Problem(Location(mode), message, advice)
