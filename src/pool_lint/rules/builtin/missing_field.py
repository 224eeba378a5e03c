"""RP101."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field, purpose, sample
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure
from pool_lint.validation.fields import field_at


@keyword_rule("RP101", "required")
def missing_field(failure: SchemaFailure) -> Iterator[Problem]:
    """A field that every request needs is missing.

    Why:
        The API answers 400 without saying which field it misses.

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
    *parent, name = failure.pointer
    subschema = field_at(failure.pointer, failure.schema)
    message = f'{field(tuple(parent))} has no "{name}": {purpose(subschema)}'
    advice = f"add {name}{sample(subschema, ': {}')}"
    yield Problem(Location(tuple(parent), Part.KEY), message, advice)
