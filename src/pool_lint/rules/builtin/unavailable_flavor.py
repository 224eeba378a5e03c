"""RP308."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote, show
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule


@rule("RP308", "resources[].flavor", "billing.mode", severity=Severity.WARNING)
def unavailable_flavor(pool: Pool) -> Iterator[Problem]:
    """A flavor that is sold out, or not sold by the billing mode.

    Why:
        The order is refused, or waits. The rule speaks only where a saved answer of the
        API that lists flavors is given, by --flavor-catalog, and is as fresh as that.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.cpu.sold  # <-
              count: 2

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2

    Source:
        Obtaining Resource Specifications, tables 8 and 12: billingModes, phase.
    """
    for entry in pool.resources:
        offer, mode = entry.offer, pool.billing_mode
        if offer and offer.is_sold_out:
            message = f"{show(entry.flavor or '')} is sold out in every zone"
            yield Problem(entry.at("flavor"), message, "take another flavor, or wait")
        elif offer and mode and mode not in offer.billing_modes:
            message = (
                f"{show(entry.flavor or '')} is not sold by billing mode {quote(mode)}"
            )
            yield Problem(entry.at("flavor"), message, "change the mode or the flavor")
