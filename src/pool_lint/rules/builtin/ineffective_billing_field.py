"""RP203."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.fix import Applicability, Fix, Removal
from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import NODES, rule

# The fields, each with the value that has the same effect as leaving it out.
_FIELDS = {
    "period.num": None,
    "period.type": None,
    "auto.renew": "0",
    "auto.pay": "false",
    "promotion.info": "",
    "service.console.url": "",
    "order.id": None,
}
_MODE = 'os.modelarts/billing.mode: "1"'


@rule(
    "RP203",
    "billing.mode",
    *_FIELDS,
    severity=Severity.WARNING,
    kinds=NODES,
    unnecessary=True,
)
def ineffective_billing_field(pool: Pool) -> Iterator[Problem]:
    """A subscription field in a pay-per-use pool.

    Why:
        These fields apply to yearly/monthly pools only. Without billing mode "1" the
        API ignores them. You expect a subscription, but the pool is billed per use.

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
        Creating Resource Pools, table 6. It documents this for auto.pay; for the other
        fields it follows from their meaning.
    """
    given = pool.annotations if pool.billing_mode == "0" else ()
    found = [i for name, i in given if name in _FIELDS and i.value != _FIELDS[name]]
    if found:
        first, *others = found
        name = field(first.pointer)
        message = f"{name} has no effect without {_MODE} (yearly/monthly)"
        removal = "remove these fields" if others else f"remove {name}"
        lead = f"did you forget {_MODE}? Otherwise" if others else f"write {_MODE}, or"
        related = tuple(Related(item.key, "also has no effect") for item in others)
        removals = tuple(Removal(item.pointer) for item in found)
        fix = Fix(Applicability.UNSAFE, removal, removals)
        yield Problem(first.key, message, f"{lead} {removal}", related, fix)
