"""RD114."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change, Event
from pool_lint.model.problem import Problem
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import problem


@change_rule("RD114", Verdict.NONE, event=Event.UNREADABLE)
def unreadable_side(change: Change) -> Iterator[Problem]:
    """A file that cannot be compared.

    Why:
        A file that cannot be read may contain any change. Its pools are not reported as
        removed, and not as unchanged either. This rule always runs, and no option
        accepts what it reports.

    Before:
        metadata:
          labels:
            os.modelarts/name: pool-001

    After:
        apiVersion: v2
        kind: Pool
        metadata:
          labels: {os.modelarts/name: pool-001  # <-

    Source:
        A convention of pool-lint: what cannot be read is never "no change".
    """
    message = f"{change.file} {change.detail}; its pools are not compared"
    yield problem(change, message, "correct the file on this side")
