"""Run the rules on one document."""

# No postponed annotations: named tuples compile each of them at import.
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from pool_lint.engine.causes import Causes
from pool_lint.engine.locate import RuleProblem
from pool_lint.engine.precedence import Cause, hidden_spans, is_tainted, speaking
from pool_lint.engine.suppressions import RuleNames, Suppressions
from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Severity
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.hidden import hidden_outside
from pool_lint.modelarts.kinds import Body, Misuse, Misused, Subject
from pool_lint.parsing import Defect, DefectKind, Document
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.failures import MOST_FAILURES
from pool_lint.validation.fields import FieldPath

if TYPE_CHECKING:
    from pool_lint.engine.policies import PolicyRunner, Reported
    from pool_lint.engine.suppression_report import SuppressionReport

_MISTAKES = "mistakes"


class CheckResult(NamedTuple):
    """The problems of a body, and the pools in it."""

    problems: list[RuleProblem]
    pools: list[Subject]


class Checker:
    """Runs rules on documents.

    ``enabled`` contains the ids of the rules that report problems. ``compared``
    contains the rules across documents that collect facts. A rule that is ignored
    for these files still compares them with other files.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        enabled: frozenset[str],
        compared: frozenset[str],
        catalog: Catalog | None = None,
        injected: frozenset[FieldPath] = frozenset(),
    ) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._enabled = enabled
        self._catalog = catalog
        self._causes = Causes(self._rules, enabled, injected)
        every = self._rules.values()
        self.names = RuleNames(every)
        self._pool_rules: dict[str, list[Rule]] = {}  # by kind of body
        self._policies = _policies(every, enabled)
        for rule in every:
            if rule.stage is not Stage.POOL or rule.id not in enabled:
                continue
            if catalog is not None or not rule.needs_catalog:
                for kind in rule.kinds:
                    self._pool_rules.setdefault(kind, []).append(rule)
        self._by_defect = {rule.defect: rule for rule in every if rule.defect}
        self._by_misuse = {rule.misuse: rule for rule in every if rule.misuse}
        self.cross_document_rules = [
            rule
            for rule in every
            if rule.stage is Stage.CROSS_DOCUMENT and rule.id in compared
        ]

    def is_enabled(self, rule_id: str) -> bool:
        """Return whether a rule runs."""
        return rule_id in self._enabled

    def reports(self, misuse: Misuse) -> bool:
        """Return whether the rule about a misuse runs."""
        return self._by_misuse[misuse].id in self._enabled

    def comparing(self, body: Body) -> list[Rule]:
        """Return the rules across documents that collect facts from a body."""
        return [r for r in self.cross_document_rules if body.kind.name in r.kinds]

    def check(self, body: Body) -> CheckResult:
        """Return the problems of a body.

        Their pointers start at the root of the document.
        """
        document = body.document
        causes, rejected, body = self._causes.of(body)
        runner = self._policies.get(body.kind.name)
        reported: Reported | None = [] if runner else None
        hidden = hidden_spans(causes)
        problems = list(self._of_causes(causes, document, hidden, reported))
        pools: list[Subject] = []
        if len(causes) >= MOST_FAILURES:
            # The list was cut off, so the set of malformed fields is incomplete. Pool
            # rules need it.
            problems += self.too_many()
        else:
            pools = self._pools(body, rejected)
            problems += self._of_pools(pools, body.kind.name)
        if runner and reported is not None:
            problems += runner.problems(body, self._run, reported, rejected)
        if body.pointer:
            problems = [problem.below(body.pointer) for problem in problems]
        return CheckResult(problems, pools)

    def check_misuse(self, misuse: Misuse, misused: Misused) -> list[RuleProblem]:
        """Return the problems of a document that is not the body of a request."""
        return self._run(self._by_misuse[misuse], misused)

    def check_broken(self, document: Document) -> Iterator[RuleProblem]:
        """Yield why a document cannot be read, even if the rules are disabled."""
        for defect in document.defects:
            rule = self._by_defect[defect.kind]._replace(severity=Severity.ERROR)
            yield from (RuleProblem(rule, problem) for problem in rule.check(defect))

    def check_around(
        self, document: Document, bodies: list[Body]
    ) -> Iterator[RuleProblem]:
        """Yield the problems outside of the bodies in a document.

        These are, for example, duplicate keys above a body.
        """
        pointers = [body.pointer for body in bodies]
        around = {pointer[:end] for pointer in pointers for end in range(len(pointer))}
        found = (d for d in document.defects if d.location.pointer in around)
        yield from self._of_defects(found)
        judged = [body.document.region for body in bodies]
        yield from self._of_defects(hidden_outside(judged, document))

    def check_limit(self, limit: str, most: int, at: Pointer) -> Iterator[RuleProblem]:
        """Yield the problem that a document crosses a limit at a body."""
        defect = Defect(DefectKind.LIMIT, Location(at, Part.KEY), str(most), limit)
        yield from self._of_defects([defect])

    def check_comments(self, suppressions: Suppressions) -> Iterator[RuleProblem]:
        """Yield the problems of suppression comments; called after all other checks."""
        yield from self._of_defects(self._report(suppressions).of_document())

    def check_file_comments(self, suppressions: Suppressions) -> Iterator[RuleProblem]:
        """Yield unused comments for the whole file; called after all other checks."""
        yield from self._of_defects(self._report(suppressions).of_file())

    def _report(self, suppressions: Suppressions) -> "SuppressionReport":
        from pool_lint.engine.suppression_report import SuppressionReport  # noqa: PLC0415 - start-up

        return SuppressionReport(suppressions, self.names, self._enabled)

    def _of_causes(
        self,
        causes: Iterable[Cause],
        document: Document,
        hidden: list[Span],
        reported: "Reported | None" = None,
    ) -> Iterator[RuleProblem]:
        """Yield the problems of causes that contain no hidden character.

        ``reported`` gets the causes with their problems, if there are policies.
        """
        # A disabled rule must not take precedence over an enabled one.
        wanted = [c for c in causes if c.rule is None or c.rule.id in self._enabled]
        for cause in speaking(wanted):
            problems: list[RuleProblem] = []
            if cause.rule and not is_tainted(cause, document, hidden):
                problems = self._run(cause.rule, cause.subject)
                yield from problems
            if reported is not None:
                reported.append((cause, problems))

    def _of_pools(self, pools: list[Subject], kind: str) -> list[RuleProblem]:
        """Return the problems of pools, with one more if a rule finds too many."""
        problems: list[RuleProblem] = []
        cut = False
        for rule in self._pool_rules.get(kind, ()):
            for pool in pools:
                if found := self._run(rule, pool):
                    problems += found
                    cut |= len(found) == MOST_FAILURES
        return [*problems, *self.too_many()] if cut else problems

    def too_many(self) -> Iterator[RuleProblem]:
        """Yield the problem that checking stopped early; no comment suppresses it."""
        location = Location((), Part.KEY)
        defect = Defect(DefectKind.LIMIT, location, str(MOST_FAILURES), _MISTAKES)
        yield from self._of_defects([defect])

    def _pools(self, body: Body, rejected: frozenset[Pointer]) -> list[Subject]:
        data = body.document.data
        if not isinstance(data, dict):
            return []
        return list(body.kind.views(data, rejected, self._catalog))

    def _of_defects(self, defects: Iterable[Defect]) -> Iterator[RuleProblem]:
        counts: Counter[DefectKind] = Counter()
        for defect in defects:
            counts[defect.kind] += 1
            if counts[defect.kind] <= MOST_FAILURES:
                yield from self._run(self._by_defect[defect.kind], defect)

    def _run(self, rule: Rule, subject: object) -> list[RuleProblem]:
        """Return the problems that a rule finds; none if it is disabled."""
        found: list[RuleProblem] = []
        if rule.id not in self._enabled:
            return found
        try:
            for problem in rule.check(subject):
                found.append(RuleProblem(rule, problem))
                if len(found) == MOST_FAILURES:
                    break
        except Exception as error:
            error.add_note(f"in rule {rule.id}")
            raise
        return found


def _policies(
    rules: Iterable[Rule], enabled: frozenset[str]
) -> "dict[str, PolicyRunner]":
    """Return what runs the policies for each kind of body; most runs have none."""
    by_kind: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.stage is Stage.POLICY and rule.id in enabled:
            for kind in rule.kinds:
                by_kind.setdefault(kind, []).append(rule)
    if not by_kind:
        return {}
    from pool_lint.engine.policies import PolicyRunner  # noqa: PLC0415 - start-up

    return {kind: PolicyRunner(found) for kind, found in by_kind.items()}
