"""RP404."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule

_PROJECT = r"-[0-9a-f]{32}\Z"
_EXAMPLE = "net-0123-86c13962597848eeb29c5861153a391f"


@rule("RP404", "network.name", severity=Severity.WARNING)
def network_display_name(pool: Pool) -> Iterator[Problem]:
    """The display name of a network instead of its metadata.name.

    Why:
        A pool refers to its network by metadata.name, which ends in "-" and the
        32-digit project ID. The console shows a shorter name. With that name the
        API does not find the network.

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
        Creating Resource Pools, table 11, name, and its example request; error
        ModelArts.50025001.
    """
    name = pool.spec("network", "name")
    if name and not re.search(_PROJECT, name.value):
        found = f"{field(name.pointer)} {quote(name.value)}"
        message = f"{found} looks like the display name of a network"
        advice = (
            'use the metadata.name of the network, which ends in "-" and the 32-digit '
            f'project ID, such as "{_EXAMPLE}"'
        )
        yield Problem(name.location, message, advice)
