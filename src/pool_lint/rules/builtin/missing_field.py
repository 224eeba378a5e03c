"""RP101."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import entry, field, inside, purpose
from pool_lint.rules.rule import keyword_rule
from pool_lint.rules.schema_fixes import only_option_fix
from pool_lint.validation.failures import SchemaFailure
from pool_lint.validation.fields import field_at


@keyword_rule("RP101", "required")
def missing_field(failure: SchemaFailure) -> Iterator[Problem]:
    """A required field is missing.

    Why:
        The API returns HTTP 400 and does not name the missing field.

    Bad:
        metadata:
          labels:  # <-
            os.modelarts/workspace.id: "0"

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/workspace.id: "0"

    Source:
        Creating Resource Pools, tables 3, 4, 5, 7, 8 and 11, column Mandatory.
    """
    place = failure.pointer
    subschema = field_at(place, failure.schema)
    message = f"{field(place)} is missing ({purpose(subschema)})"
    to = inside(place).replace(" in ", " to ") or " at the top level"
    advice = f"add {entry(failure, subschema)}{to}"
    fix = only_option_fix(failure)
    yield Problem(Location(place[:-1], Part.KEY), message, advice, fix=fix)
