"""RP204."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_LEAST, _MOST, _YEAR = 10, 36, 12


@rule("RP204", "period.num", "period.type", "billing.mode", severity=Severity.WARNING)
def unusual_period(pool: Pool) -> Iterator[Problem]:
    """A subscription of 10 to 36 months, which the console sells in years.

    Why:
        The console offers one to nine months, or one to three years. More than nine
        months are most often years in the wrong unit.

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
        The official Terraform provider (2026-08) validates 1 to 9 months, 1 to 3 years.
    """
    number, months = pool.period_num, pool.period_months
    if number and months and number.value == months and _LEAST <= months <= _MOST:
        years, rest = divmod(months, _YEAR)
        message = f"the subscription runs {months} months; the console sells 1 to 9"
        advice = 'period.type "2" means months, "3" means years'
        if not rest:
            unit = "year" if years == 1 else "years"
            advice = (
                f'for {years} {unit}: period.num "{years}", period.type "3" (years)'
            )
        yield Problem(number.location, message, advice)
