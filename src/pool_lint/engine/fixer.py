"""Fixes made in a text: round by round, and only where nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pool_lint.engine.fix_trial import Trial, apart
from pool_lint.engine.linter import Linter
from pool_lint.model.finding import Finding
from pool_lint.model.fix import Applicability
from pool_lint.model.report import FileResult, Step
from pool_lint.parsing.source import Source

_ROUNDS = 10
# How often a text may be linted anew, by how long that takes: a hostile one ends in
# time. A finding counts as many characters: a text that is full of mistakes takes far
# longer than its length tells.
_LEAST_TRIES, _MOST_TRIES = 10, 200
_MOST_CHARACTERS = 5_000_000
_FINDING = 250
# So many suspects of a round are looked at one by one.
_MOST_HEARD = 20


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
    run = _Run(Trial(source, linter), unsafe=unsafe)
    made: list[Step] = []
    for _ in range(_ROUNDS):
        steps = run.round()
        made += steps
        if not steps:
            break
    left = tuple(_step(*one) for one in run.refused)
    return Fixed(run.now.source, run.result(), tuple(made), left)


class _Run:
    """The rounds over one text; ``refused`` holds what the last one has left out."""

    def __init__(self, now: Trial, *, unsafe: bool) -> None:
        self.now = now
        self.refused: list[tuple[Finding, str]] = []
        self._unsafe = unsafe
        self._last: tuple[list[Finding], Trial] = [], now
        length = len(now.source.text) + _FINDING * len(now.result.findings) + 1
        tries = min(_MOST_TRIES, _MOST_CHARACTERS // length)
        self._tries = max(_LEAST_TRIES, tries)

    def round(self) -> list[Step]:
        """Make the fixes that can be made at once, and return them."""
        self.refused.clear()  # what was in the way of a fix may be gone
        chosen = self._sifted(list(apart(self._wanted(), self.now.source)))
        while chosen and (
            self._objection(chosen) or self.now.growth(self._after(chosen))
        ):
            # Each is fine, but not all at once: say, together they empty a mapping.
            chosen = chosen[: len(chosen) // 2]
        self.now = self._after(chosen)
        return [_step(finding) for finding in chosen]

    def result(self) -> FileResult:
        """Return what is left; what is refused is no fix to be offered again."""
        refused = {id(finding) for finding, _ in self.refused}
        findings = (
            one._replace(fix=None) if id(one) in refused else one
            for one in self.now.result.findings
        )
        return self.now.result._replace(findings=tuple(findings))

    def _wanted(self) -> Iterator[Finding]:
        for finding in self.now.result.findings:
            fix = finding.fix
            if fix and (self._unsafe or fix.applicability is Applicability.SAFE):
                yield finding

    def _sifted(self, findings: list[Finding]) -> list[Finding]:
        """Return the findings whose fixes can be made at once, and refuse others."""
        if not findings or self._is_over(findings):
            return []
        why = self._objection(findings)
        blamed = {} if why else self._blamed(findings)
        why = why or ("" if blamed else self.now.growth(self._after(findings)))
        if not (why or blamed):
            return findings
        if len(findings) == 1:
            self.refused.append((findings[0], why or blamed[0]))
            return []
        if why:
            half = len(findings) // 2
            return self._sifted(findings[:half]) + self._sifted(findings[half:])
        innocent = self._heard(findings, blamed)
        others = [f for number, f in enumerate(findings) if number not in blamed]
        if len(innocent) < len(blamed):  # those left are looked at without the others
            others, innocent = others + innocent, []
        return self._sifted(others) or innocent[:1]

    def _heard(self, findings: list[Finding], blamed: dict[int, str]) -> list[Finding]:
        """Return those of the suspects that are innocent, looked at one by one."""
        numbers = list(blamed)
        suspects = [findings[number] for number in numbers[:_MOST_HEARD]]
        innocent = [one for one in suspects if self._sifted([one])]
        for number in numbers[_MOST_HEARD:]:
            self.refused.append((findings[number], blamed[number]))
        return innocent

    def _is_over(self, findings: list[Finding]) -> bool:
        """Whether no more can be tried; what is left then says so."""
        self._tries -= 1
        if self._tries < 0:
            why = "the file is too large to try all of its fixes at once"
            self.refused += [(finding, why) for finding in findings]
        return self._tries < 0

    def _objection(self, findings: list[Finding]) -> str:
        return self.now.objection(self._after(findings), findings)

    def _blamed(self, findings: list[Finding]) -> dict[int, str]:
        after, strict = self._after(findings), not self._unsafe
        return self.now.blamed(after, findings, strict=strict)

    def _after(self, findings: list[Finding]) -> Trial:
        """Return the trial in which the findings are fixed; the last one is kept."""
        if not findings:
            return self.now
        if self._last[0] != findings:
            self._last = findings, self.now.after(findings)
        return self._last[1]


def _step(finding: Finding, reason: str = "") -> Step:
    message = finding.fix.message if finding.fix else finding.message
    return Step(finding.rule, finding.path, message, reason)
