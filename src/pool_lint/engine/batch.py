"""Which fixes of a text can be made at once: those that do not meet."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from pool_lint.edits import TextEdit
from pool_lint.model.finding import Finding
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.source import Source


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
    return [TextEdit(source.span(place), content) for place, content in edits]


def touches(finding: Finding) -> list[Pointer]:
    """Return the pointers that a fix is about, behind the number of the document."""
    pointers = finding.fix.touches if finding.fix else ()
    return [(index_of(finding), *pointer) for pointer in pointers]


def index_of(finding: Finding) -> int:
    """Return the number of the document that a finding is about."""
    return finding.document.index if finding.document else 0
