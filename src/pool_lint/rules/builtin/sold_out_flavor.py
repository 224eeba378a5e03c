"""RP311."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import NODES, rule


@rule("RP311", "resources[].flavor", kinds=NODES, needs_catalog=True)
def sold_out_flavor(pool: Pool) -> Iterator[Problem]:
    """A flavor that is sold out in every zone.

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
        Obtaining Resource Specifications, table 12, phase.
    """
    for entry in pool.resources:
        if entry.offer and entry.offer.is_sold_out:
            here = field(entry.at("flavor").pointer)
            message = f"{here} {quote(entry.flavor or '')} is sold out in every zone"
            advice = "use another flavor, or save the flavor catalog again if it is old"
            yield Problem(entry.at("flavor"), message, advice)
