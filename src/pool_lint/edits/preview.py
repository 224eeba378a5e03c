"""Show a fix: the lines that it changes, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pool_lint.edits.text import TextEdit
from pool_lint.model.fix import Hunk
from pool_lint.model.location import Span
from pool_lint.parsing.source import Source

# Of many lines, and of long ones, a part is enough to see what would happen.
_MOST_LINES = 6
_MOST_HUNKS = 6
_WIDTH = 120
_LEAD = 40
_FAR = 1_000


def edited_text(text: str, edits: Iterable[TextEdit]) -> str:
    """Return the text with edits applied, which are sorted and do not overlap."""
    pieces, end = [], 0
    for span, content in edits:
        pieces += [text[end : span.start], content]
        end = span.end
    return "".join([*pieces, text[end:]])


def hunks(source: Source, edits: list[TextEdit]) -> Iterator[Hunk]:
    """Yield the lines that edits change, at most six hunks of at most six lines."""
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
    before = source.text[start:end]
    after = edited_text(before, shifted)
    column = edits[0].span.start - start
    return Hunk(first, _shown(before, column), _shown(after, column))


def _shown(text: str, column: int) -> tuple[str, ...]:
    """Return the first lines of a text, without their line breaks."""
    lines = re.split(r"\r\n|\n|\r", text, maxsplit=_MOST_LINES + 1)
    lines = lines if lines[-1] else lines[:-1]
    kept = [_window(line, column if not i else 0) for i, line in enumerate(lines)]
    return (*kept[:_MOST_LINES], "…") if len(lines) > _MOST_LINES else tuple(kept)


def _window(line: str, column: int) -> str:
    """Return a line, or the part of a long line that begins before a column."""
    if len(line) <= _WIDTH:
        return line
    start = max(0, column - _LEAD)
    lead, tail = "…" if start else "", "…" if start + _WIDTH < len(line) else ""
    return lead + line[start : start + _WIDTH] + tail
