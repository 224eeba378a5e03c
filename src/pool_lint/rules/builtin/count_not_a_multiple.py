"""RP310."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import NODES, rule


@rule(
    "RP310",
    "resources[].count",
    "resources[].maxCount",
    "resources[].creatingStep",
    severity=Severity.WARNING,
    editions=("2026-01",),
    kinds=NODES,
)
def count_not_a_multiple(pool: Pool) -> Iterator[Problem]:
    """A count that is not a multiple of creatingStep.step.

    Why:
        The service creates the nodes of some flavors in steps, for example all nodes of
        a super node together. Only multiples of the step size are possible.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.npu.snt9b
              count: 3  # <-
              creatingStep: {step: 2, type: hyperinstance}

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.npu.snt9b
              count: 4
              creatingStep: {step: 2, type: hyperinstance}

    Source:
        The official SDK 3.1.219 (2026-10), node pools, creatingStep; the Terraform
        provider (2026-08).
    """
    for entry in pool.resources:
        counts = {entry.max_count: "maxCount", entry.count: "count"}
        for count, field in counts.items():
            step = entry.step
            if step and count and count % step:
                name, least = f"{entry.name}.{field}", count - count % step
                message = (
                    f"{name} is {count}, which is not a multiple of "
                    f"creatingStep.step ({step})"
                )
                either = f"{least} or " if least else ""
                advice = f"set {field} to {either}{least + step}"
                first = Related(entry.at("creatingStep"), f"step is {step}")
                yield Problem(entry.at(field), message, advice, (first,))
