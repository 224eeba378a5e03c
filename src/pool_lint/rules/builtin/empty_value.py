"""RP106."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field, filling
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import BLANK, NULL, SchemaFailure


@keyword_rule("RP106", NULL, BLANK, "minLength", "minItems", "minProperties")
def empty_value(failure: SchemaFailure) -> Iterator[Problem]:
    """An empty value.

    Why:
        A key without a value is sent as null. The description, the node prefix and the
        image ID may be empty strings. Other names and IDs, a period and a list of job
        types may not. A string of only white space counts as empty.

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
    what = "contains only white space" if failure.is_blank else "is empty"
    if failure.is_null:
        what = "is empty (null)"
    message = f"{field(failure.pointer)} {what}"
    yield Problem(location, message, filling(failure))
