"""RP201."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import choices, entry, field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure
from pool_lint.validation.fields import field_at

_MODE = "os.modelarts/billing.mode"


@keyword_rule("RP201")
def missing_period(failure: SchemaFailure) -> Iterator[Problem]:
    """A yearly/monthly pool without a subscription period.

    Why:
        Billing mode "1" (yearly/monthly) requires the number of months or years and
        its unit. Neither has a default. Without them the API rejects the request.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"  # <-
            os.modelarts/period.type: "2"
            os.modelarts/order.id: CS2508201234567

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
        Creating Resource Pools, table 6, period.num and period.type.
    """
    mode = (*failure.pointer[:-1], _MODE)
    message = (
        f'{field(failure.pointer)} is missing; {_MODE} "1" (yearly/monthly) requires it'
    )
    subschema = field_at(failure.pointer, failure.schema)
    advice = f"add {entry(failure, subschema)} (the number of months or years)"
    if options := choices(failure.options):
        advice = f"add {failure.pointer[-1]}: {options}"
    yield Problem(Location(mode), message, advice)
