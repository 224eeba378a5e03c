"""RP401."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure

_EXAMPLE = "net-0123-86c13962597848eeb29c5861153a391f"


@keyword_rule("RP401")
def missing_network(failure: SchemaFailure) -> Iterator[Problem]:
    """A physical pool without a network.

    Why:
        Every physical pool requires a network. Create the network before the pool. The
        API rejects a request without it.

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
    name = field(failure.pointer)
    message = f"{name} is missing; every physical pool requires a network"
    advice = f'add network: {{name: "{_EXAMPLE}"}} (the metadata.name of your network)'
    yield Problem(location, message, advice)
