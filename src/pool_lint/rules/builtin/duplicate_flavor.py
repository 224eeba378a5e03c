"""RP302."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.model.text import show
from pool_lint.modelarts.pool import Pool
from pool_lint.modelarts.view import Item
from pool_lint.rules.rule import rule


@rule("RP302", "resources[].flavor", severity=Severity.WARNING)
def duplicate_flavor(pool: Pool) -> Iterator[Problem]:
    """A flavor stands twice in the resources.

    Why:
        The console takes one entry a flavor. Two of them are most often a forgotten
        edit, and nobody can tell which count holds.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
            - flavor: modelarts.vm.gpu.tnt004  # <-
              count: 1

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 3

    Source:
        ModelArts user guide, creating a dedicated resource pool (each flavor once).
    """
    seen: dict[str, Item] = {}
    for item in pool.flavors:
        first = seen.setdefault(item.value, item)
        if first is not item:
            message = f"the flavor {show(item.value)} stands twice in the resources"
            advice = "add up the counts in one entry"
            other = Related(first.location, "it first stands here")
            yield Problem(item.location, message, advice, (other,))
