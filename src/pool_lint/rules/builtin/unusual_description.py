"""RP603."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_MOST = 100
_ODD = frozenset("!<>=&\"'")


@rule("RP603", "annotations.description", severity=Severity.WARNING)
def unusual_description(pool: Pool) -> Iterator[Problem]:
    """A description that an update would refuse.

    Why:
        Updates take up to 100 characters, and none of `!<>=&"'`. A pool that is created
        with such a text cannot be updated with it.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/description: nightly runs & tests  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/description: nightly runs and tests

    Source:
        Updating a Resource Pool, description.
    """
    text = pool.annotation("description")
    odd = sorted(_ODD.intersection(text.value)) if text else []
    if text and (odd or len(text.value) > _MOST):
        what = f"holds {' '.join(odd)}" if odd else f"has {len(text.value)} characters"
        message = f"the description {what}, which an update would refuse"
        yield Problem(text.location, message, f"write up to {_MOST} plainer characters")
