"""RP203."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.fix import Applicability, Fix, Removal
from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_FIELDS = (
    "period.num",
    "period.type",
    "auto.renew",
    "auto.pay",
    "promotion.info",
    "service.console.url",
    "order.id",
)


@rule("RP203", "billing.mode", *_FIELDS, severity=Severity.WARNING)
def ineffective_billing_field(pool: Pool) -> Iterator[Problem]:
    """A field of subscriptions in a pool that is paid per use.

    Why:
        A period, an order, a discount, a page after payment and automatic payment or
        renewal mean something only with billing mode "1". Without it they are ignored,
        and the pool is billed by the hour.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "0"
            os.modelarts/period.num: "2"  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "0"

    Source:
        Creating Resource Pools, table 6: auto.pay says so, the others by their meaning.
    """
    for name in _FIELDS if pool.billing_mode == "0" else ():
        field = pool.annotation(name)
        if field and (name, field.value) != ("auto.renew", "0"):
            message = f'{name} has no effect without billing mode "1" (yearly/monthly)'
            fix = Fix(Applicability.UNSAFE, "remove it", (Removal(field.pointer),))
            advice = 'remove it, or set billing.mode to "1"'
            yield Problem(field.key, message, advice, fix=fix)
