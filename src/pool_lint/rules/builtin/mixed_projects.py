"""RP703."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pool_lint.model.location import Location
from pool_lint.model.problem import Clash, Fact, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import cross_document_rule


def _projects(pool: Pool) -> Iterator[tuple[Location, tuple[str, ...]]]:
    if (name := pool.spec("network", "name")) and pool.project:
        yield name.location, (pool.project,)


@cross_document_rule(
    "RP703",
    "network.name",
    claims=_projects,
    severity=Severity.INFO,
    editions=("2026-01",),
)
def mixed_projects(facts: Sequence[Fact]) -> Iterator[Clash]:
    """Pools of one target with networks of different projects.

    Why:
        The manifests of one `target` are sent to one project. A pool cannot use a
        network of a different project.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources: [{flavor: modelarts.vm.gpu.tnt004, count: 2}]
        ---
        metadata:
          labels:
            os.modelarts/name: pool-002
        spec:
          type: Dedicate
          scope: [Train]
          network:
            name: net-0123-00000000000000000000000000000000  # <-
          resources: [{flavor: modelarts.vm.gpu.tnt004, count: 2}]

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources: [{flavor: modelarts.vm.gpu.tnt004, count: 2}]

    Source:
        Terraform provider (2026-08), modelarts_network: names end in the project ID.
    """
    first: dict[str, Fact] = {}
    for fact in facts:
        other = first.setdefault(fact.target, fact)
        if fact.claim != other.claim:
            who = (
                "another document in this file"
                if fact.file == other.file
                else other.file
            )
            message = f"spec.network.name has a different project ID than in {who}"
            advice = (
                "use a network of the same project, or set a different `target` in "
                "each folder's pool-lint.toml"
            )
            yield Clash(fact, message, advice, ((other, "first used here"),))
