"""One document and its rules: which problems there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import NamedTuple

from pool_lint.engine.causes import Causes
from pool_lint.engine.precedence import Cause, is_tainted, speaking
from pool_lint.engine.silence import rule_names
from pool_lint.engine.suppression import Suppressions
from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Problem
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.pool import Pool, pools_in
from pool_lint.parsing import Defect, Document
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.failures import MOST_FAILURES
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.schemas import CREATE_POOL, ERROR, NAMES

Said = tuple[Rule, Problem]


class Judgement(NamedTuple):
    """What is wrong with a document, and the pools that it holds."""

    problems: list[Said]
    pools: list[Pool]


class Checker:
    """Runs rules over documents."""

    def __init__(
        self,
        rules: Iterable[Rule],
        enabled: frozenset[str],
        catalog: Catalog | None = None,
        injected: frozenset[FieldPath] = frozenset(),
    ) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._enabled = enabled
        self._catalog = catalog
        self._causes = Causes(self._rules, enabled, injected)
        every = self._rules.values()
        self.names = rule_names(every)
        wanted = [r for r in every if r.stage is Stage.POOL and r.id in enabled]
        self._pool_rules = {n: [r for r in wanted if n in r.kinds] for n in NAMES}
        self._document_rules = [r for r in every if r.stage is Stage.DOCUMENT]
        self.rules_across: list[Rule] = []
        self.listen(enabled)

    def listen(self, ids: frozenset[str]) -> None:
        """Keep what documents say for the rules across documents among the ids."""
        across = (r for r in self._rules.values() if r.stage is Stage.ACROSS)
        self.rules_across = every = [rule for rule in across if rule.id in ids]
        self._across = {n: [rule for rule in every if n in rule.kinds] for n in NAMES}

    def is_enabled(self, rule_id: str) -> bool:
        """Whether the rule runs."""
        return rule_id in self._enabled

    def across(self, whole: str) -> list[Rule]:
        """Return the rules across documents that listen to a kind."""
        return self._across[whole]

    def check(self, document: Document, whole: str = CREATE_POOL) -> Judgement:
        """Return what is wrong with a document by the schema of that name."""
        problems = [p for r in self._document_rules for p in self._run(r, document)]
        causes, rejected = self._causes.of(document, whole)
        if causes:
            hidden = [p.location.span for _, p in problems if p.location.span]
            problems += self._said(causes, document, hidden)
        if len(causes) >= MOST_FAILURES:
            # The rest is not known, and a rule has to know what is malformed.
            return Judgement([*problems, *self._too_many()], [])
        pools = self._pools(document, whole, rejected)
        problems += self._of_pools(pools, self._pool_rules[whole])
        return Judgement(problems, pools)

    def _said(
        self, causes: Iterable[Cause], document: Document, hidden: list[Span]
    ) -> Iterator[Said]:
        """Yield what is said of causes, but for those where something is hidden."""
        # A rule that is switched off silences no other.
        wanted = [c for c in causes if c.rule is None or c.rule.id in self._enabled]
        for cause in speaking(wanted):
            if cause.rule and not is_tainted(cause, document, hidden):
                yield from self._run(cause.rule, cause.subject)

    def _of_pools(self, pools: Iterable[Pool], rules: Iterable[Rule]) -> list[Said]:
        """Return what rules say of pools, and once if one of them says too much."""
        problems: list[Said] = []
        cut = False
        for rule, pool in product(rules, pools):
            said = 0
            try:
                # Most rules have nothing to say: a bare loop takes a fifth of the time
                # that any function around the generator takes.
                for problem in rule.check(pool):
                    problems.append((rule, problem))
                    said += 1
                    if said == MOST_FAILURES:
                        cut = True
                        break
            except Exception as error:
                error.add_note(f"in rule {rule.id}")
                raise
        return [*problems, *self._too_many()] if cut else problems

    def _too_many(self) -> Iterator[Said]:
        """Yield that there may be more, which no comment can silence."""
        defect = Defect("RP003", Location((), Part.KEY), str(MOST_FAILURES), "mistakes")
        yield from self._defects([defect])

    def _pools(
        self, document: Document, whole: str, rejected: frozenset[Pointer]
    ) -> list[Pool]:
        if whole == ERROR or not isinstance(document.data, dict):
            return []
        return list(pools_in(document.data, rejected, self._catalog))

    def comments(self, silences: Suppressions) -> Iterator[Said]:
        """Yield what is wrong with comments that silence, once all is said."""
        yield from self._defects(silences.defects(self._enabled))

    def unused_of_file(self, silences: Suppressions) -> Iterator[Said]:
        """Yield what is silenced in a whole file in vain, once all is said."""
        yield from self._defects(silences.unused_of_file(self._enabled))

    def check_unread(self, document: Document) -> Iterator[Said]:
        """Yield why a document could not be read."""
        yield from self._defects(document.defects)

    def _defects(self, defects: Iterable[Defect]) -> Iterator[Said]:
        for defect in islice(defects, MOST_FAILURES):
            yield from self._run(self._rules[defect.rule], defect)

    def run(self, rule_id: str, document: Document) -> Iterator[Said]:
        """Yield the problems that one rule finds in a document."""
        yield from self._run(self._rules[rule_id], document)

    def _run(self, rule: Rule, subject: object) -> Iterator[Said]:
        if rule.id not in self._enabled:
            return
        try:
            for problem in islice(rule.check(subject), MOST_FAILURES):
                yield rule, problem
        except Exception as error:
            error.add_note(f"in rule {rule.id}")
            raise
