"""RD116."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.verdict import How, Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import item, name, problem, several, step


@change_rule("RD116", Verdict.IN_PLACE, Severity.INFO, off=True)
def in_place_change(change: Change) -> Iterator[Problem]:
    """A change that the service makes in place.

    Why:
        Nothing that runs is affected. The rule is off by default; with it, a report is
        a complete list of the changes.

    Before:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/description: nightly runs

    After:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/description: weekly runs  # <-

    Source:
        UpdatePool (SDK 3.1.219).
    """
    if change.how in {How.ADDED, How.REMOVED} and change.values:
        verb = "added to" if change.how is How.ADDED else "removed from"
        what = several([item(one) for one in change.values])
        message = f"{what} is {verb} {name(change)}"
    else:
        message = f"{name(change)} is changed{step(change)}"
    yield problem(change, message)
