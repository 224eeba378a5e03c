"""RP603."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule

_MOST = 100
_ODD = "!<>=&\"'"


@rule("RP603", "annotations.description", severity=Severity.WARNING)
def unusual_description(pool: Pool) -> Iterator[Problem]:
    """A description that later updates would reject.

    Why:
        Updates of a pool accept at most 100 characters and none of `!<>=&"'`. A pool
        with another description can be created, but updates with that description are
        rejected.

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
    odd = [char for char in _ODD if text and char in text.value]
    if text and (odd or len(text.value) > _MOST):
        has = f"has {len(text.value)} characters; later updates accept at most {_MOST}"
        if odd:
            has = f"contains {' '.join(odd)}, which later updates would reject"
        message = f"{field(text.pointer)} {has}"
        advice = f"write at most {_MOST} characters, and none of {' '.join(_ODD)}"
        yield Problem(text.location, message, advice)
