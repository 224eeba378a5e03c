"""RD105."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem
from pool_lint.model.verdict import How, Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import entry, name, problem, step


@change_rule("RD105", Verdict.REFUSED)
def refused_change(change: Change) -> Iterator[Problem]:
    """A change that the service refuses.

    Why:
        The update fails, and nothing changes. A yearly/monthly pool keeps its nodes
        until they are unsubscribed in the Billing Center. It cannot become pay-per-use.
        A pool keeps at least one node.

    Before:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/period.num: "1"
            os.modelarts/period.type: "2"
            os.modelarts/order.id: CS2511010000001
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 3}

    After:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/period.num: "1"
            os.modelarts/period.type: "2"
            os.modelarts/order.id: CS2511010000001
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}  # <-

    Source:
        DeleteNodePool and BatchDeletePoolNodes (2026-01-30); observed in the Terraform
        provider (2026-08).
    """
    if change.how in {How.REMOVED, How.ADDED} and change.values:
        verb = "removed from" if change.how is How.REMOVED else "added to"
        about = change.was if change.how is How.REMOVED else change.now
        message = f"{entry(about)} cannot be {verb} {name(change)}"
    else:
        verb = "lowered" if change.how is How.LOWERED else "changed"
        message = f"{name(change)} cannot be {verb}{step(change)}"
    yield problem(change, message, "restore the old value", "the update fails")
