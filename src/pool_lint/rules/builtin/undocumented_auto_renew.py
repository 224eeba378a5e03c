"""RP205."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule


@rule("RP205", "auto.renew", "billing.mode", severity=Severity.WARNING)
def undocumented_auto_renew(pool: Pool) -> Iterator[Problem]:
    """Automatic renewal, which the creation table of this edition does not list.

    Why:
        The table of the request lists "0" alone, the table of the answer "0" and "1";
        later editions and the SDK take "1". Where this edition is in force it may be
        refused, or ignored: then the subscription ends.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/order.id: CS2508201234567
            os.modelarts/period.type: "3"
            os.modelarts/period.num: "1"
            os.modelarts/auto.renew: "1"  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/order.id: CS2508201234567
            os.modelarts/period.type: "3"
            os.modelarts/period.num: "1"
            os.modelarts/auto.renew: "0"

    Source:
        Creating Resource Pools, tables 6 and 16, auto.renew; the official SDK 3.1.219.
    """
    renew = pool.annotation("auto.renew")
    if renew and renew.value == "1" and pool.is_prepaid:
        message = 'auto.renew "1" is not listed for requests in this edition'
        advice = "check after creation that it is renewed"
        yield Problem(renew.location, message, advice)
