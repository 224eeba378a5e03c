"""RP404."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import show
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_PROJECT = r"-[0-9a-f]{32}\Z"


@rule("RP404", "network.name", severity=Severity.WARNING)
def network_display_name(pool: Pool) -> Iterator[Problem]:
    """The name of a network as the console shows it.

    Why:
        A pool names its network by metadata.name, which ends in the ID of the project:
        32 hex digits. The name that the console shows is shorter, and no network is
        found.

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
        message = f"{show(name.value)} looks like the display name of a network"
        advice = "write its metadata.name, which ends in - and 32 hex digits"
        yield Problem(name.location, message, advice)
