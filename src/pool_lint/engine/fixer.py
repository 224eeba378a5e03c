"""Apply fixes in rounds, without changing anything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pool_lint.engine.fix_trial import FixTrial, non_overlapping, touched_by
from pool_lint.engine.linter import Linter
from pool_lint.model.finding import Finding
from pool_lint.model.fix import Applicability
from pool_lint.model.report import FileResult, FixStep
from pool_lint.parsing.source import Source

_ROUNDS = 20
# The number of times a text may be linted again: fewer for long texts, which bounds the
# time for hostile ones. Each finding counts like many characters, because texts with
# many mistakes take much longer.
_LEAST_TRIES, _MOST_TRIES = 10, 200
_MOST_CHARACTERS = 5_000_000
_FINDING = 250
_MORE_ROUNDS = "one run makes a limited number of fixes; run it again"
# The number of suspects in a round that are tried one by one.
_MOST_SUSPECTS = 20


class FixedSource(NamedTuple):
    """A text with fixes applied, its findings, and the fixes made and refused."""

    source: Source
    result: FileResult
    made: tuple[FixStep, ...]
    left: tuple[FixStep, ...]


def fix_source(source: Source, linter: Linter, *, unsafe: bool) -> FixedSource:
    """Return the text with its safe fixes applied, or with all fixes.

    Overlapping fixes are applied one after the other, and the text is linted after
    each round. A fix that would change other data is refused, and so is an unsafe
    fix that would add findings. A safe fix keeps the value and corrects its form,
    so the findings that appear afterwards were hidden before.
    """
    fixer = Fixer(FixTrial(source, linter), unsafe=unsafe)
    made: list[FixStep] = []
    rest: list[Finding] = []
    for _ in range(_ROUNDS):
        steps = fixer.apply_round()
        made += steps
        if not steps:
            break
    else:
        rest = [finding for group in fixer.groups() for finding in group]
    left = [_step(*one) for one in fixer.refused]
    left += [_step(finding, _MORE_ROUNDS) for finding in rest]
    return FixedSource(fixer.now.source, fixer.result(), tuple(made), tuple(left))


class Fixer:
    """The rounds for one text; ``refused`` contains the fixes refused in the last."""

    def __init__(self, now: FixTrial, *, unsafe: bool) -> None:
        self.now = now
        self.refused: list[tuple[Finding, str]] = []
        self._unsafe = unsafe
        self._last: tuple[list[Finding], FixTrial] = [], now
        length = len(now.source.text) + _FINDING * len(now.result.findings) + 1
        tries = min(_MOST_TRIES, _MOST_CHARACTERS // length)
        self._tries = max(_LEAST_TRIES, tries)

    def accepts(self, finding: Finding) -> bool:
        """Return whether the fix of one finding can be applied alone."""
        return bool(self._acceptable([finding]))

    def apply_round(self) -> list[FixStep]:
        """Apply the fixes that can be applied together, and return them."""
        self.refused.clear()  # a fix may be acceptable after the last round
        for group in self.groups():
            candidates = list(non_overlapping(group, self.now.source))
            chosen = self._compatible(self._acceptable(candidates))
            if chosen:
                self.now = self._after(chosen)
                return [_step(finding) for finding in chosen]
        return []

    def result(self) -> FileResult:
        """Return the remaining findings, without fixes that were refused."""
        refused = {id(finding) for finding, _ in self.refused}
        findings = (
            one._replace(fix=None) if id(one) in refused else one
            for one in self.now.result.findings
        )
        return self.now.result._replace(findings=tuple(findings))

    def groups(self) -> Iterator[list[Finding]]:
        """Yield groups of findings: safe fixes, unsafe fixes, and removals of comments.

        Comments come last, because they may suppress findings of the fixed
        text.
        """
        fixable = [finding for finding in self.now.result.findings if finding.fix]
        comments = [finding for finding in fixable if not touched_by(finding)]
        values = [finding for finding in fixable if touched_by(finding)]
        yield [finding for finding in values if _is_safe(finding)]
        if self._unsafe:
            yield [finding for finding in values if not _is_safe(finding)]
        yield [f for f in comments if self._unsafe or _is_safe(f)]

    def _compatible(self, findings: list[Finding]) -> list[Finding]:
        """Return as many of the findings as can be fixed together.

        Fixes that are acceptable alone may not be so together, for example if
        they empty a mapping.
        """
        while findings and (self._objection(findings) or self._growth(findings)):
            findings = findings[: len(findings) // 2]
        return findings

    def _acceptable(self, findings: list[Finding]) -> list[Finding]:
        """Return the findings whose fixes can be applied together; refuse others."""
        if not findings or self._exceeds_tries(findings):
            return []
        why = self._objection(findings)
        causes = {} if why else self._causes_of_regressions(findings)
        why = why or ("" if causes else self._growth(findings))
        if not (why or causes):
            return findings
        if len(findings) == 1:
            self.refused.append((findings[0], why or causes[0]))
            return []
        if why:
            half = len(findings) // 2
            first, second = findings[:half], findings[half:]
            return self._acceptable(first) + self._acceptable(second)
        return self._without_causes(findings, causes)

    def _without_causes(
        self, findings: list[Finding], causes: dict[int, str]
    ) -> list[Finding]:
        """Return the acceptable findings after trying the suspects one by one."""
        cleared = self._cleared_suspects(findings, causes)
        others = [f for number, f in enumerate(findings) if number not in causes]
        if len(cleared) < len(causes):
            # Some suspects were refused: retry the cleared ones with the rest.
            others, cleared = others + cleared, []
        return self._acceptable(others) or cleared[:1]

    def _cleared_suspects(
        self, findings: list[Finding], causes: dict[int, str]
    ) -> list[Finding]:
        """Return the suspects that cause no regression alone; refuse the others."""
        numbers = list(causes)
        suspects = [findings[number] for number in numbers[:_MOST_SUSPECTS]]
        cleared = [one for one in suspects if self._acceptable([one])]
        for number in numbers[_MOST_SUSPECTS:]:
            self.refused.append((findings[number], causes[number]))
        return cleared

    def _exceeds_tries(self, findings: list[Finding]) -> bool:
        """Return whether no try is left; if so, refuse the findings."""
        self._tries -= 1
        if self._tries < 0:
            why = "the file is too large to try all fixes"
            self.refused += [(finding, why) for finding in findings]
        return self._tries < 0

    def _objection(self, findings: list[Finding]) -> str:
        return self.now.objection(self._after(findings), findings)

    def _growth(self, findings: list[Finding]) -> str:
        is_free = all(map(_may_uncover, findings))
        return "" if is_free else self.now.growth(self._after(findings))

    def _causes_of_regressions(self, findings: list[Finding]) -> dict[int, str]:
        if all(map(_may_uncover, findings)):
            return {}
        return self.now.causes_of_regressions(self._after(findings), findings)

    def _after(self, findings: list[Finding]) -> FixTrial:
        """Return the trial with the fixes applied; the last result is cached."""
        if not findings:
            return self.now
        if self._last[0] != findings:
            self._last = findings, self.now.after(findings)
        return self._last[1]


def _is_safe(finding: Finding) -> bool:
    fix = finding.fix
    return fix is not None and fix.applicability is Applicability.SAFE


def _may_uncover(finding: Finding) -> bool:
    """Return whether a fix is made even if other findings appear."""
    return _is_safe(finding) and bool(touched_by(finding))


def _step(finding: Finding, reason: str = "") -> FixStep:
    message = finding.fix.message if finding.fix else finding.message
    return FixStep(finding.rule, finding.path, message, reason)
