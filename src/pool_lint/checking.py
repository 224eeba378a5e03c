"""One document and its rules: which problems there are, and which speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pool_lint.document import Defect, Document
from pool_lint.finding import Part, Place, Problem
from pool_lint.pool import Pool
from pool_lint.precedence import (
    Cause,
    cause_of_defect,
    cause_of_failure,
    is_tainted,
    speaking,
)
from pool_lint.repair import lost_indentation, meant_fields
from pool_lint.rule import Rule, Stage
from pool_lint.schema import MOST_FAILURES, SchemaFailure, failures, is_valid


class InternalError(Exception):
    """The linter contradicts itself."""


class Checker:
    """Runs rules over documents."""

    def __init__(self, rules: Iterable[Rule], enabled: frozenset[str]) -> None:
        """Take all rules and the ids of those whose problems are wanted."""
        self._rules = {rule.id: rule for rule in rules}
        self._enabled = enabled
        every = self._rules.values()
        self._by_keyword = {word: rule for rule in every for word in rule.keywords}
        self._pool_rules = [r for r in every if r.stage is Stage.POOL]
        self._document_rules = [r for r in every if r.stage is Stage.DOCUMENT]

    def is_enabled(self, rule_id: str) -> bool:
        """Whether the rule runs."""
        return rule_id in self._enabled

    def check(self, document: Document) -> Iterator[tuple[Rule, Problem]]:
        """Yield the problems of a request, each with its rule."""
        hidden = [p for r in self._document_rules for p in self._run(r, document)]
        yield from hidden
        causes = list(self._causes(document))
        spans = [problem.place.span for _, problem in hidden if problem.place.span]
        # A rule that is switched off silences no other.
        wanted = [c for c in causes if c.rule is None or c.rule.id in self._enabled]
        for cause in speaking(wanted):
            if cause.rule and not is_tainted(cause, document, spans):
                yield from self._run(cause.rule, cause.subject)
        if len(causes) >= MOST_FAILURES:
            # The rest is not known, and a rule has to know what is malformed.
            defect = Defect(
                "RP003", Place((), Part.KEY), str(MOST_FAILURES), "mistakes"
            )
            yield from self._run(self._rules["RP003"], defect)
        elif isinstance(document.data, dict):
            rejected = {cause.pointer for cause in causes if cause.rank is not None}
            pool = Pool(document.data, rejected)
            for rule in self._pool_rules:
                yield from self._run(rule, pool)

    def check_unread(self, document: Document) -> Iterator[tuple[Rule, Problem]]:
        """Yield why a document could not be read."""
        for defect in document.defects:
            yield from self._run(self._rules[defect.rule], defect)

    def run(self, rule_id: str, document: Document) -> Iterator[tuple[Rule, Problem]]:
        """Yield the problems that one rule finds in a document."""
        yield from self._run(self._rules[rule_id], document)

    def _run(self, rule: Rule, subject: object) -> Iterator[tuple[Rule, Problem]]:
        if rule.id not in self._enabled:
            return
        try:
            for problem in islice(rule.check(subject), MOST_FAILURES):
                yield rule, problem
        except Exception as error:
            error.add_note(f"in rule {rule.id}")
            raise

    def _causes(self, document: Document) -> Iterator[Cause]:
        for defect in document.defects:
            yield cause_of_defect(defect, self._rules[defect.rule])
        if is_valid(document):
            return
        failed = list(failures(document))
        if not failed:
            message = "the two validators disagree about this document"
            raise InternalError(message)
        meant = meant_fields(failed) if self.is_enabled("RP103") else frozenset()
        for failure in failed:
            silent = failure.keyword == "required" and failure.pointer in meant
            silent |= self.is_enabled("RP106") and lost_indentation(failure)
            yield cause_of_failure(failure, None if silent else self._rule_for(failure))

    def _rule_for(self, failure: SchemaFailure) -> Rule:
        if failure.rule:
            return self._rules[failure.rule]
        if failure.is_newer:
            return self._rules["RP104"]
        return self._by_keyword["minLength" if failure.is_null else failure.keyword]
