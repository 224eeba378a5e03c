"""Remove entries and list items, and keep the comments around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yaml import CollectionNode, MappingNode

from pool_lint.edits.comments import comments, is_directive
from pool_lint.edits.text import EditableText, PlacedEntry, TextEdit
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer

_COMMA = r"(?:\s++|#[^\r\n]*+)*(,)"


def removal_edits(
    text: EditableText, pointers: Iterable[Pointer], *, carried: bool = False
) -> list[TextEdit] | None:
    """Return the edits that remove entries, None if that is not possible.

    Comments stay, unless the entry is ``carried`` to another place with its
    comments.
    """
    groups: dict[Pointer, list[PlacedEntry]] = {}
    for pointer in pointers:
        at = text.entry(pointer)
        if at is None or any(map(text.holds_shared, filter(None, (at.key, at.value)))):
            return None
        groups.setdefault(pointer[:-1], []).append(at)
    edits: list[TextEdit | None] = []
    for parent, entries in groups.items():
        holder, indexes = entries[0].holder, sorted(one.number for one in entries)
        if holder.flow_style:
            edits += _from_flow(text, holder, indexes, carried=carried)
        else:
            edits += _from_block(text, holder, indexes, carried=carried)
            if len(indexes) == len(holder.value):
                edits.append(_emptied(text, holder, text.entry(parent)))
    found = [edit for edit in edits if edit]
    return found if len(found) == len(edits) else None


def _from_flow(
    text: EditableText, holder: CollectionNode, indexes: list[int], *, carried: bool
) -> Iterator[TextEdit]:
    """Yield the edits for a collection in brackets, with one comma per entry."""
    for first, last in _runs(indexes):
        start, end = text.extent(holder, first).start, text.extent(holder, last).end
        if first:
            start = text.extent(holder, first - 1).end
        elif last + 1 < len(holder.value):
            end = text.extent(holder, last + 1).start
        else:
            start, end = text.tree.start(holder) + 1, int(holder.end_mark.index) - 1
        if comments(text, Span(start, end)):
            for index in range(first, last + 1):
                yield from _piecewise(text, holder, index, carried=carried)
        else:
            yield TextEdit(Span(start, end), "")


def _runs(indexes: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each group of consecutive indexes."""
    start = indexes[0]
    for index, following in zip(indexes, [*indexes[1:], None], strict=True):
        if following != index + 1:
            yield start, index
            start = following or 0


def _piecewise(
    text: EditableText, holder: CollectionNode, index: int, *, carried: bool
) -> Iterator[TextEdit]:
    """Yield separate edits for an entry and its comma, with comments between them."""
    extent = text.extent(holder, index)
    if carried:
        yield TextEdit(extent, "")
    else:
        yield from _around_comments(text, extent)
    before = text.extent(holder, index - 1).end if index else extent.end
    comma = re.compile(_COMMA).match(text.text, before)
    if comma:
        # `#` directly after a value would become part of the value.
        blank = " " if text.text.startswith("#", comma.end()) else ""
        yield TextEdit(Span(*comma.span(1)), blank)


def _around_comments(text: EditableText, span: Span) -> Iterator[TextEdit]:
    """Yield the edits that remove a range, or whole lines, except for its comments."""
    start, end = text.line_start(span.start), text.line_end(span.end)
    around = text.text[start : span.start] + text.text[span.end : end]
    inside = comments(text, span)
    if not inside and not around.strip():
        yield TextEdit(Span(start, text.next_line(span.end)), "")
        return
    start = span.start
    for comment in inside:
        piece = text.text[start : comment.start].rstrip(" \t")
        yield TextEdit(Span(start, start + len(piece)), "")
        start = text.next_line(comment.start)
    yield TextEdit(Span(start, span.end), "")


def _from_block(
    text: EditableText, holder: CollectionNode, indexes: list[int], *, carried: bool
) -> Iterator[TextEdit | None]:
    """Yield the edits for a block collection, None for an entry on a shared line."""
    gone = set(indexes)
    kept = next((i for i in range(len(holder.value)) if i not in gone), 0)
    first = text.extent(holder, 0)
    behind_dash = re.fullmatch(r" *(?:-[ \t]+)+", text.lead(first.start))
    if isinstance(holder, MappingNode) and behind_dash and kept:
        # The first remaining entry moves behind the `-`.
        span = Span(first.start, text.extent(holder, kept).start)
        yield None if comments(text, span) else TextEdit(span, "")
        indexes = [index for index in indexes if index > kept]
    for index in indexes:
        yield _lines(text, text.extent(holder, index), holder, carried=carried)


def _lines(
    text: EditableText, extent: Span, holder: CollectionNode, *, carried: bool
) -> TextEdit | None:
    """Return the edit that removes the lines of an entry, except for their comments."""
    lead = text.lead(extent.start)
    form = " *" if isinstance(holder, MappingNode) else " *-[ \t]+"
    rest = text.text[extent.end : text.line_end(extent.end)].strip()
    if not re.fullmatch(form, lead) or (rest and not rest.startswith("#")):
        return None
    lines = Span(text.line_start(extent.start), text.next_line(extent.end))
    if carried:
        return TextEdit(lines, "")
    texts = (
        text.text[start : text.next_line(start)] for start, _ in comments(text, lines)
    )
    # Remove suppression comments too: they would apply to the next entry.
    kept = [comment for comment in texts if not is_directive(comment)]
    indent = lead[: len(lead) - len(lead.lstrip(" "))]
    return TextEdit(lines, "".join(indent + comment for comment in kept))


def _emptied(
    text: EditableText, holder: CollectionNode, parent: PlacedEntry | None
) -> TextEdit | None:
    """Return the edit that writes ``{}`` for a mapping without remaining entries."""
    if parent is None or parent.key is None or not isinstance(holder, MappingNode):
        return None
    colon = re.compile(r"\s*:").match(text.text, text.tree.span(parent.key).end)
    if colon is None or int(holder.start_mark.index) != text.tree.start(holder):
        return None
    return TextEdit(Span(colon.end(), colon.end()), " {}")
