"""Fixes made in a text: round by round, and only where nothing else changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pool_lint.batch import apart, edits_of, touches
from pool_lint.difference import differences, is_within
from pool_lint.document import read
from pool_lint.edits import applied
from pool_lint.finding import Applicability, Finding
from pool_lint.linter import Linter
from pool_lint.report import FileResult
from pool_lint.source import Source
from pool_lint.steps import Step

_ROUNDS = 10
# How often a text may be linted anew, by how long it is: a hostile one ends in time.
_LEAST_TRIES = 10
_MOST_CHARACTERS = 5_000_000


class Fixed(NamedTuple):
    """A text with fixes made, what it holds, and what was done and what was not."""

    source: Source
    result: FileResult
    made: tuple[Step, ...]
    left: tuple[Step, ...]


def fixed(source: Source, linter: Linter, *, unsafe: bool) -> Fixed:
    """Return a text with its fixes made, the safe ones or all.

    Fixes that meet are made one after the other, with a new lint between. One that
    would leave more findings, or other data than it is about, is left out.
    """
    run = _Run(_State(source, linter), unsafe=unsafe)
    made: list[Step] = []
    for _ in range(_ROUNDS):
        steps = run.round()
        made += steps
        if not steps:
            break
    left = tuple(_step(*one) for one in run.refused)
    return Fixed(run.state.source, run.state.result, tuple(made), left)


class _State:
    """A text, what is found in it, and what it says."""

    def __init__(self, source: Source, linter: Linter) -> None:
        self.source = source
        self.linter = linter
        documents = list(read(source, linter.limits))
        self.result = linter.lint(source, documents)
        self.counts = Counter(map(_kind, self.result.findings))
        self.data = [document.data for document in documents]
        self.broken = [document.broken for document in documents]

    def after(self, findings: list[Finding]) -> _State:
        """Return the state in which the findings are fixed."""
        edits = (
            edit for finding in findings for edit in edits_of(finding, self.source)
        )
        text = applied(self.source.text, sorted(edits))
        return _State(Source(self.source.name, text), self.linter)

    def objection(self, after: _State, findings: list[Finding], *, strict: bool) -> str:
        """Return why a later state is not wanted, nothing where it is.

        A ``strict`` look lets no finding come up in place of another.
        """
        if after.broken != self.broken:
            return "the file could not be read any more"
        touched = [touches(finding) for finding in findings]
        known = [pointer for pointers in touched for pointer in pointers]
        others = differences(self.data, after.data)
        if not all(is_within(pointer, known) for pointer in others):
            return "something else would change with it"
        more = after.counts - self.counts
        rules = ", ".join(sorted({rule for rule, _ in more}))
        if after.counts.total() > self.counts.total():
            return f"there would be more findings ({rules})"
        if more and strict:
            return f"{rules} would come up then, which --unsafe-fixes lets pass"
        return ""


class _Run:
    """The rounds over one text."""

    def __init__(self, state: _State, *, unsafe: bool) -> None:
        self.state = state
        self.refused: list[tuple[Finding, str]] = []
        self._unsafe = unsafe
        self._last: tuple[list[Finding], _State] = [], state
        length = len(state.source.text) + 1
        self._tries = max(_LEAST_TRIES, _MOST_CHARACTERS // length)

    def round(self) -> list[Step]:
        """Make the fixes that can be made at once, and return them."""
        self.refused.clear()  # what was in the way of a fix may be gone
        chosen = self._sifted(list(apart(self._wanted(), self.state.source)))
        strict = not self._unsafe
        while self.state.objection(self._after(chosen), chosen, strict=strict):
            # Each is fine, but not all at once: say, together they empty a mapping.
            chosen = chosen[: len(chosen) // 2]
        self.state = self._after(chosen)
        return [_step(finding) for finding in chosen]

    def _after(self, findings: list[Finding]) -> _State:
        """Return the state in which the findings are fixed; the last one is kept."""
        if self._last[0] != findings:
            self._last = findings, self.state.after(findings)
        return self._last[1]

    def _sifted(self, findings: list[Finding]) -> list[Finding]:
        """Return the findings whose fixes are wanted, each looked at by itself.

        Several at once are looked at first: mostly there is nothing against any.
        """
        if not findings or not self._tries:
            return []
        self._tries -= 1
        several = len(findings) > 1
        strict = several or not self._unsafe
        after = self._after(findings)
        why = self.state.objection(after, findings, strict=strict)
        if not why:
            return findings
        if several:
            half = len(findings) // 2
            return self._sifted(findings[:half]) + self._sifted(findings[half:])
        self.refused.append((findings[0], why))
        return []

    def _wanted(self) -> Iterator[Finding]:
        for finding in self.state.result.findings:
            fix = finding.fix
            if fix and (self._unsafe or fix.applicability is Applicability.SAFE):
                yield finding


def _kind(finding: Finding) -> tuple[str, int | None]:
    return finding.rule, finding.document.index if finding.document else None


def _step(finding: Finding, reason: str = "") -> Step:
    message = finding.fix.message if finding.fix else finding.message
    return Step(finding.rule, finding.path, message, reason)
