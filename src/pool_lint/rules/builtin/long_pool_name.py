"""RP602."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_MOST = 30


@rule("RP602", "labels.name", severity=Severity.WARNING)
def long_pool_name(pool: Pool) -> Iterator[Problem]:
    """A pool name longer than its pool ID allows.

    Why:
        The pool ID is the name, "-" and 32 hex digits, 63 characters at most: that
        leaves 30. Open Telekom Cloud and the European edition take 25.

    Bad:
        metadata:
          labels:
            os.modelarts/name: training-pool-of-the-vision-team  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: training-pool-vision

    Source:
        The pool IDs in answers of the API; the editions of 2025-05 (Europe) and 2025-08
        (Open Telekom Cloud): 4 to 25.
    """
    name = pool.label("name")
    if name and len(name.value) > _MOST:
        message = f"the pool name has {len(name.value)} characters, over {_MOST}"
        advice = (
            f"use {_MOST} or fewer: the pool ID adds 33, and takes 63; "
            "Open Telekom Cloud and the European edition take 25"
        )
        yield Problem(name.location, message, advice)
