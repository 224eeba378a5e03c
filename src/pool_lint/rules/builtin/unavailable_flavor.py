"""RP308."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule

_MODES = {"0": "pay-per-use", "1": "yearly/monthly"}


@rule("RP308", "resources[].flavor", "billing.mode", severity=Severity.WARNING)
def unavailable_flavor(pool: Pool) -> Iterator[Problem]:
    """A flavor that is sold out or not sold in the billing mode.

    Why:
        The API rejects the request, or the pool waits for nodes. The rule needs a
        saved response of the flavors API: set `flavor-catalog` in pool-lint.toml, and
        save the response again from time to time.

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
        if not offer:
            continue
        here = entry.at("flavor")
        name = f"{field(here.pointer)} {quote(entry.flavor or '')}"
        if offer.is_sold_out:
            message = f"{name} is sold out in every zone"
            yield Problem(here, message, "use another flavor, or create the pool later")
        elif mode and mode not in offer.billing_modes:
            message = f'{name} is not sold in billing mode "{mode}" ({_MODES[mode]})'
            ways = [
                f'write os.modelarts/billing.mode: "{other}" ({meaning})'
                for other, meaning in _MODES.items()
                if other in offer.billing_modes
            ]
            yield Problem(here, message, ", or ".join([*ways, "use another flavor"]))
