"""RD110."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change, Event
from pool_lint.model.problem import Problem
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import name, problem, several


@change_rule("RD110", Verdict.REFUSED, event=Event.COMBINED)
def combined_workspace_change(change: Change) -> Iterator[Problem]:
    """A change of the workspace together with other changes.

    Why:
        The service refuses an update that changes the workspace and anything else.

    Before:
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/workspace.id: "0"
          annotations:
            os.modelarts/description: nightly runs

    After:
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/workspace.id: 86c13962597848eeb29c5861153a391f  # <-
          annotations:
            os.modelarts/description: weekly runs

    Source:
        UpdatePool of Open Telekom Cloud (2025-08-26).
    """
    others = several(change.more)
    message = f"{name(change)} cannot be changed together with {others}"
    advice = "change the workspace first, and everything else afterwards"
    yield problem(change, message, advice, "the update fails")
