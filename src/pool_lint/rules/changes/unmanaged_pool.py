"""RD112."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change, Event
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import nodes, problem


@change_rule("RD112", Verdict.NONE, Severity.INFO, event=Event.UNMANAGED)
def unmanaged_pool(change: Change) -> Iterator[Problem]:
    """A pool that runs and that no manifest names.

    Why:
        The old side is a saved response of the API, which lists what runs. The pool may
        be left over, or somebody else manages it.

    Before:
        apiVersion: v2
        kind: PoolList
        items:
          - apiVersion: v2
            kind: Pool
            metadata:
              name: pool-001-86c13962597848eeb29c5861153a391f
              labels: {os.modelarts/name: pool-001}
            spec:
              type: Dedicate
              scope: [Train]
              network: {name: net-0123-86c13962597848eeb29c5861153a391f}
              resources: [{flavor: modelarts.vm.gpu.tnt004, count: 2}]
          - apiVersion: v2
            kind: Pool
            metadata:
              name: pool-002-86c13962597848eeb29c5861153a391f
              labels: {os.modelarts/name: pool-002}  # <-
            spec:
              type: Dedicate
              scope: [Train]
              network: {name: net-0123-86c13962597848eeb29c5861153a391f}
              resources: [{flavor: modelarts.vm.gpu.tnt004, count: 2}]

    After:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        A comparison of the saved response with the manifests.
    """
    count = f" with {nodes(change.nodes)}" if change.nodes else ""
    message = f"no manifest names {change.noun} {quote(change.pool)}, which runs{count}"
    yield problem(change, message, "add a manifest for it, or delete it")
