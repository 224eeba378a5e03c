"""RP601."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.model.text import show
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP601")
def malformed_pool_name(failure: SchemaFailure) -> Iterator[Problem]:
    """The pool name has the wrong form.

    Why:
        A name is 4 to 64 characters long: lower-case letters, digits and hyphens, with
        a letter first and no hyphen last.

    Bad:
        metadata:
          labels:
            os.modelarts/name: Pool_001  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        The official PHP SDK 3.1.193, made from the same OpenAPI definition:
        `^[a-z][-a-z0-9]{2,62}[a-z0-9]$`.
    """
    message = f"{show(failure.text)} is no pool name"
    advice = (
        "use 4 to 64 lower-case letters, digits and hyphens, "
        "with a letter first and no hyphen last"
    )
    yield Problem(Location(failure.pointer), message, advice)
