"""Source lines of a finding, in pieces: plain, marked, and marked as related."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from pool_lint.model.finding import Finding
from pool_lint.model.fix import LocatedFix
from pool_lint.model.location import Line, LocatedRange, Range, format_location
from pool_lint.reporters.frame import shown, shows

_FOUND = "found"
_RELATED = "related"


class Piece(NamedTuple):
    """A part of a source line; ``kind`` is "" for plain text."""

    text: str
    kind: str = ""


class SourceLine(NamedTuple):
    """A line of a frame.

    ``sign`` is - or + for a line that a fix removes or adds. ``notes`` explain the
    related places in the line. ``gap`` is set if lines are left out above.
    """

    number: int
    pieces: list[Piece]
    notes: tuple[str, ...] = ()
    sign: str = ""
    gap: bool = False


class Frame(NamedTuple):
    """Source lines of one file; ``where`` names it if it is not that of the finding."""

    lines: list[SourceLine]
    where: str = ""


def frames_of(finding: Finding) -> Iterator[Frame]:
    """Yield the frame of a finding, and one for each related place elsewhere."""
    here = [other for other in finding.related if other.file == finding.file]
    if finding.lines:
        lines = [_line(line, finding.range, here) for line in finding.lines]
        yield Frame(_with_gaps(lines))
    for other in finding.related:
        if other.file != finding.file and other.range:
            where = format_location(other.file, other.range.start)
            seen = [line for line in other.lines if shows(other.range, line)]
            yield Frame([_line(line, None, [other]) for line in seen], where)


def changed_lines(fix: LocatedFix) -> list[SourceLine]:
    """Return the lines that a fix removes and adds."""
    lines = []
    for hunk in fix.hunks:
        for sign, texts in (("-", hunk.before), ("+", hunk.after)):
            for number, text in enumerate(texts, hunk.number):
                piece = Piece(shown(text).rstrip())
                lines.append(SourceLine(number, [piece], sign=sign))
    return lines


def _line(line: Line, place: Range | None, related: list[LocatedRange]) -> SourceLine:
    marked = [(r.range, _RELATED) for r in related if shows(r.range, line)]
    marked += [(place, _FOUND)] if shows(place, line) else []
    notes = tuple(r.message for r in related if shows(r.range, line) and r.message)
    return SourceLine(line.number, list(_pieces(line, marked)), notes)


def _pieces(line: Line, marked: Iterable[tuple[Range, str]]) -> Iterator[Piece]:
    """Yield the parts of a line. The mark of the finding wins where marks overlap."""
    kinds = [""] * (len(line.text) + 1)  # a mark can be at the end of the line
    for place, kind in marked:
        start = place.start.column - line.column
        many_lines = place.end.line > place.start.line
        end = len(line.text) if many_lines else place.end.column - line.column
        end = min(max(end, start + 1), len(kinds))
        kinds[start:end] = [kind] * (end - start)
    text = line.text.rstrip().ljust(len(line.text) + 1)
    if not kinds[-1]:
        kinds.pop()
        text = text[:-1]
    starts = [at for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
    if line.column > 1:
        yield Piece("…")
    for start, end in pairwise([*starts, len(kinds)]):
        yield Piece(shown(text[start:end]), kinds[start])


def _with_gaps(lines: list[SourceLine]) -> list[SourceLine]:
    numbers = [line.number for line in lines]
    gaps = [False, *(after > before + 1 for before, after in pairwise(numbers))]
    return [line._replace(gap=gap) for line, gap in zip(lines, gaps, strict=True)]
