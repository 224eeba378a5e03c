"""Facts about existing pools, which a saved list of pools contains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pool_lint.engine.locate import locate
from pool_lint.model.problem import Fact
from pool_lint.modelarts.kinds import document_name
from pool_lint.modelarts.pool import pools_in
from pool_lint.parsing import Document
from pool_lint.rules.rule import REQUESTS, Rule
from pool_lint.validation.failures import failures
from pool_lint.validation.schemas import DEFAULT_EDITION, Schema, SchemaName


def known_facts(
    document: Document, target: str, rules: Iterable[Rule]
) -> Iterator[Fact]:
    """Yield the facts of each pool in a saved list, for the cross-document rules.

    Manifests are compared with these facts. The list itself gets no findings.
    """
    file = document.source.name if document.source else ""
    compared = [rule for rule in rules if set(rule.kinds).issuperset(REQUESTS)]
    name = document_name(document)
    failed = failures(document, Schema(DEFAULT_EDITION, SchemaName.POOL))
    malformed = frozenset(failure.pointer for failure in failed)
    for pool in pools_in(document.data, malformed, None):
        for rule in compared:
            for place, claim in rule.claims(pool):
                at = locate(file, document, place)
                about = (rule.id, rule.severity, claim, name, at)
                yield Fact(*about, ignored=True, target=target, is_known=True)
