"""A text as it would be with fixes made, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pool_lint.config.options import MOST_FOUND
from pool_lint.edits import applied
from pool_lint.engine.batch import edits_of, index_of, touches
from pool_lint.engine.cross_document import compared
from pool_lint.engine.difference import differences
from pool_lint.engine.linter import Linter
from pool_lint.model.finding import Finding
from pool_lint.model.pointer import Pointer, common, is_within
from pool_lint.parsing import read
from pool_lint.parsing.source import Source


class Trial:
    """A text, what is found in it, and what it says."""

    def __init__(self, source: Source, linter: Linter) -> None:
        """Take a text, and lint it; ``result`` is what came out."""
        self.source = source
        self._linter = linter
        documents = list(read(source, linter.limits))
        self.result = linter.lint(source, documents)
        self._data = [document.data for document in documents]
        self._broken = [document.broken for document in documents]
        [whole] = compared([self.result], linter.rules_across, MOST_FOUND)
        self._findings = whole.findings
        self._counts = Counter(map(_kind, whole.findings))

    def after(self, findings: Sequence[Finding]) -> Trial:
        """Return the trial in which the findings are fixed."""
        edits = [edit for one in findings for edit in edits_of(one, self.source)]
        text = applied(self.source.text, sorted(edits))
        return Trial(Source(self.source.name, text), self._linter)

    def objection(self, after: Trial, findings: Sequence[Finding]) -> str:
        """Return why a later trial cannot be, nothing where it can."""
        if after._broken != self._broken:
            return "the file could not be read any more"
        if after.result.documents != self.result.documents:
            return "it would not be taken for the same kind of document any more"
        known = frozenset(pointer for one in findings for pointer in touches(one))
        others = differences(self._data, after._data, gone=known)
        moved = all(self._arrives(after, *move) for f in findings for move in _moves(f))
        if not moved or not all(is_within(pointer, known) for pointer in others):
            return "something else would change with it"
        return ""

    def growth(self, after: Trial) -> str:
        """Return what there is more of, where there are more findings in all."""
        if after._counts.total() <= self._counts.total():
            return ""
        return _words([rule for rule, _ in after._counts - self._counts], strict=False)

    def _arrives(self, after: Trial, source: Pointer, target: Pointer) -> bool:
        values = _at(self._data, source), _at(after._data, target)
        return next(differences(*values), None) is None

    def blamed(
        self, after: Trial, findings: Sequence[Finding], *, strict: bool
    ) -> dict[int, str]:
        """Return the numbers of the findings whose fixes let others come up, and which.

        A ``strict`` look lets none come up, another one for each. What comes up is put
        down to the closest fix of its document; where several are, to each of them.
        """
        blame: dict[int, list[str]] = {}
        for finding in self._new(after):
            closeness = [_closeness(finding, fix) for fix in findings]
            closest = max(closeness)
            for number, close in enumerate(closeness):
                if close == closest:
                    blame.setdefault(number, []).append(finding.rule)
        return {
            number: _words(rules, strict=strict)
            for number, rules in blame.items()
            if strict or len(rules) > 1
        }

    def _new(self, after: Trial) -> Iterator[Finding]:
        """Yield what is found then and is not now; a list may have lost items."""
        more = after._counts - self._counts
        known = set(map(_identity, self._findings)) if more else set()
        for finding in after._findings if more else ():
            if _kind(finding) in more and _identity(finding) not in known:
                yield finding


def _words(rules: Sequence[str], *, strict: bool) -> str:
    names = ", ".join(sorted(set(rules)))
    if strict and len(rules) == 1:
        return f"{names} would come up then; --unsafe-fixes makes it anyway"
    return f"there would be more findings ({names})"


def _kind(finding: Finding) -> tuple[str, int]:
    return finding.rule, index_of(finding)


def _identity(finding: Finding) -> tuple[object, ...]:
    return *_kind(finding), finding.pointer


def _moves(finding: Finding) -> list[tuple[Pointer, Pointer]]:
    index = index_of(finding)
    moves = finding.fix.moves if finding.fix else ()
    return [((index, *source), (index, *target)) for source, target in moves]


def _closeness(finding: Finding, fix: Finding) -> int:
    """Return how many steps a finding shares with what a fix touches."""
    here = (index_of(finding), *finding.pointer)
    return max((common(here, pointer) for pointer in touches(fix)), default=0)


def _at(value: Any, pointer: Pointer) -> Any:
    for step in pointer:
        value = value[step]
    return value
