"""RP602."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_MOST = 25


@rule("RP602", "labels.name", severity=Severity.WARNING)
def long_pool_name(pool: Pool) -> Iterator[Problem]:
    """A pool name that some editions refuse for its length.

    Why:
        4 to 25, 4 to 32 and 4 to 64 characters are all published; 25 fit everywhere.

    Bad:
        metadata:
          labels:
            os.modelarts/name: training-pool-of-the-vision-team  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: training-pool-vision

    Source:
        The editions of 2025-05 (Europe) and 2025-08 (Open Telekom Cloud): 4 to 25.
    """
    name = pool.label("name")
    if name and len(name.value) > _MOST:
        message = f"the pool name has {len(name.value)} characters, over {_MOST}"
        advice = f"some editions refuse it; use {_MOST} or fewer"
        yield Problem(name.location, message, advice)
