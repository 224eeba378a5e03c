"""RP302."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.modelarts.view import Item
from pool_lint.rules.rule import rule


@rule("RP302", "resources[].flavor", severity=Severity.WARNING)
def duplicate_flavor(pool: Pool) -> Iterator[Problem]:
    """A flavor is listed twice in spec.resources.

    Why:
        The console accepts each flavor once. Which of the two counts applies is not
        documented. Entries with a different nodePool or creatingStep are not
        duplicates.

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
    names = [item.value for item in pool.flavors]
    if len({*names}) == len(names):
        return
    seen: dict[tuple[str, ...], Item] = {}
    for entry in pool.resources:
        item, identity = entry.item("flavor"), entry.identity
        if item is None or identity is None:
            continue
        first = seen.setdefault((item.value, *identity), item)
        if first is not item:
            message = f"flavor {quote(item.value)} is listed twice in spec.resources"
            advice = "use one entry with the sum of both counts"
            other = Related(first.location, "first used here")
            yield Problem(item.location, message, advice, (other,))
