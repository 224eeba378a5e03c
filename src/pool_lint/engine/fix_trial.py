"""Try fixes: find out which can be applied together and what they would break."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pool_lint.config.options import MOST_FOUND
from pool_lint.edits import TextEdit, edited_text
from pool_lint.engine.cross_document import compare
from pool_lint.engine.linter import Linter
from pool_lint.model.finding import Finding
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer, common, is_within
from pool_lint.parsing import read
from pool_lint.parsing.source import Source


def differences(
    old: Any,
    new: Any,
    pointer: Pointer = (),
    gone: frozenset[Pointer] = frozenset(),
) -> Iterator[Pointer]:
    """Yield the pointers at which two JSON-like values differ.

    A list may lack the items in ``gone``; a list of another length differs as a
    whole. The order of keys is irrelevant.

    >>> list(differences({"a": [1, 2]}, {"a": [1, 3], "b": None}))
    [('a', 1), ('b',)]
    >>> list(differences({"a": [1, 2, 3]}, {"a": [1, 4]}, gone=frozenset({("a", 1)})))
    [('a', 2)]
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if key in old and key in new:
                yield from differences(old[key], new[key], (*pointer, key), gone)
            else:
                yield (*pointer, key)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _in_lists(old, new, pointer, gone)
    elif type(old) is not type(new) or _is_other(old, new):
        yield pointer


def _in_lists(
    old: list[Any], new: list[Any], pointer: Pointer, gone: frozenset[Pointer]
) -> Iterator[Pointer]:
    numbers: Sequence[int] = range(len(old))
    if len(old) != len(new):
        numbers = [n for n in numbers if (*pointer, n) not in gone]
    if len(numbers) != len(new):
        yield pointer
        return
    for number, item in zip(numbers, new, strict=True):
        yield from differences(old[number], item, (*pointer, number), gone)


def _is_other(old: Any, new: Any) -> bool:
    """Return whether two scalars differ; NaN equals NaN."""
    return bool(old != new) and (old == old or new == new)  # noqa: PLR0124 - of NaN


def non_overlapping(findings: Iterable[Finding], source: Source) -> Iterator[Finding]:
    """Yield the findings whose fixes do not overlap with earlier ones."""
    taken: list[Span] = []
    touched: set[Pointer] = set()
    parents: set[Pointer] = set()
    for finding in findings:
        spans = [edit.span for edit in _text_edits(finding, source)]
        pointers = touched_by(finding)
        if not spans or any(_overlaps(span, taken) for span in spans):
            continue
        prefixes = [p[:end] for p in pointers for end in range(len(p) + 1)]
        if touched.intersection(prefixes) or parents.intersection(pointers):
            continue
        touched.update(pointers)
        parents.update(prefixes)
        for span in spans:
            insort(taken, span)
        yield finding


def _overlaps(span: Span, taken: list[Span]) -> bool:
    """Return whether a span overlaps one of the sorted spans or starts with one."""
    at = bisect_left(taken, span)
    before, after = taken[at - 1 : at], taken[at : at + 1]
    return any(one.end > span.start for one in before) or any(
        one.start < span.end or one.start == span.start for one in after
    )


def _text_edits(finding: Finding, source: Source) -> list[TextEdit]:
    """Return the edits of a finding's fix as offsets; none without a fix."""
    edits = finding.fix.edits if finding.fix else ()
    return [TextEdit(source.span(location), content) for location, content in edits]


def touched_by(finding: Finding) -> list[Pointer]:
    """Return the pointers that a fix changes, each with the document's index first."""
    pointers = finding.fix.touches if finding.fix else ()
    return [(_document_index(finding), *pointer) for pointer in pointers]


def _document_index(finding: Finding) -> int:
    return finding.document.index if finding.document else 0


class FixTrial:
    """A text with its findings and its parsed data."""

    def __init__(self, source: Source, linter: Linter) -> None:
        self.source = source
        self._linter = linter
        documents = list(read(source, linter.limits))
        self.result = linter.lint(source, documents)
        self._data = [document.data for document in documents]
        self._broken = [document.broken for document in documents]
        [result] = compare([self.result], linter.cross_document_rules, MOST_FOUND)
        self._findings = result.findings
        self._counts = Counter(map(_kind, result.findings))
        # Documents in which the search for findings stopped early.
        cut = [f for f in result.findings if f.rule == linter.limit_rule]
        self._cut_off = frozenset(map(_document_index, cut))

    def after(self, findings: Sequence[Finding]) -> FixTrial:
        """Return the trial of the text with the findings fixed."""
        edits = [edit for one in findings for edit in _text_edits(one, self.source)]
        text = edited_text(self.source.text, sorted(edits))
        return FixTrial(Source(self.source.name, text), self._linter)

    def objection(self, after: FixTrial, findings: Sequence[Finding]) -> str:
        """Return the reason why the fixed text is not acceptable, or ""."""
        if after._broken != self._broken:
            return "the file would no longer be valid YAML or JSON"
        if after.result.documents != self.result.documents:
            return "the document would be recognised as another kind"
        touched = frozenset(pointer for f in findings for pointer in touched_by(f))
        changed = differences(self._data, after._data, gone=touched)
        arrived = all(self._arrives(after, finding) for finding in findings)
        if not arrived or not all(is_within(pointer, touched) for pointer in changed):
            return "other values would change too"
        return ""

    def growth(self, after: FixTrial) -> str:
        """Return the reason if the fixed text has more findings, or "".

        Findings that were hidden before do not count.
        """
        old, new = self._comparable(self._counts), self._comparable(after._counts)
        if new.total() <= old.total():
            return ""
        return _reason(rule for rule, _ in new - old)

    def _comparable(self, counts: Counter[tuple[str, int]]) -> Counter[tuple[str, int]]:
        """Return the counts of the documents whose findings are all known."""
        if not self._cut_off:
            return counts
        return Counter({k: n for k, n in counts.items() if k[1] not in self._cut_off})

    def _arrives(self, after: FixTrial, finding: Finding) -> bool:
        """Return whether moved and added values are at their new places."""
        fix, index = finding.fix, _document_index(finding)
        if not fix:
            return True
        old, new = self._data[index], after._data[index]
        moved = [(_at(old, source), target) for source, target in fix.moves]
        return all(
            next(differences(value, _at(new, target)), None) is None
            for value, target in [*moved, *((v, p) for p, v in fix.additions)]
        )

    def causes_of_regressions(
        self, after: FixTrial, findings: Sequence[Finding]
    ) -> dict[int, str]:
        """Return the reasons against fixes that cause new findings, by their numbers.

        One new finding may replace the finding of the fix. A removed comment
        must not cause any, because the comment would have suppressed it. New
        findings are attributed to the fixes with the longest common pointer.
        """
        caused: dict[int, list[str]] = {}
        for finding in self._new_findings(after):
            closeness = [_closeness(finding, fix) for fix in findings]
            closest = max(closeness)
            for number, close in enumerate(closeness):
                if close == closest:
                    caused.setdefault(number, []).append(finding.rule)
        return {
            number: _reason(rules)
            for number, rules in caused.items()
            if len(rules) > 1 or not touched_by(findings[number])
        }

    def _new_findings(self, after: FixTrial) -> Iterator[Finding]:
        """Yield the findings that only the fixed text has.

        Rules and pointers together identify them: list items move up after a
        removal.
        """
        more = self._comparable(after._counts) - self._comparable(self._counts)
        known = set(map(_identity, self._findings)) if more else set()
        for finding in after._findings if more else ():
            if _kind(finding) in more and _identity(finding) not in known:
                yield finding


def _reason(rules: Iterable[str]) -> str:
    return f"this would introduce {', '.join(sorted(set(rules)))}"


def _kind(finding: Finding) -> tuple[str, int]:
    return finding.rule, _document_index(finding)


def _identity(finding: Finding) -> tuple[object, ...]:
    return *_kind(finding), finding.pointer


def _closeness(finding: Finding, fix: Finding) -> int:
    """Return the number of steps that a finding shares with a changed pointer."""
    here = (_document_index(finding), *finding.pointer)
    return max((common(here, pointer) for pointer in touched_by(fix)), default=0)


def _at(value: Any, pointer: Pointer) -> Any:
    """Return the value at a pointer, or an object that equals no value."""
    try:
        for step in pointer:
            value = value[step]
    except (LookupError, TypeError):
        return object()
    return value
