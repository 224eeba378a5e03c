"""RP207."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule


@rule("RP207", "auto.pay", "billing.mode", severity=Severity.INFO)
def manual_payment(pool: Pool) -> Iterator[Problem]:
    """A yearly/monthly pool without automatic payment.

    Why:
        Without automatic payment, the service creates an order but no nodes. Your
        pipeline reports success, but the pool waits until the order is paid in the
        console.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"  # <-
            os.modelarts/period.type: "2"
            os.modelarts/period.num: "1"
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
            os.modelarts/auto.pay: "true"

    Source:
        Creating Resource Pools, table 6, auto.pay.
    """
    mode, pay = pool.annotation("billing.mode"), pool.annotation("auto.pay")
    if mode and pool.is_prepaid and pool.pays_manually:
        value = 'is "false"' if pay else "is missing"
        message = f"os.modelarts/auto.pay {value}; the pool waits until you pay"
        advice = (
            'set os.modelarts/auto.pay: "true" (automatic payment), or pay the order '
            "in the console"
        )
        yield Problem((pay or mode).location, message, advice)
