"""A text with fixes applied: which fixes go together, and what speaks against them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pool_lint.config.options import MOST_FOUND
from pool_lint.edits import TextEdit, applied
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
    """Yield pointers to what is not the same in two values of JSON-like data.

    A list may lack the items that are ``gone``; one of another length differs as a
    whole. The order of keys does not count.

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
    """Whether two scalars differ; NaN is the same as NaN."""
    return bool(old != new) and (old == old or new == new)  # noqa: PLR0124 - of NaN


def apart(findings: Iterable[Finding], source: Source) -> Iterator[Finding]:
    """Yield the findings whose fixes do not meet with one before."""
    taken: list[Span] = []
    touched: set[Pointer] = set()
    around: set[Pointer] = set()
    for finding in findings:
        spans = [edit.span for edit in edits_of(finding, source)]
        pointers = touches(finding)
        if not spans or any(_meets(span, taken) for span in spans):
            continue
        ways = [p[:end] for p in pointers for end in range(len(p) + 1)]
        if touched.intersection(ways) or around.intersection(pointers):
            continue
        touched.update(pointers)
        around.update(ways)
        for span in spans:
            insort(taken, span)
        yield finding


def _meets(span: Span, taken: list[Span]) -> bool:
    """Whether a span overlaps with one of those in order, or touches it."""
    at = bisect_left(taken, span)
    before, after = taken[at - 1 : at], taken[at : at + 1]
    touching = any(one.end > span.start for one in before)
    return touching or any(
        one.start < span.end or one.start == span.start for one in after
    )


def edits_of(finding: Finding, source: Source) -> list[TextEdit]:
    """Return the edits of a finding's fix, as offsets; none where it has no fix."""
    edits = finding.fix.edits if finding.fix else ()
    return [TextEdit(source.span(location), content) for location, content in edits]


def touches(finding: Finding) -> list[Pointer]:
    """Return the pointers that a fix is about, behind the number of the document."""
    pointers = finding.fix.touches if finding.fix else ()
    return [(index_of(finding), *pointer) for pointer in pointers]


def index_of(finding: Finding) -> int:
    """Return the number of the document that a finding is about."""
    return finding.document.index if finding.document else 0


class Trial:
    """A text, what is found in it, and what it says."""

    def __init__(self, source: Source, linter: Linter) -> None:
        self.source = source
        self._linter = linter
        documents = list(read(source, linter.limits))
        self.result = linter.lint(source, documents)
        self._data = [document.data for document in documents]
        self._broken = [document.broken for document in documents]
        [whole] = compare([self.result], linter.cross_document_rules, MOST_FOUND)
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
