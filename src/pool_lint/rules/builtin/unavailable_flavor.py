"""RP308."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.modelarts.flavors import Flavor
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import NODES, rule

_MODES = {"0": "pay-per-use", "1": "yearly/monthly"}


@rule(
    "RP308",
    "resources[].flavor",
    "resources[].azs",
    "billing.mode",
    "spec.scope",
    severity=Severity.WARNING,
    kinds=NODES,
    needs_catalog=True,
)
def unavailable_flavor(pool: Pool) -> Iterator[Problem]:
    """A flavor that does not fit the zones, billing or jobs of the pool.

    Why:
        The API rejects the request, or the pool waits for nodes. The rule needs a
        saved response of the flavors API: set `flavor-catalog` in pool-lint.toml, and
        save the response again from time to time.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.bm.4xlarge.pro, count: 2}  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Obtaining Resource Specifications: the label os.modelarts/scope, cpuArch,
        billingModes and phase.
    """
    for entry, offer in pool.offers:
        here = entry.at("flavor")
        name = f"{field(here.pointer)} {quote(offer.id)}"
        for zone in entry.zones:
            if zone.value in offer.sold_out:
                message = f"{name} is sold out in zone {quote(zone.value)}"
                yield Problem(zone.location, message, "use another zone or flavor")
        for reason, ways in _misfits(pool, offer):
            advice = ", or ".join([*ways, "use another flavor"])
            yield Problem(here, f"{name} {reason}", advice)


def _misfits(pool: Pool, offer: Flavor) -> Iterator[tuple[str, list[str]]]:
    mode, sold = pool.billing_mode, [m for m in _MODES if m in offer.billing_modes]
    if mode and mode not in sold:
        ways = [f'write os.modelarts/billing.mode: "{m}" ({_MODES[m]})' for m in sold]
        yield f'is not sold in billing mode "{mode}" ({_MODES[mode]})', ways
    jobs = [quote(i.value) for i in pool.scope if i.value not in offer.scope]
    if offer.scope and jobs:
        yield f"cannot run {' and '.join(jobs)} jobs", []
    if offer.architecture not in {"", first := pool.architecture}:
        own = quote(offer.architecture)
        yield f"has {own} CPUs, but another flavor of the pool has {quote(first)}", []
