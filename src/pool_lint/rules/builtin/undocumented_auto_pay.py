"""RP208."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.fix import Applicability, Edit, Fix
from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import NODES, rule


@rule(
    "RP208", "auto.pay", severity=Severity.WARNING, editions=("2026-01",), kinds=NODES
)
def undocumented_auto_pay(pool: Pool) -> Iterator[Problem]:
    """Auto-payment "1", which is not documented.

    Why:
        The reference lists only "true" and "false". The Terraform provider sends "1",
        and the service accepted it in a published test. Whether the service then pays
        the order is not documented.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/period.type: "2"
            os.modelarts/period.num: "1"
            os.modelarts/order.id: CS2508201234567
            os.modelarts/auto.pay: "1"  # <-

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
        The official SDK 3.1.219 (2026-10), auto.pay; the Terraform provider (2026-08).
    """
    pay = pool.annotation("auto.pay")
    if pay and pay.value == "1":
        message = 'os.modelarts/auto.pay "1" is not documented'
        fix = Fix(Applicability.UNSAFE, 'write "true"', (Edit(pay.location, "true"),))
        advice = 'write "true" (automatic payment) or "false" (manual payment)'
        yield Problem(pay.location, message, advice, fix=fix)
