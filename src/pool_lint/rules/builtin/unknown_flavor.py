"""RP307."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import show
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule
from pool_lint.validation.fields import KEY_PREFIX

_MOST_HINTS = 10  # a list holds thousands, and looking for what was meant takes time


@rule("RP307", "resources[].flavor")
def unknown_flavor(pool: Pool) -> Iterator[Problem]:
    """A flavor that is not in the list that was given.

    Why:
        A flavor that the region does not sell is answered by 404. The rule speaks only
        where a list of flavors is given, by --flavor-catalog: a saved answer of the
        API, or a table that names every flavor in use.

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
        message = f"the flavor {show(item.value)} is not in the list of flavors"
        advice = (
            f'did you mean "{show(right)}"?' if right else "name a flavor of the list"
        )
        yield Problem(item.location, message, advice)
