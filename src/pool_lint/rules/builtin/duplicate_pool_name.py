"""RP701."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pool_lint.model.location import Location
from pool_lint.model.problem import Clash, Fact
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import cross_document_rule

_HELP = "use another name, or give their folders different `target` settings"


def _names(pool: Pool) -> Iterator[tuple[Location, tuple[str, ...]]]:
    name, workspace = pool.label("name"), pool.workspace
    if name and workspace is not None:
        yield name.location, (name.value, workspace, pool.project or "")


@cross_document_rule("RP701", "labels.name", "workspace.id", claims=_names)
def duplicate_pool_name(facts: Sequence[Fact]) -> Iterator[Clash]:
    """Two manifests would create the same pool.

    Why:
        Of two pools with one name in one workspace of a project, the second is refused
        with HTTP 409. Only files in the same run are compared, and only pools of one
        `target`. Networks that end in different project IDs are in different projects.

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
    first: dict[tuple[str, ...], dict[str | None, Fact]] = {}
    for fact in facts:
        *same, project = fact.claim
        known = first.setdefault((fact.target, *same), {})
        # A pool without a project may be in any: the first of all is known as None.
        if other := known.get(project or None) or known.get(""):
            here = other.file == fact.file
            who = "another document of this file" if here else other.file
            message = "{} creates {} in workspace {} too".format(who, *map(quote, same))
            yield Clash(fact, message, _HELP, ((other, "it is first named here"),))
        known.setdefault(project, fact)
        known.setdefault(None, fact)
