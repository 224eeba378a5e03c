"""RP004."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.modelarts.kinds import Body, Misuse
from pool_lint.rules.rule import misuse_rule


@misuse_rule("RP004", Misuse.NOT_A_CREATE_REQUEST)
def not_a_create_request(body: Body) -> Iterator[Problem]:
    """The document is about a pool, but is not the body that creates one.

    Why:
        The API takes the body alone. A file for `hcloud --cli-jsonInput` wraps it in
        `header` and `body`, and a body for PATCH has no kind and no metadata: sent as
        it is, either is refused.

    Bad:
        body:  # <-
          apiVersion: v2
          kind: Pool
          metadata:
            labels:
              os.modelarts/name: pool-001

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        Creating Resource Pools, table 3.
    """
    wrapped = "body" in body.document.data
    message = (
        "this wraps the body of a request for a command line tool"
        if wrapped
        else "a body that creates a pool has apiVersion, kind and metadata too"
    )
    advice = (
        "keep what stands under body, and move it to the top level"
        if wrapped
        else "add the three, or keep bodies of PATCH requests apart from the manifests"
    )
    yield Problem(Location((), Part.KEY), message, advice)
