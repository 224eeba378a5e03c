"""Run policies on a body, and leave out what another rule already reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pool_lint.engine.locate import RuleProblem
from pool_lint.engine.precedence import Cause
from pool_lint.model.location import Location
from pool_lint.model.pointer import Pointer, is_within
from pool_lint.modelarts.kinds import Body
from pool_lint.policies.gate import PolicyGate
from pool_lint.rules.rule import Rule
from pool_lint.validation.failures import BLANK, NULL, SchemaFailure

# A value with one of these failures is reported by the rule for the keyword alone.
_DECIDED = {"type", "enum", "required", NULL, BLANK}
_DECIDED |= {"minLength", "minItems", "minProperties"}

Reported = list[tuple[Cause, list[RuleProblem]]]
"""The causes that are reported, each with its problems, and those hidden by others."""

Run = Callable[[Rule, object], list[RuleProblem]]


class PolicyRunner:
    """Runs the policies for one kind of body."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._gate = PolicyGate(self._rules)

    def problems(
        self, body: Body, run: Run, reported: Reported, unsure: frozenset[Pointer]
    ) -> list[RuleProblem]:
        """Return the problems of policies whose cause no other rule reports.

        ``unsure`` are the fields that only seem to be missing. A policy that cannot be
        suppressed reports everything: a rule that hides it could be suppressed.
        """
        found = [one for rule in self._suspects(body) for one in run(rule, body)]
        if not found:
            return []
        causes = _reported_fields(reported)
        return [kept for one in found for kept in _kept(one, causes, unsure)]

    def strict_problems(self, body: Body, run: Run) -> list[RuleProblem]:
        """Return the problems of the policies that cannot be suppressed."""
        strict = (rule for rule in self._suspects(body) if rule.always)
        return [one for rule in strict for one in run(rule, body)]

    def _suspects(self, body: Body) -> Sequence[Rule]:
        """Return the policies that a body may fail.

        A duplicate key hides a value from the validator, so then all policies run.
        """
        if body.document.defects:
            return self._rules
        return self._gate.suspects(body.document.data)


def _reported_fields(reported: Reported) -> dict[Pointer, tuple[str, Location] | None]:
    """Return the fields that policies must not report too.

    The value is the rule and the place of the report, None if nothing is reported.
    """
    found: dict[Pointer, tuple[str, Location] | None] = {}
    for cause, problems in reported:
        subject = cause.subject
        if isinstance(subject, SchemaFailure):
            if cause.rule and subject.cause not in _DECIDED:
                continue
        elif cause.rank is None and not cause.is_duplicate:
            continue
        places = [(one.rule.id, one.problem.location) for one in problems]
        found[cause.uncertain] = places[0] if places else None
    return found


def _kept(
    one: RuleProblem,
    causes: Mapping[Pointer, tuple[str, Location] | None],
    unsure: frozenset[Pointer],
) -> Iterator[RuleProblem]:
    """Yield a problem unless another rule reports its cause."""
    rule, problem = one.rule, one.problem
    at = problem.location.pointer if problem.field is None else problem.field
    ends = (at[:end] for end in range(len(at), -1, -1))
    field = next((pointer for pointer in ends if pointer in causes), None)
    if rule.always:
        yield one
    elif field is not None:
        behind = causes[field]
        if behind is not None:
            yield one._replace(behind=behind)
    elif problem.field is None or not is_within(at, unsure):
        yield one
