"""The lines that a fix changes, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pool_lint.edits.text import TextEdit
from pool_lint.model.fix import Hunk
from pool_lint.model.location import Span
from pool_lint.parsing.source import Source

# A part of many or long lines is enough to understand a fix.
_MOST_LINES = 6
_MOST_HUNKS = 6
_WIDTH = 120
_LEAD = 40
_FAR = 1_000


def edited_text(text: str, edits: Iterable[TextEdit]) -> str:
    """Return the text after edits, which must be sorted and must not overlap."""
    pieces, end = [], 0
    for span, content in edits:
        pieces += [text[end : span.start], content]
        end = span.end
    return "".join([*pieces, text[end:]])


def hunks(source: Source, edits: list[TextEdit]) -> Iterator[Hunk]:
    """Yield the changed lines: at most 6 hunks with at most 6 lines each."""
    groups: list[list[TextEdit]] = []
    for edit in edits:
        first, _ = _lines(source, edit)
        if groups and first <= _lines(source, groups[-1][-1])[1]:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    for group in groups[:_MOST_HUNKS]:
        yield _hunk(source, group)


def _lines(source: Source, edit: TextEdit) -> tuple[int, int]:
    """Return the first and the last line that an edit changes."""
    start, end = edit.span
    first = source.position(start).line
    return first, max(first, source.position(max(start, end - 1)).line)


def _hunk(source: Source, edits: list[TextEdit]) -> Hunk:
    first, (begin, end) = _lines(source, edits[0])[0], edits[-1].span
    start = edits[0].span.start
    start = max(start - _FAR, source.line_around(start).start)
    end = min(end + _FAR, max(end, source.line_around(max(begin, end - 1)).end))
    shifted = [TextEdit(Span(s.start - start, s.end - start), c) for s, c in edits]
    text = source.text[start:end]
    before, after = _lines_of(text), _lines_of(edited_text(text, shifted))
    same = _common(before, after)
    # The first line of an insertion between lines may be unchanged.
    below = (
        0
        if _is_cut(before, after)
        else _common(before[same:][::-1], after[same:][::-1])
    )
    column = 0 if same else edits[0].span.start - start
    shown = (
        _shown(lines[same : len(lines) - below], column) for lines in (before, after)
    )
    return Hunk(first + same, *shown)


def _lines_of(text: str) -> list[str]:
    """Return the lines of a text without their breaks, at most 7."""
    lines = re.split(r"\r\n|\n|\r", text, maxsplit=_MOST_LINES + 1)
    return lines if lines[-1] else lines[:-1]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the number of equal lines at the start of two lists."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_cut(*texts: Sequence[str]) -> bool:
    return any(len(lines) > _MOST_LINES for lines in texts)


def _shown(lines: Sequence[str], column: int) -> tuple[str, ...]:
    kept = [_window(line, column if not i else 0) for i, line in enumerate(lines)]
    return (*kept[:_MOST_LINES], "…") if len(lines) > _MOST_LINES else tuple(kept)


def _window(line: str, column: int) -> str:
    """Return a line; of a long one, the part around a column."""
    if len(line) <= _WIDTH:
        return line
    start = max(0, column - _LEAD)
    lead, tail = "…" if start else "", "…" if start + _WIDTH < len(line) else ""
    return lead + line[start : start + _WIDTH] + tail
