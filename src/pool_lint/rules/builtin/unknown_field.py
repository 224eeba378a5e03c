"""RP103."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.rules.messages import did_you_mean, field, misplaced_advice
from pool_lint.rules.rule import keyword_rule
from pool_lint.rules.schema_fixes import move_to_expected_path, renaming_fix
from pool_lint.validation.failures import NEWER, SchemaFailure
from pool_lint.validation.fields import expected_paths


@keyword_rule("RP103", "additionalProperties")
def unknown_field(failure: SchemaFailure) -> Iterator[Problem]:
    """An unknown or misplaced field.

    Why:
        The API ignores unknown fields without an error. A misspelt maxCount or a
        misplaced billing mode has no effect; you notice it on the bill.

    Bad:
        metadata:
          name: pool-001  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        Creating Resource Pools, tables 3 to 12.
    """
    *parent, name = failure.pointer
    places = expected_paths(failure.pointer, failure.schema)
    absent = [*failure.absent, *failure.subschema.get(NEWER, ())]
    advice = (
        misplaced_advice(failure, places) if places else did_you_mean(str(name), absent)
    )
    fix = move_to_expected_path(failure.pointer, places)
    fix = fix or renaming_fix(failure, absent)
    what = f"unknown {'field' if parent else 'top-level field'} {quote(str(name))}"
    message = f"{what} in {field(tuple(parent))}" if parent else what
    location = Location(failure.pointer, Part.KEY)
    yield Problem(location, message, advice or "remove it", fix=fix)
