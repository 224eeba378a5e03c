"""RP701."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pool_lint.model.location import Location
from pool_lint.model.problem import Clash, Fact
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import cross_document_rule


def _names(pool: Pool) -> Iterator[tuple[Location, tuple[str, ...]]]:
    name, workspace = pool.label("name"), pool.workspace
    if name and workspace is not None:
        yield name.location, (name.value, workspace)


@cross_document_rule("RP701", "labels.name", "workspace.id", claims=_names)
def duplicate_pool_name(facts: Sequence[Fact]) -> Iterator[Clash]:
    """Two manifests would create the same pool.

    Why:
        Of two pools with one name in one workspace the second is refused by 409. What
        counts is the run: a commit hook that hands over some files sees no others.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
        ---
        metadata:
          labels:
            os.modelarts/name: pool-001  # <-
            os.modelarts/workspace.id: "0"

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
        ---
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/workspace.id: 86c13962597848eeb29c5861153a391f

    Source:
        Creating Resource Pools, status code 409; error ModelArts.50015000.
    """
    first: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        other = first.setdefault(fact.claim, fact)
        if other is not fact:
            name, workspace = map(quote, fact.claim)
            here = other.file == fact.file
            who = "another document of this file" if here else other.file
            message = f"{who} creates {name} in workspace {workspace} too"
            places = ((other, "it is first named here"),)
            yield Clash(fact, message, "give one of the two another name", places)
