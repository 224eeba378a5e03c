"""Check one document: find its bodies, and run the rules for their kinds."""

from __future__ import annotations

from collections.abc import Iterable

from pool_lint.config.options import Config
from pool_lint.engine.checker import Checker
from pool_lint.engine.locate import RuleProblem, locate
from pool_lint.engine.suppressions import Suppressions
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Fact
from pool_lint.model.skipped import Skipped, SkipReason
from pool_lint.modelarts.kinds import (
    POOL_REQUEST,
    Body,
    Kind,
    Misused,
    ResourceKind,
    document_name,
    resource_kind,
)
from pool_lint.modelarts.recognition import Recognition, misuse_at, recognise
from pool_lint.parsing import Document
from pool_lint.validation.failures import MOST_FAILURES


class DocumentJudge:
    """Checks the documents of one file.

    ``documents`` counts the checked documents, ``skipped`` contains the others.
    ``facts`` contains the facts of bodies, for rules across documents.
    """

    def __init__(
        self,
        checker: Checker,
        config: Config,
        kinds: tuple[ResourceKind, ...],
        file: str,
    ) -> None:
        self.documents = 0
        self.nouns: set[str] = set()
        self.skipped: list[Skipped] = []
        self.facts: list[Fact] = []
        self._checker = checker
        self._config = config
        self._kinds = kinds
        self._name = file

    def problems(
        self, document: Document, suppressions: Suppressions
    ) -> Iterable[RuleProblem] | None:
        """Return the problems of a document, None if it is skipped."""
        found = self._recognised(document)
        misuse = next(filter(self._checker.reports, found.misuses), None)
        if misuse:
            self.documents += 1
            misused = Misused(self.body(document, POOL_REQUEST), found.inside)
            return self._checker.check_misuse(misuse, misused)
        if found.inside:
            return self._of_inside(document, found.inside, suppressions)
        if found.kind is None:
            self._skip(document, found.skip)
            return None
        self.documents += 1
        return self.judge(self.body(document, found.kind), document, suppressions)

    def bodies(self, document: Document) -> list[Body]:
        """Return the bodies of a document that are checked as their kind."""
        found = self._recognised(document)
        if any(map(self._checker.reports, found.misuses)):
            return []
        if found.kind:
            return [self.body(document, found.kind)]
        return [
            self.body(document, POOL_REQUEST, pointer)
            for pointer in found.inside
            if not misuse_at(document, pointer)
        ]

    def _recognised(self, document: Document) -> Recognition:
        kind = self._config.kind
        if kind not in {Kind.AUTO, Kind.REQUEST}:
            return Recognition(resource_kind(kind))
        found = recognise(document, self._kinds)
        if kind is Kind.AUTO or found.kind or found.inside:
            return found
        return found._replace(kind=POOL_REQUEST)

    def _of_inside(
        self,
        document: Document,
        inside: tuple[Pointer, ...],
        suppressions: Suppressions,
    ) -> list[RuleProblem]:
        """Return the problems of the bodies inside a document."""
        checker, most = self._checker, self._config.limits.documents
        bodies = [self.body(document, POOL_REQUEST, at) for at in inside[:most]]
        problems = list(checker.check_around(document, bodies))
        for body in bodies:
            if len(problems) >= MOST_FAILURES:
                return [*problems, *checker.too_many()]
            problems += self._of_body(document, body, suppressions)
        for pointer in inside[most : most + 1]:
            problems += checker.check_limit("documents", most, pointer)
        return problems

    def _of_body(
        self,
        document: Document,
        body: Body,
        suppressions: Suppressions,
    ) -> list[RuleProblem]:
        pointer = body.pointer
        misuse = misuse_at(document, pointer)
        if not misuse:
            self.documents += 1
            return self.judge(body, document, suppressions)
        if not self._checker.reports(misuse):
            self._skip(document, SkipReason.RULE_OFF, pointer)
            return []
        self.documents += 1
        found = self._checker.check_misuse(misuse, Misused(body))
        return [problem.below(pointer) for problem in found]

    def body(
        self, document: Document, kind: ResourceKind, pointer: Pointer = ()
    ) -> Body:
        """Return the body of a kind at a pointer of a document."""
        schema = kind.schema(self._config.edition)
        return Body(document.part(pointer), kind, schema, pointer)

    def _skip(
        self, document: Document, reason: SkipReason, pointer: Pointer = ()
    ) -> None:
        kind = document_name(document, pointer).kind
        self.skipped.append(Skipped(document.index, reason, kind))

    def judge(
        self,
        body: Body,
        document: Document,
        suppressions: Suppressions,
    ) -> list[RuleProblem]:
        """Return the problems of a body, and record its facts for other files."""
        result = self._checker.check(body)
        self.nouns.add(body.kind.noun)
        target = self._config.target
        for rule in self._checker.comparing(body) if result.pools else ():
            ignored = not self._checker.is_enabled(rule.id)
            for pool in result.pools:
                for place, claim in rule.claims(pool):
                    location = place.below(body.pointer)
                    name = document_name(document, body.pointer)
                    at = locate(self._name, document, location)
                    reason = suppressions.reason(rule.id, location)
                    self.facts.append(
                        Fact(
                            rule.id,
                            rule.severity,
                            claim,
                            name,
                            at,
                            reason,
                            ignored,
                            target,
                            url=rule.url or None,
                            advice=rule.advice or None,
                        )
                    )
        return result.problems
