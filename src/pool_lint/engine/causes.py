"""Collect everything that is wrong with a body, before precedence is applied."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from pool_lint.engine.precedence import (
    Cause,
    cause_of_defect,
    cause_of_failure,
    cause_of_injected,
)
from pool_lint.model.errors import InternalError
from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.hidden import hidden_characters
from pool_lint.modelarts.injected import is_injected, missing_injected
from pool_lint.modelarts.kinds import Body
from pool_lint.modelarts.placeholders import placeholders
from pool_lint.parsing import DefectKind
from pool_lint.rules.rule import Rule
from pool_lint.rules.schema_fixes import lost_indentation, meant_fields, meant_value
from pool_lint.validation.extensions import empty_extensions, extensions
from pool_lint.validation.failures import (
    EXTENSION,
    MOST_FAILURES,
    NULL,
    SchemaFailure,
    failures,
    is_valid,
)
from pool_lint.validation.fields import FieldPath, conditional_on

_UNKNOWN = "additionalProperties"


class FoundCauses(NamedTuple):
    """Everything that is wrong with a body, and the body that pool rules see.

    ``rejected`` contains the pointers that pool rules must ignore: malformed or
    duplicate values, and fields that only seem missing (misspelt or injected ones).
    ``body`` has the intended values in place of values that only have the wrong
    type.
    """

    causes: list[Cause]
    rejected: frozenset[Pointer]
    body: Body


class Causes:
    """Collects what rules may report: defects of the text and schema failures.

    ``rules`` contains all rules by id, ``enabled`` the ids of those that run.
    ``injected`` contains the fields that a later step of the pipeline fills in.
    """

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
        self._by_defect = {rule.defect: rule for rule in every if rule.defect}

    def of(self, body: Body) -> FoundCauses:
        """Return the causes of a body, and what pool rules see of it."""
        failed = self._failures(body)
        if empty := empty_extensions(failed):
            body = body._replace(document=body.document.without(empty))
            failed = self._failures(body)
        # Pool rules need all failures, and do not run if the list was cut off.
        slips = _slips(failed) if len(failed) < MOST_FAILURES else {}
        if slips:  # check fields that depend on these values against the intended ones
            body = body._replace(document=body.document.with_values(slips))
            typed = [failure for failure in failed if failure.pointer in slips]
            failed = [*typed, *self._failures(body)]
        misspelt: frozenset[Pointer] = frozenset()
        if failed and self._reports(_UNKNOWN):
            misspelt = meant_fields(failed)
        defects = list(self._defects(body))
        undecided = self._undecided(defects, body)
        causes = [*defects, *self._failing(failed, misspelt, slips, undecided)]
        causes += self._extensions(body)
        if not (causes or self._injected):
            return FoundCauses([], misspelt, body)
        malformed = (cause.uncertain for cause in causes if cause.hides)
        absent = missing_injected(self._injected, body.document)
        return FoundCauses(causes, misspelt.union(malformed, absent), body)

    def _reports(self, keyword: str) -> bool:
        """Return whether the rule for a schema keyword runs."""
        rule = self._by_keyword.get(keyword)
        return rule is not None and rule.id in self._enabled

    def _defects(self, body: Body) -> Iterator[Cause]:
        rule = self._by_defect[DefectKind.HIDDEN]
        found = hidden_characters(body) if rule.id in self._enabled else ()
        for defect in [*body.document.defects, *found]:
            yield cause_of_defect(defect, self._by_defect[defect.kind], body.schema)
        if body.kind.is_request:
            yield from self._placeholders(body)

    def _placeholders(self, body: Body) -> Iterator[Cause]:
        rule = self._by_defect[DefectKind.PLACEHOLDER]
        for defect in islice(placeholders(body.document), MOST_FAILURES):
            if is_injected(self._injected, defect.location.pointer):
                yield cause_of_injected(defect)
            elif rule.id in self._enabled:
                yield cause_of_defect(defect, rule, body.schema)

    def _extensions(self, body: Body) -> Iterator[Cause]:
        rule = self._by_keyword.get(EXTENSION)
        if rule and rule.id in self._enabled:
            for found in extensions(body.document, body.schema):
                yield cause_of_failure(found, rule)

    def _undecided(self, defects: list[Cause], body: Body) -> set[tuple[Pointer, int]]:
        """Return the conditional parts of the schema that depend on a duplicate key."""
        return {
            (around, id(part))
            for cause in defects
            if cause.is_duplicate and cause.rule and cause.rule.id in self._enabled
            for around, part in conditional_on(cause.pointer, body.schema)
        }

    def _failures(self, body: Body) -> list[SchemaFailure]:
        document, schema = body.document, body.schema
        valid = is_valid(document, schema)
        if valid and not document.has_whole_float:
            return []
        failed = list(failures(document, schema))
        if not failed and not valid:
            message = "the two validators disagree about this document"
            raise InternalError(message)
        return failed

    def _failing(
        self,
        failed: list[SchemaFailure],
        misspelt: frozenset[Pointer],
        slips: Mapping[Pointer, Any],
        undecided: set[tuple[Pointer, int]],
    ) -> Iterator[Cause]:
        # The parents of a misspelt field are not missing.
        there = {p[:end] for p in misspelt for end in range(1, len(p) + 1)}
        for failure in failed:
            is_missing = failure.keyword == "required"
            silent = is_missing and failure.pointer in there
            may_be_injected = is_missing or "x-secret" in failure.subschema
            silent |= may_be_injected and is_injected(self._injected, failure.pointer)
            silent |= self._reports(NULL) and lost_indentation(failure)
            silent |= bool(undecided) and _is_undecided(failure, undecided)
            cause = cause_of_failure(
                failure, None if silent else self._rule_for(failure)
            )
            yield cause._replace(is_slip=failure.pointer in slips)

    def _rule_for(self, failure: SchemaFailure) -> Rule:
        named = None if failure.is_blank else failure.rule
        return self._rules[named or self._by_keyword[failure.cause].id]


def _slips(failed: list[SchemaFailure]) -> dict[Pointer, Any]:
    """Return the intended values of those with the wrong type, by pointer."""
    typed = (failure for failure in failed if failure.keyword == "type")
    read = ((failure.pointer, meant_value(failure)) for failure in typed)
    return {pointer: value for pointer, value in read if value is not None}


def _is_undecided(failure: SchemaFailure, undecided: set[tuple[Pointer, int]]) -> bool:
    """Return whether a failure depends on the value of a duplicate key."""
    part, pointer = id(failure.subschema), failure.pointer
    arounds = (pointer[:end] for end in range(len(pointer) + 1))
    return any((around, part) in undecided for around in arounds)
