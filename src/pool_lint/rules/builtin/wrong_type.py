"""RP102."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.rules.messages import choices, content, field, fill_in, sample, type_name
from pool_lint.rules.rule import keyword_rule
from pool_lint.rules.schema_fixes import type_fix
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP102", "type")
def wrong_type(failure: SchemaFailure) -> Iterator[Problem]:
    """A value has the wrong type: a number without quotes, a string for a list.

    Why:
        Labels and annotations are text, also those that look like numbers: bare, `0`
        is sent as a number and refused, and 470.10 loses its zero. A count is a whole
        number, without quotes and without a fraction.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: 0  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "0"

    Source:
        Creating Resource Pools, tables 3 to 12, column Type.
    """
    wanted, fix = type_name(failure.expected), type_fix(failure)
    message = f"{field(failure.pointer)} must be {wanted}, but {content(failure)}"
    options = choices(failure.subschema.get("enum", ()))
    advice = f"write {options or wanted + sample(failure.subschema, ' such as {}')}"
    if find_placeholder(failure.value, failure.pointer):
        advice = fill_in(failure.pointer, failure.schema)
    help_ = fix.message if fix else advice
    yield Problem(Location(failure.pointer), message, help_, fix=fix)
