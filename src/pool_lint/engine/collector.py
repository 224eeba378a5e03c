"""Collect the problems of one file, choose those to show, and sort them."""

# No postponed annotations: named tuples compile each of them at import.
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pool_lint.engine.locate import RuleProblem, finding_of
from pool_lint.engine.suppressions import Suppressions
from pool_lint.model.finding import Finding
from pool_lint.model.location import Location
from pool_lint.model.pointer import Pointer, item_of
from pool_lint.model.problem import Problem, Severity
from pool_lint.model.report import Suppressed, SuppressionKind, by_weight
from pool_lint.modelarts.kinds import document_name
from pool_lint.parsing import Document

# The number of suppressed findings that are kept, for formats that report them.
_MOST_KEPT = 1_000


class Candidate(NamedTuple):
    """A problem that may become a finding, with the offset of its text."""

    start: int
    found: RuleProblem
    document: Document

    @property
    def location(self) -> tuple[int, str]:
        """The sort key for output."""
        return self.start, self.found.rule.id

    @property
    def weight(self) -> tuple[int, int, str]:
        """The sort key that decides which findings of a rule are shown."""
        return self.found.rule.severity.rank, *self.location


class CollectedFindings(NamedTuple):
    """The findings of a file."""

    findings: tuple[Finding, ...]
    hidden: tuple[Severity, ...]
    suppressed: tuple[Suppressed, ...]
    dropped: int


class FindingCollector:
    """Collects the problems of one file, document by document."""

    def __init__(self, file: str, most: int | None) -> None:
        self._hidden: list[Severity] = []
        self._dropped = 0
        self._file = file
        self._most = most
        self._candidates: list[Candidate] = []
        self._suppressed: list[tuple[Candidate, str]] = []
        self._items: dict[tuple[int, Pointer], str] = {}

    def add(
        self,
        document: Document,
        problems: Iterable[RuleProblem],
        suppressions: Suppressions | None = None,
    ) -> None:
        """Add the problems of a document, except for those that are suppressed.

        Only the most severe ones are kept.
        """
        kept: list[Candidate] = []
        used: dict[object, Problem] = {}
        placed = [(one, document.locate(one.problem.location)) for one in problems]
        own = {(found.rule.id, span) for found, span in placed}
        spoken: set[object] = set()  # problems that no comment suppresses
        for found, span in placed:
            rule, problem, _, behind = found
            if behind in spoken:
                continue
            anchored = document.anchored(problem.location)
            if anchored and (rule.id, anchored) in own:
                continue  # the rule reports the anchored value itself
            around = document.locate(Location(problem.location.pointer))
            # An aliased node is one place in the text: report its first use only.
            key = (rule.id, span, around) if span else (rule.id, problem.location)
            first = used.setdefault(key, problem)
            if first.location.pointer != problem.location.pointer:
                continue
            start = span.start if span else 0
            candidate = Candidate(start, found, document)
            reason = (
                suppressions.reason(rule.id, problem.location) if suppressions else None
            )
            if reason is None:
                kept.append(candidate)
                spoken.add((rule.id, problem.location))
                if suppressions:
                    # New findings after the fix may be anywhere in the document.
                    uncovers = problem.fix is not None and problem.fix.may_uncover
                    suppressions.record(rule.id, document.region if uncovers else span)
            else:
                self._suppressed.append((candidate, reason))
        if not used:
            return
        self._dropped += len(self._suppressed[_MOST_KEPT:])
        del self._suppressed[_MOST_KEPT:]
        self._candidates += self._weightiest(kept)

    def collected(self) -> CollectedFindings:
        """Return the findings in the order of the text, and what is not shown."""
        if not (self._candidates or self._suppressed):
            return CollectedFindings((), tuple(self._hidden), (), self._dropped)
        shown = [(c, None) for c in self._weightiest(self._candidates)]
        found_ = list(self._findings([*shown, *self._suppressed]))
        findings = tuple(f for f, reason in found_ if reason is None)
        suppressed = tuple(
            Suppressed(finding, SuppressionKind.COMMENT, reason)
            for finding, reason in found_
            if reason is not None
        )
        return CollectedFindings(
            findings, tuple(self._hidden), suppressed, self._dropped
        )

    def _findings(
        self, candidates: Iterable[tuple[Candidate, str | None]]
    ) -> Iterator[tuple[Finding, str | None]]:
        """Yield findings with the reason of their suppression, None if not suppressed.

        Suppressed findings count as occurrences too. This keeps fingerprints stable.
        """
        occurrences: Counter[object] = Counter()
        for candidate, reason in sorted(candidates, key=lambda one: one[0].location):
            _, (rule, problem, body, _), document = candidate
            name = document_name(document, body).name
            same = (rule.id, name, problem.location.pointer)
            number = occurrences[same]
            occurrences[same] += 1
            found, file = candidate.found, self._file
            finding = finding_of(found, document, file=file, occurrence=number)
            yield finding._replace(item=self._item(finding, document)), reason

    def _item(self, finding: Finding, document: Document) -> str:
        """Return the checksum of the innermost list item around a finding."""
        pointer = item_of(finding.pointer)
        key = (id(document), pointer)
        if pointer and key not in self._items:
            self._items[key] = _checksum(document.get(*pointer))
        return self._items[key] if pointer else ""

    def _weightiest(self, candidates: list[Candidate]) -> list[Candidate]:
        """Return the candidates to show, and record the severities of the others."""
        most = self._most
        if most is None or len(candidates) <= most:
            return candidates
        ordered = by_weight(candidates, lambda one: (one.found.rule.id, one.weight))
        self._hidden += [candidate.found.rule.severity for candidate in ordered[most:]]
        return ordered[:most]


def _checksum(value: Any) -> str:
    """Return 8 hex digits for JSON-like data; the order of keys is irrelevant."""
    import json  # noqa: PLC0415 - start-up
    import zlib  # noqa: PLC0415 - start-up

    return f"{zlib.crc32(json.dumps(value, sort_keys=True).encode()):08x}"
