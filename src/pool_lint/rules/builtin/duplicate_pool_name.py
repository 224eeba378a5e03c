"""RP701."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pool_lint.model.location import Location
from pool_lint.model.problem import Clash, Fact
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import cross_document_rule

_EXISTS = "use another name, or exclude the manifests of pools that exist"
_ONE_FILE = "use another name"
_HELP = "use another name, or set a different `target` in each folder's pool-lint.toml"


def _names(pool: Pool) -> Iterator[tuple[Location, tuple[str, ...]]]:
    name, workspace = pool.label("name"), pool.workspace
    if name and workspace is not None:
        yield name.location, (name.value, workspace, pool.project or "")


@cross_document_rule("RP701", "labels.name", "workspace.id", claims=_names)
def duplicate_pool_name(facts: Sequence[Fact]) -> Iterator[Clash]:
    """Two manifests that create the same pool.

    Why:
        The API rejects a second pool with the same name in a workspace (HTTP 409).
        The rule compares pools of one run, one `target` and one project. With
        `known-pools` in pool-lint.toml it also knows the pools of the service.

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
        # A pool without a known project may be in any. None is the first of all pools.
        if other := known.get(project or None) or known.get(""):
            is_here = other.file == fact.file
            who = "another document in this file" if is_here else other.file
            what = "pool {} in workspace {}".format(*map(quote, same))
            message, first_use = f"{what} is also created by {who}", "first used here"
            advice = _ONE_FILE if is_here else _HELP
            if other.is_known:
                message = f"{what} already exists, see {other.file}"
                first_use, advice = "the existing pool", _EXISTS
            yield Clash(fact, message, advice, ((other, first_use),))
        known.setdefault(project, fact)
        known.setdefault(None, fact)
