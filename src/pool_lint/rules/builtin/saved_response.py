"""RP005."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.modelarts.kinds import Body, Misuse
from pool_lint.rules.rule import misuse_rule
from pool_lint.rules.schema_fixes import response_fix


@misuse_rule("RP005", Misuse.SAVED_RESPONSE)
def saved_response(body: Body) -> Iterator[Problem]:
    """The document is an answer of the API, saved in place of a manifest.

    Why:
        An answer holds what the service adds (`status`, `metadata.name`,
        `creationTimestamp`), and lacks what it drops, so it cannot be sent back.

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
    created = ("metadata", "creationTimestamp")
    location = next(
        (
            Location(p, Part.KEY)
            for p in (("status",), created)
            if body.document.get(*p)
        ),
        Location((), Part.KEY),
    )
    advice = (
        "keep the fields of the request and remove what the service adds, "
        "or check it as an answer: --kind response"
    )
    message = "this is a saved answer of the API, not a request"
    yield Problem(location, message, advice, fix=response_fix(body))
