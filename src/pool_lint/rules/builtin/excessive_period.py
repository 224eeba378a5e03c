"""RP206."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_MOST, _YEAR = 36, 12


@rule("RP206", "period.num", "period.type", "billing.mode")
def excessive_period(pool: Pool) -> Iterator[Problem]:
    """A subscription of more than three years.

    Why:
        Nothing longer is sold, and most often the unit is wrong: twelve years were
        meant to be twelve months. An order that passes is paid at once.

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
        The official Terraform provider (2026-08) validates 1 to 9 months, 1 to 3 years.
    """
    number, months = pool.period_num, pool.period_months
    if number and months and months > _MOST:
        length = _in_words(months)
        message = f"the subscription runs {length}; the console sells at most 3 years"
        advice = 'check the number: period.type "2" means months, "3" means years'
        yield Problem(number.location, message, advice)


def _in_words(months: int) -> str:
    years, rest = divmod(months, _YEAR)
    parts = [(years, "year"), (rest, "month")]
    return " and ".join(f"{n} {unit}{'s' * (n != 1)}" for n, unit in parts if n)
