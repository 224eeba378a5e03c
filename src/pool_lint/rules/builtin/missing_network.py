"""RP401."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP401")
def missing_network(failure: SchemaFailure) -> Iterator[Problem]:
    """A pool that is not Logical names no network.

    Why:
        A physical pool joins a network of its own, which has to exist before the pool.

    Bad:
        spec:
          type: Dedicate  # <-
          scope: [Train]
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Creating Resource Pools, table 7, network.
    """
    spec = failure.pointer[:-1]
    typed = failure.document.get(*spec, "type") is not None
    location = Location((*spec, "type")) if typed else Location(spec, Part.KEY)
    message = "a physical pool needs a network, and spec.network is missing"
    advice = "add network with the metadata.name of the network"
    yield Problem(location, message, advice)
