"""RP204."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.periods import period_advice
from pool_lint.rules.rule import NODES, rule

_LEAST, _MOST = 10, 36


@rule(
    "RP204",
    "period.num",
    "period.type",
    "billing.mode",
    severity=Severity.WARNING,
    kinds=NODES,
)
def unusual_period(pool: Pool) -> Iterator[Problem]:
    """A subscription of 10 to 36 months, which the console sells in years only.

    Why:
        The console sells subscriptions of 1 to 9 months and of 1 to 3 years. The
        API may reject any other period. For one year, use the unit "3" (years).

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/order.id: CS2508201234567
            os.modelarts/period.type: "2"
            os.modelarts/period.num: "12"  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/order.id: CS2508201234567
            os.modelarts/period.type: "3"
            os.modelarts/period.num: "1"

    Source:
        The official Terraform provider (2026-08) accepts 1 to 9 months or 1 to 3 years.
    """
    number, months = pool.period_num, pool.period_months
    if number and months and number.value == months and _LEAST <= months <= _MOST:
        message = (
            f"{field(number.pointer)}: the subscription runs {months} months; "
            "the console sells 1 to 9 months or 1 to 3 years"
        )
        yield Problem(number.location, message, period_advice(months))
