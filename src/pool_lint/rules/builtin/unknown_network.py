"""RP702."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pool_lint.model.location import Location
from pool_lint.model.problem import Clash, Fact, Severity
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote
from pool_lint.modelarts.network import Network
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import NETWORKS, REQUESTS, cross_document_rule

_NETWORK = "network"
_POOL = "pool"
_HELP = "correct the name, or add the manifest of the network"


def _names(found: Pool | Network) -> Iterator[tuple[Location, tuple[str, ...]]]:
    if isinstance(found, Network):
        if found.name:
            yield found.name.location, (_NETWORK, found.name.value, "")
    elif (name := found.spec("network", "name")) and found.project:
        own = name.value[: -len(found.project) - 1]
        yield name.location, (_POOL, own, found.project)


@cross_document_rule(
    "RP702",
    "network.name",
    claims=_names,
    severity=Severity.WARNING,
    kinds=(*REQUESTS, *NETWORKS),
    editions=("2026-01",),
)
def unknown_network(facts: Sequence[Fact]) -> Iterator[Clash]:
    """A pool with a network that no manifest creates.

    Why:
        The run has manifests of networks (`kind: Network`), but none with this name.
        The name is misspelt, or the manifest of the network is missing. Without any
        network in the same `target`, the rule reports nothing.

    Bad:
        apiVersion: v1
        kind: Network
        metadata: {labels: {os.modelarts/name: net-0123}}
        spec: {cidr: 192.168.20.0/24}
        ---
        spec:
          type: Dedicate
          scope: [Train]
          network:
            name: net-0132-86c13962597848eeb29c5861153a391f  # <-
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        apiVersion: v1
        kind: Network
        metadata: {labels: {os.modelarts/name: net-0123}}
        spec: {cidr: 192.168.20.0/24}
        ---
        spec:
          type: Dedicate
          scope: [Train]
          network:
            name: net-0123-86c13962597848eeb29c5861153a391f
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Terraform provider (2026-08), modelarts_network: the ID is the name, a hyphen
        and the project ID.
    """
    networks: dict[str, set[str]] = {}
    for fact in facts:
        kind, name, _ = fact.claim
        if kind == _NETWORK:
            networks.setdefault(fact.target, set()).add(name)
    for fact in facts:
        kind, name, project = fact.claim
        known = networks.get(fact.target, set())
        if kind == _POOL and known and name not in known:
            message = f"spec.network.name: no manifest creates network {quote(name)}"
            close = closest_match(name, sorted(known))
            question = f'did you mean "{close}-{project}"?'
            yield Clash(fact, message, question if close else _HELP)
