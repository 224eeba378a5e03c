"""RP406."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.rules.messages import field, sample
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure
from pool_lint.validation.fields import field_at


@keyword_rule("RP406", editions=("2026-01",))
def short_network_name(failure: SchemaFailure) -> Iterator[Problem]:
    """A network name that is too short for the metadata.name of a network.

    Why:
        A pool refers to its network by metadata.name. It has 36 to 63 characters,
        because it ends in "-" and the 32-digit project ID. With a shorter name the API
        does not find the network.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network:
            name: net-0123  # <-
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network:
            name: net-0123-86c13962597848eeb29c5861153a391f
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Querying a Network (2025-08-20), network name: 36 to 63 characters; error
        ModelArts.50025001.
    """
    name = str(failure.value)
    message = (
        f"{field(failure.pointer)} {quote(name)} has {len(name)} characters; "
        "the metadata.name of a network has at least 36"
    )
    advice = (
        'use the metadata.name of the network, which ends in "-" and the 32-digit '
        f"project ID, such as {sample(field_at(failure.pointer, failure.schema))}"
    )
    yield Problem(Location(failure.pointer), message, advice)
