"""RP102."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.rules.messages import (
    correction,
    fill_in,
    meant_option,
    wrong_type_message,
)
from pool_lint.rules.rule import keyword_rule
from pool_lint.rules.schema_fixes import option_fix, type_fix
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP102", "type")
def wrong_type(failure: SchemaFailure) -> Iterator[Problem]:
    """A value of the wrong type, such as a number without quotes.

    Why:
        Labels and annotations are strings, also if they look like numbers. Without
        quotes, `0` is sent as a number and rejected, and 470.10 loses its last zero. A
        count is a whole number without quotes and without a fraction.

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
    place, fix, advice = failure.pointer, type_fix(failure), correction(failure)
    if fix:
        advice = fix.message
    elif find_placeholder(failure.value, place):
        advice = fill_in(place, failure.schema)
    elif not isinstance(failure.value, (dict, list, str)):
        fix = option_fix(place, failure.text, failure.options)
        advice = meant_option(failure.text, failure.options) or advice
    message, hidden = wrong_type_message(failure), failure.is_secret
    if hidden:
        fix, advice = None, "use a string, or leave the secret out of the manifest"
    yield Problem(Location(place), message, advice, fix=fix, is_secret=hidden)
