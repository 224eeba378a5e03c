"""RP203."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.fix import Applicability, Fix, Removal
from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

# The fields, and their values that say the same as leaving them out.
_FIELDS = {
    "period.num": None,
    "period.type": None,
    "auto.renew": "0",
    "auto.pay": "false",
    "promotion.info": "",
    "service.console.url": "",
    "order.id": None,
}


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
    found = [
        (name, field)
        for name, field in (pool.annotations if pool.billing_mode == "0" else ())
        if name in _FIELDS and field.value != _FIELDS[name]
    ]
    if found:
        (name, first), *others = found
        message = f'{name} has no effect without billing mode "1" (yearly/monthly)'
        names = ", ".join(name for name, _ in found) if others else "it"
        forgot = f'did you forget billing.mode: "1"? Otherwise remove {names}'
        advice = forgot if others else 'remove it, or set billing.mode to "1"'
        related = tuple(Related(f.key, "this has no effect either") for _, f in others)
        removals = tuple(Removal(field.pointer) for _, field in found)
        fix = Fix(Applicability.UNSAFE, f"remove {names}", removals)
        yield Problem(first.key, message, advice, related, fix)
