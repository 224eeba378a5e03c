"""RP801."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.model.text import show
from pool_lint.rules.rule import ANSWERS, keyword_rule
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP801", kinds=ANSWERS)
def unknown_control_mode(failure: SchemaFailure) -> Iterator[Problem]:
    """A control mode of an answer that is no sum of the known ones.

    Why:
        The mode adds up 1 (no change to yearly/monthly), 2 (no change of the
        resources), 4 (the service is restricted), 8 (frozen) and 16 (frozen by the
        police); 0 restricts nothing. Another number comes from another edition, or from
        a slip.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          controlMode: 32  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          controlMode: 9

    Source:
        Creating Resource Pools, table 17, controlMode.
    """
    message = f"controlMode {show(failure.text)} is no sum of 1, 2, 4, 8 and 16"
    yield Problem(Location(failure.pointer), message, "write 0 to 31")
