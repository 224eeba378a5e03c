"""RP106."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field, filling
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import NULL, SchemaFailure


@keyword_rule("RP106", NULL, "minLength", "minItems")
def empty_value(failure: SchemaFailure) -> Iterator[Problem]:
    """A key has no value, or an empty text or list where one is of no use.

    Why:
        A key without a value is sent as null. The description and the node prefix may
        be empty text; a name, a flavor, a period, an order or a list of job types not.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/description:  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/description: ""

    Source:
        Creating Resource Pools, tables 5 to 12; example requests.
    """
    location = Location(failure.pointer, Part.KEY if failure.is_null else Part.VALUE)
    what = "has no value" if failure.is_null else "is empty"
    message = f"{field(failure.pointer)} {what}"
    yield Problem(location, message, filling(failure))
