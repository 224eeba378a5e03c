"""What is wrong with a document, before it is decided what of it is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from pool_lint.engine.precedence import (
    Cause,
    cause_of_defect,
    cause_of_failure,
    cause_of_injected,
)
from pool_lint.model.errors import InternalError
from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.injected import is_injected, missing_injected
from pool_lint.modelarts.placeholders import placeholders
from pool_lint.parsing import Document
from pool_lint.rules.rule import Rule, Stage
from pool_lint.rules.schema_fixes import lost_indentation, meant_fields
from pool_lint.validation.failures import (
    MOST_FAILURES,
    FieldDefect,
    SchemaFailure,
    failures,
    is_valid,
)
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.schemas import CREATE_POOL


class Causes:
    """Finds what a rule may word: what the reader noticed, what the schema refuses."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        enabled: frozenset[str],
        injected: frozenset[FieldPath],
    ) -> None:
        self._rules = rules
        self._enabled = enabled
        self._injected = injected
        every = rules.values()
        self._by_keyword = {word: rule for rule in every for word in rule.keywords}

    def of(
        self, document: Document, whole: str
    ) -> tuple[list[Cause], frozenset[Pointer]]:
        """Return the causes, and the pointers that no rule about pools looks at.

        Those are what is malformed or stands twice, and what is missing only in
        appearance: fields that a misspelt one was meant to be, and fields that are
        filled in later.
        """
        failed = self._failures(document, whole)
        meant: frozenset[Pointer] = frozenset()
        if failed and "RP103" in self._enabled:
            meant = meant_fields(failed)
        causes = [*self._defects(document, whole), *self._failing(failed, meant)]
        if not (causes or self._injected):
            return [], meant
        malformed = (cause.pointer for cause in causes if cause.hides)
        absent = missing_injected(self._injected, document)
        return causes, meant.union(malformed, absent)

    def _defects(self, document: Document, whole: str) -> Iterator[Cause]:
        for defect in document.defects:
            rule = self._rules[defect.rule]
            on_field = rule.stage is Stage.FIELD_DEFECT
            subject = FieldDefect(defect, whole) if on_field else defect
            yield cause_of_defect(defect, rule)._replace(subject=subject)
        if whole == CREATE_POOL:
            yield from self._placeholders(document)

    def _placeholders(self, document: Document) -> Iterator[Cause]:
        rule = self._rules["RP006"]
        for defect in islice(placeholders(document), MOST_FAILURES):
            if is_injected(self._injected, defect.location.pointer):
                yield cause_of_injected(defect)
            elif rule.id in self._enabled:
                yield cause_of_defect(defect, rule)

    def _failures(self, document: Document, whole: str) -> list[SchemaFailure]:
        valid = is_valid(document, whole)
        if valid and not document.has_whole_float:
            return []
        failed = list(failures(document, whole))
        if not failed and not valid:
            message = "the two validators disagree about this document"
            raise InternalError(message)
        return failed

    def _failing(
        self, failed: list[SchemaFailure], meant: frozenset[Pointer]
    ) -> Iterator[Cause]:
        # Nor is the mapping missing that such a field would stand in.
        there = {p[:end] for p in meant for end in range(1, len(p) + 1)}
        for failure in failed:
            missing_field = failure.keyword == "required"
            silent = missing_field and failure.pointer in there
            silent |= missing_field and is_injected(self._injected, failure.pointer)
            silent |= "RP106" in self._enabled and lost_indentation(failure)
            yield cause_of_failure(failure, None if silent else self._rule_for(failure))

    def _rule_for(self, failure: SchemaFailure) -> Rule:
        if failure.rule:
            return self._rules[failure.rule]
        if failure.is_newer:
            return self._rules["RP104"]
        return self._by_keyword["minLength" if failure.is_null else failure.keyword]
