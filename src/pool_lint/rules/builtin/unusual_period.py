"""RP204."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_MOST = {"2": (9, "months"), "3": (3, "years")}


@rule("RP204", "period.num", "period.type", "billing.mode", severity=Severity.WARNING)
def unusual_period(pool: Pool) -> Iterator[Problem]:
    """A subscription that is longer than the console sells.

    Why:
        The console offers one to nine months and one to three years; a longer period is
        most often a slip of the unit, and the bill comes at once.

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
    number, kind = pool.period_num, pool.annotation("period.type")
    most, unit = _MOST[kind.value] if kind and pool.is_prepaid else (None, "")
    if number and most and number.value > most:
        message = f"the period is over the usual {most} {unit}"
        yield Problem(number.location, message, "check the number and period.type")
