"""RP005."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Problem
from pool_lint.modelarts.kinds import Misuse, Misused
from pool_lint.rules.rule import misuse_rule
from pool_lint.rules.schema_fixes import response_fix


@misuse_rule("RP005", Misuse.SAVED_RESPONSE)
def saved_response(misused: Misused) -> Iterator[Problem]:
    """A saved API response instead of a manifest.

    Why:
        A response has fields that the service added (`status`, `metadata.name`,
        `creationTimestamp`), and lacks fields that it dropped. It cannot be sent as a
        request.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          creationTimestamp: "2025-11-01T03:49:41Z"  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        Creating Resource Pools, tables 13 and 14.
    """
    body, inside = misused
    first: Pointer = inside[0] if inside else ()
    added = ((*first, "status"), (*first, "metadata", "creationTimestamp"))
    place = next((p for p in added if body.document.get(*p)), first)
    advice = (
        "remove the fields that the service added (status, ...), "
        "or check it as a saved response (kind response)"
    )
    message = "this is a saved response of the API, not a request"
    fix = None if inside else response_fix(body)
    yield Problem(Location(place, Part.KEY), message, advice, fix=fix)
