"""One document and its rules: which problems there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pool_lint.engine.causes import Causes
from pool_lint.engine.locate import RuleProblem
from pool_lint.engine.precedence import Cause, hidden_spans, is_tainted, speaking
from pool_lint.engine.suppression_report import SuppressionReport
from pool_lint.engine.suppressions import RuleNames, Suppressions
from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Severity
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.hidden import hidden_outside
from pool_lint.modelarts.kinds import Body, Misuse, Misused
from pool_lint.modelarts.pool import Pool
from pool_lint.parsing import Defect, DefectKind, Document
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.failures import MOST_FAILURES
from pool_lint.validation.fields import FieldPath

_MISTAKES = "mistakes"


class CheckResult(NamedTuple):
    """What is wrong with a body, and the pools that it holds."""

    problems: list[RuleProblem]
    pools: list[Pool]


class Checker:
    """Runs rules over documents.

    ``enabled`` holds the ids of the rules that report problems. ``compared`` holds
    those of the rules across documents that collect facts: one that is ignored for
    these files still finds clashes with them elsewhere.
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
        self._pool_rules: dict[str, list[Rule]] = {}  # by the kind of the body
        for rule in every:
            if rule.stage is Stage.POOL and rule.id in enabled:
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
        """Whether the rule runs."""
        return rule_id in self._enabled

    def reports(self, misuse: Misuse) -> bool:
        """Whether the rule about a misuse runs."""
        return self._by_misuse[misuse].id in self._enabled

    def comparing(self, body: Body) -> list[Rule]:
        """Return the rules across documents that collect facts of a kind of body."""
        return [r for r in self.cross_document_rules if body.kind.name in r.kinds]

    def check(self, body: Body) -> CheckResult:
        """Return what is wrong with a body.

        The pointers of the problems start in the document of the file.
        """
        document = body.document
        causes, rejected, body = self._causes.of(body)
        problems = list(self._of_causes(causes, document, hidden_spans(causes)))
        pools: list[Pool] = []
        if len(causes) >= MOST_FAILURES:
            # The list was cut off, so the set of malformed fields is incomplete, and
            # rules about pools rely on it.
            problems += self.too_many()
        else:
            pools = self._pools(body, rejected)
            problems += self._of_pools(pools, body.kind.name)
        if body.pointer:
            problems = [problem.below(body.pointer) for problem in problems]
        return CheckResult(problems, pools)

    def check_misuse(self, misuse: Misuse, misused: Misused) -> list[RuleProblem]:
        """Return what is wrong with a document that is no body of a request."""
        return self._run(self._by_misuse[misuse], misused)

    def check_broken(self, document: Document) -> Iterator[RuleProblem]:
        """Yield why a document cannot be read, whatever rules are off."""
        for defect in document.defects:
            rule = self._by_defect[defect.kind]._replace(severity=Severity.ERROR)
            yield from (RuleProblem(rule, problem) for problem in rule.check(defect))

    def check_around(
        self, document: Document, bodies: list[Body]
    ) -> Iterator[RuleProblem]:
        """Yield what is wrong around the bodies in a document: say, a doubled key."""
        pointers = [body.pointer for body in bodies]
        around = {pointer[:end] for pointer in pointers for end in range(len(pointer))}
        found = (d for d in document.defects if d.location.pointer in around)
        yield from self._of_defects(found)
        judged = [body.document.region for body in bodies]
        yield from self._of_defects(hidden_outside(judged, document))

    def check_limit(self, limit: str, most: int, at: Pointer) -> Iterator[RuleProblem]:
        """Yield that a document crosses a limit at the body at a pointer."""
        defect = Defect(DefectKind.LIMIT, Location(at, Part.KEY), str(most), limit)
        yield from self._of_defects([defect])

    def check_comments(self, suppressions: Suppressions) -> Iterator[RuleProblem]:
        """Yield what is wrong with suppression comments, after everything else."""
        report = SuppressionReport(suppressions, self.names, self._enabled)
        yield from self._of_defects(report.of_document())

    def check_file_comments(self, suppressions: Suppressions) -> Iterator[RuleProblem]:
        """Yield unused comments for a whole file, after everything else."""
        report = SuppressionReport(suppressions, self.names, self._enabled)
        yield from self._of_defects(report.of_file())

    def _of_causes(
        self, causes: Iterable[Cause], document: Document, hidden: list[Span]
    ) -> Iterator[RuleProblem]:
        """Yield the problems of causes, except where a character is hidden."""
        # A disabled rule must not take precedence over an enabled one.
        wanted = [c for c in causes if c.rule is None or c.rule.id in self._enabled]
        for cause in speaking(wanted):
            if cause.rule and not is_tainted(cause, document, hidden):
                yield from self._run(cause.rule, cause.subject)

    def _of_pools(self, pools: list[Pool], kind: str) -> list[RuleProblem]:
        """Return the problems of pools, and once more if a rule finds too many."""
        problems: list[RuleProblem] = []
        cut = False
        for rule in self._pool_rules.get(kind, ()):
            for pool in pools:
                found = self._run(rule, pool)
                problems += found
                cut |= len(found) == MOST_FAILURES
        return [*problems, *self.too_many()] if cut else problems

    def too_many(self) -> Iterator[RuleProblem]:
        """Yield that there may be more problems, which no comment can suppress."""
        location = Location((), Part.KEY)
        defect = Defect(DefectKind.LIMIT, location, str(MOST_FAILURES), _MISTAKES)
        yield from self._of_defects([defect])

    def _pools(self, body: Body, rejected: frozenset[Pointer]) -> list[Pool]:
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
        """Return what a rule finds, which is nothing if it is not enabled."""
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
