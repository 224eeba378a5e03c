"""RP004."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.modelarts.kinds import Misuse, Misused
from pool_lint.modelarts.pool_bodies import is_update
from pool_lint.rules.messages import field
from pool_lint.rules.rule import misuse_rule

_HEAD = (
    "add apiVersion, kind and os.modelarts/name, or exclude update bodies from the run"
)
_SPLIT = (
    "write one pool per document, or add RP004 to `per-file-ignores` in pool-lint.toml "
    "to check the pools one by one"
)


@misuse_rule("RP004", Misuse.NOT_A_CREATE_REQUEST)
def not_a_create_request(misused: Misused) -> Iterator[Problem]:
    """A document about pools that is not one create request.

    Why:
        A request creates one pool. The API rejects a list of pools, an update (PATCH)
        body, and the `header` and `body` of `hcloud --cli-jsonInput`. If this rule is
        ignored for a file, the pools in it are checked one by one.

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
    first: Pointer = misused.inside[0] if misused.inside else ()
    yield Problem(Location(first, Part.KEY), *_texts(misused, first))


def _texts(misused: Misused, first: Pointer) -> tuple[str, str]:
    name, count = field(first), len(misused.inside)
    if is_update(misused.body.document.get(*first)):
        wrapper = f" inside {quote(str(first[-1]))}" if first else ""
        return f"this is an update (PATCH) body{wrapper}, not a create request", _HEAD
    if count > 1:
        text = f"the document contains {count:,} pools; a request creates exactly one"
        return text, _SPLIT
    if name == "body":
        text = "this is a CLI wrapper (header/body), not the request body itself"
        return text, "move the content of body to the top level"
    around = f"a list, at {name}" if isinstance(first[-1], int) else name
    return f"the pool is inside {around}", "move the pool to the top level"
