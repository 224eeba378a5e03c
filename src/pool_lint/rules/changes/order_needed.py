"""RD106."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import name, problem, step


@change_rule("RD106", Verdict.ORDER)
def order_needed(change: Change) -> Iterator[Problem]:
    """A change of the subscription, which needs an order.

    Why:
        A manifest cannot change a subscription that exists. To change to yearly/monthly
        billing, create an order for the pool. Change the period and the auto-renewal in
        the Billing Center.

    Before:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "0"

    After:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"  # <-

    Source:
        CreateOrderId (2026-06-03); observed in the Terraform provider (2026-08).
    """
    message = f"changing {name(change)}{step(change)} needs an order"
    effect = "the subscription stays as it is until an order is paid"
    yield problem(change, message, "create the order for the pool", effect)
