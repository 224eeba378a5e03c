"""RP801."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field, shown_value
from pool_lint.rules.rule import ANSWERS, keyword_rule
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP801", kinds=ANSWERS)
def unknown_control_mode(failure: SchemaFailure) -> Iterator[Problem]:
    """An invalid controlMode in a saved response.

    Why:
        The value is a sum of flags. 1 and 2 forbid a change to yearly/monthly billing
        and a change of specifications. 4 means restricted service, 8 frozen, and 16
        frozen by the public security department. 0 means no restriction. Any other
        number comes from another edition or was edited by hand.

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
    name = f"{field(failure.pointer)} {shown_value(failure)}"
    message = f"{name} is not a combination of the flags 1, 2, 4, 8 and 16"
    advice = "write a sum of these flags, such as 9 (1 + 8), or 0 (no restriction)"
    yield Problem(Location(failure.pointer), message, advice)
