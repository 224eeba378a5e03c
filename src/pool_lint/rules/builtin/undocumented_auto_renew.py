"""RP205."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule


@rule(
    "RP205",
    "auto.renew",
    "billing.mode",
    severity=Severity.WARNING,
    editions=("2025-08-20",),
)
def undocumented_auto_renew(pool: Pool) -> Iterator[Problem]:
    """Auto-renewal, which this edition does not document for requests.

    Why:
        For requests, this edition documents only "0" (no auto-renewal). Later editions
        and the SDK accept "1". The API may reject or ignore "1". If it ignores it,
        the subscription ends without renewal.

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
        message = (
            f'{field(renew.pointer)} "1" (auto-renewal) is not documented for requests '
            "in this edition"
        )
        advice = (
            'set edition = "2026-01" in pool-lint.toml if your region has it, or '
            "check that auto-renewal is on after creating the pool"
        )
        yield Problem(renew.location, message, advice)
