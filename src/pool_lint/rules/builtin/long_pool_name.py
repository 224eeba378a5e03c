"""RP602."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule

_MOST = 30


@rule("RP602", "labels.name", severity=Severity.WARNING)
def long_pool_name(pool: Pool) -> Iterator[Problem]:
    """A pool name longer than some API editions allow.

    Why:
        The pool ID is the name plus "-" and 32 hex digits. It has at most 63
        characters, so the name has at most 30. Open Telekom Cloud and the European
        edition accept at most 25.

    Bad:
        metadata:
          labels:
            os.modelarts/name: training-pool-of-the-vision-team  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: training-pool-vision

    Source:
        The pool IDs in responses of the API. The editions of 2025-05 (Europe) and
        2025-08 (Open Telekom Cloud) document 4 to 25 characters.
    """
    name = pool.label("name")
    if name and len(name.value) > _MOST:
        message = (
            f"{field(name.pointer)} has {len(name.value)} characters; "
            f"the pool ID allows at most {_MOST}"
        )
        advice = (
            f"use at most {_MOST} characters; Open Telekom Cloud and the European "
            "edition accept at most 25"
        )
        yield Problem(name.location, message, advice)
