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
    """Auto-payment "1", which no document lists.

    Why:
        The reference lists "true" and "false". Terraform sends "1", and the service
        took it in a published test. No document says that it pays the order then.

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
        message = 'os.modelarts/auto.pay must be "true" or "false", not "1"'
        fix = Fix(Applicability.UNSAFE, 'write "true"', (Edit(pay.location, "true"),))
        advice = 'write "true" to pay the order automatically'
        yield Problem(pay.location, message, advice, fix=fix)
