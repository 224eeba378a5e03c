"""RD113."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change, Event
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import name, problem, step


@change_rule("RD113", Verdict.NONE, Severity.WARNING, event=Event.UNJUDGED)
def unjudged_change(change: Change) -> Iterator[Problem]:
    """A change of a field whose effect is unknown.

    Why:
        The field is not in the schema of the edition, or the schema does not say what a
        change does. The change may be anything from harmless to destructive.

    Before:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    After:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          priority: high  # <-
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        A convention of pool-lint: a change without a verdict is never silent.
    """
    message = f"changing {name(change)}{step(change)} has an unknown effect"
    yield problem(change, message, "look the field up in the API reference")
