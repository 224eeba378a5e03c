"""RP601."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field, shown_value
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure

_LONGEST = 30  # names up to this length are valid in most editions


@keyword_rule("RP601")
def malformed_pool_name(failure: SchemaFailure) -> Iterator[Problem]:
    """An invalid pool name.

    Why:
        A pool name has 4 to 64 characters: lower-case letters, digits and hyphens. It
        starts with a letter and does not end with a hyphen. The API rejects any
        other name.

    Bad:
        metadata:
          labels:
            os.modelarts/name: Pool_001  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        The official PHP SDK 3.1.193, generated from the same OpenAPI definition:
        `^[a-z][-a-z0-9]{2,62}[a-z0-9]$`.
    """
    name = f"{field(failure.pointer)} {shown_value(failure)}"
    message = f"{name} is not a valid pool name"
    advice = (
        "use 4 to 64 lower-case letters, digits and hyphens, starting with a letter "
        f"and not ending with a hyphen{_example(failure)}"
    )
    yield Problem(Location(failure.pointer), message, advice)


def _example(failure: SchemaFailure) -> str:
    """Return a valid name that is close to the invalid one, nothing if none is."""
    name = re.sub(r"[^a-z0-9]+", "-", str(failure.value)[:_LONGEST].lower()).strip("-")
    return f', for example "{name}"' if failure.accepts(name) else ""
