"""RP206."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.periods import in_words, period_advice
from pool_lint.rules.rule import NODES, rule

_MOST = 36


@rule("RP206", "period.num", "period.type", "billing.mode", kinds=NODES)
def excessive_period(pool: Pool) -> Iterator[Problem]:
    """A subscription of more than three years.

    Why:
        The console sells at most three years. Usually the unit is wrong: "12" with the
        unit "3" means 12 years, not 12 months. If the API accepts the order, you
        pay for the whole period.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/order.id: CS2508201234567
            os.modelarts/period.type: "3"
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
    if number and months and months > _MOST:
        message = (
            f"{field(number.pointer)}: the subscription runs {in_words(months)}; "
            "the console sells at most 3 years"
        )
        # Years are usually meant to be months.
        yield Problem(number.location, message, period_advice(number.value))
