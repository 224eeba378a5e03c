"""RP307."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import NODES, rule
from pool_lint.validation.fields import KEY_PREFIX

_MOST_HINTS = 10  # catalogs hold thousands of flavors, and each search takes time


@rule("RP307", "resources[].flavor", kinds=NODES, needs_catalog=True)
def unknown_flavor(pool: Pool) -> Iterator[Problem]:
    """A flavor that is not in the flavor catalog.

    Why:
        The API rejects a flavor that the region does not offer, with HTTP 404. The
        rule needs to know the flavors: set `flavor-catalog` (a saved response of the
        API) or `flavors` (a table) in pool-lint.toml.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt04  # <-
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
        Obtaining Resource Specifications, GET /v1/{project_id}/resourceflavors; error
        ModelArts.50005101.
    """
    for number, item in enumerate(pool.unlisted):
        right = (
            closest_match(item.value, pool.catalog or (), KEY_PREFIX)
            if number < _MOST_HINTS
            else None
        )
        name = f"{field(item.pointer)} {quote(item.value)}"
        message = f"{name} is not in the flavor catalog"
        advice = (
            f"did you mean {quote(right)}?"
            if right
            else "use a flavor of the catalog, or add it to `flavors` in pool-lint.toml"
        )
        yield Problem(item.location, message, advice)
