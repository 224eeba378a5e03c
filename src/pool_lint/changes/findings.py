"""Findings about changes: the rules write them, and some of them are accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pool_lint.changes.acceptance import Acceptance, fingerprint, is_guarded
from pool_lint.changes.bodies import Unreadable
from pool_lint.changes.drafts import Draft, unreadable_change
from pool_lint.changes.scope import Scope
from pool_lint.changes.verdicts import Judged, PairChanges
from pool_lint.engine.locate import RuleProblem, finding_of, locate
from pool_lint.model.change import Change, Event
from pool_lint.model.finding import Finding
from pool_lint.model.location import Line, LocatedRange
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Severity
from pool_lint.model.verdict import Verdict
from pool_lint.parsing import Document
from pool_lint.rules.rule import Rule

# To locate a change costs far more than to count it.
_MOST = 2_000


class FindingMaker:
    """Turns changes into findings.

    ``scope`` knows the settings of both sides. ``accepted`` are the words of the run;
    those that accept something are in ``used``. ``hidden`` are the severities of what
    is not reported because a file changes too much.
    """

    def __init__(self, scope: Scope, accepted: Iterable[Acceptance]) -> None:
        self.used: set[Acceptance] = set()
        self._scope = scope
        self._accepted = list(accepted)
        self.hidden: dict[str, list[Severity]] = {}
        self._counts: Counter[str] = Counter()
        self._occurrences: Counter[object] = Counter()

    def merges(self, found: PairChanges) -> bool:
        """Whether a need for a new pool hides the other changes of a body.

        It does if its rule runs.
        """
        new = found.pair.new
        rules = {one.note.rule for one in found.judged if one.note and _needs(one)}
        return new is not None and any(self._scope.rule(r, new.file) for r in rules)

    def of_draft(self, draft: Draft) -> Finding | None:
        """Return the finding for a change, None if its rule does not run."""
        change, body = draft.change, draft.body
        rule = self._scope.rule(change.rule, body.file)
        if rule is None:
            return None
        change = self._marked(draft)
        self._counts[change.file] += 1
        if self._counts[change.file] > _MOST:
            if not change.accepted:
                self.hidden.setdefault(change.file, []).append(rule.severity)
            return None
        old = self._old_place(draft)
        finding = self._finding(rule, change, body.document, body.pointer)
        # The line above says nothing about the change.
        lines = tuple(line for line in finding.lines if _starts_in(line, finding))
        finding = finding._replace(lines=lines)
        related = (*finding.related, old) if old else finding.related
        return finding._replace(related=related, change=change)

    def of_unreadable(self, one: Unreadable) -> Finding | None:
        """Return the finding for a file that cannot be read."""
        change = unreadable_change(one, self._scope.rule_of)
        rule = self._scope.rule(change.rule, one.file)
        if rule is None:
            return None
        document = one.document or Document(None)
        finding = self._finding(rule, change, document, ())
        return finding._replace(change=change)

    def _finding(
        self, rule: Rule, change: Change, document: Document, body: Pointer
    ) -> Finding:
        [problem] = rule.check(change)
        found = RuleProblem(rule, problem._replace(is_secret=change.is_secret))
        same = (rule.id, change.file, document.index, body, problem.location.pointer)
        number = self._occurrences[same]
        self._occurrences[same] += 1
        return finding_of(
            found.below(body), document, file=change.file, occurrence=number
        )

    def _old_place(self, draft: Draft) -> LocatedRange | None:
        if draft.old is None:
            return None
        body, location = draft.old
        place = location.below(body.pointer)
        found = locate(body.file.name, body.document, place, "before the change")
        return found._replace(lines=())

    def _marked(self, draft: Draft) -> Change:
        """Return a change with its fingerprint, and whether it is accepted."""
        change, body = draft.change, draft.body
        mark = fingerprint(change, body.target, body.data, draft.values)
        change = change._replace(fingerprint=mark)
        files = [body.file, *([draft.old[0].file] if draft.old else [])]
        is_removal = change.rule == self._scope.rule_of(Event.REMOVED)
        if is_guarded(change, is_removal=is_removal):
            protected = any(map(self._scope.is_protected, files))
            change = change._replace(is_protected=protected)
        return self._accepting(change)

    def _accepting(self, change: Change) -> Change:
        covering = {one for one in self._accepted if one.covers(change)}
        self.used |= covering
        return change._replace(accepted=bool(covering) and not change.is_protected)


def _starts_in(line: Line, finding: Finding) -> bool:
    ranges = (finding.range, *(other.range for other in finding.related))
    return any(one and one.start.line == line.number for one in ranges)


def _needs(one: Judged) -> bool:
    return one.verdict is Verdict.NEW_POOL
