"""RP802."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import choices, field
from pool_lint.rules.rule import ANSWERS, keyword_rule
from pool_lint.validation.failures import SchemaFailure
from pool_lint.validation.options import options_at


@keyword_rule("RP802", kinds=ANSWERS)
def unpaired_period(failure: SchemaFailure) -> Iterator[Problem]:
    """A saved response with only one of period.num and period.type.

    Why:
        The reference requires period.num and period.type together. A number without its
        unit has no meaning.

    Bad:
        metadata:
          name: pool-001-86c13962597848eeb29c5861153a391f
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/period.num: "2"  # <-

    Good:
        metadata:
          name: pool-001-86c13962597848eeb29c5861153a391f
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/period.num: "2"
            os.modelarts/period.type: "2"

    Source:
        Creating Resource Pools, table 16, period.num and period.type.
    """
    *annotations, given = failure.pointer
    missing = (*annotations, *failure.expected[given])
    message = f"{field(failure.pointer)} is set, but {field(missing)} is missing"
    value = choices(options_at(missing, failure.schema)) or '"1"'
    advice = f"add {missing[-1]}: {value}, or remove {given}"
    yield Problem(Location(failure.pointer), message, advice)
