"""RP004."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Problem
from pool_lint.model.text import cut
from pool_lint.modelarts.kinds import Misuse, Misused
from pool_lint.modelarts.pool_bodies import is_update
from pool_lint.rules.rule import misuse_rule

_HEAD = (
    "add apiVersion, kind and the label os.modelarts/name, or keep update bodies apart "
    "from the manifests"
)
_SPLIT = (
    "write one pool per document (in YAML, separated by ---), or ignore this rule "
    "for the file to check the pools one by one"
)


@misuse_rule("RP004", Misuse.NOT_A_CREATE_REQUEST)
def not_a_create_request(misused: Misused) -> Iterator[Problem]:
    """The document is about pools, but is not the body that creates one.

    Why:
        The API takes the body of one pool. It refuses the file of `hcloud
        --cli-jsonInput`, which wraps it in `header` and `body`, a list of pools, and
        the body of an update (PATCH). Pools inside are checked one by one only where
        this rule does not run for the file.

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
    yield Problem(Location(first, Part.KEY), *_words(misused, first))


def _words(misused: Misused, first: Pointer) -> tuple[str, str]:
    """Return the message and the help."""
    if is_update(misused.body.document.get(*first)):
        wrapper = f'; it is in "{cut(str(first[-1]))}"' if first else ""
        return f"this is an update (PATCH) body, which creates no pool{wrapper}", _HEAD
    count = len(misused.inside)
    pools = "1 pool" if count == 1 else f"{count:,} pools"
    if count == len(first) == 1 and isinstance(first[0], str):
        message = f'"{first[0]}" wraps {pools}, but the API takes the pool itself'
        return message, f"move the content of {first[0]} to the top level"
    return f"this document holds {pools}, but a request creates exactly one", _SPLIT
