"""Entries taken from one mapping to another, in the style of where they come to."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml import CollectionNode, MappingNode, Node, ScalarNode

from pool_lint.edits.comments import comments
from pool_lint.edits.remove import removal_edits
from pool_lint.edits.rewrite import scalar_text
from pool_lint.edits.text import (
    EditableText,
    PlacedEntry,
    TextEdit,
    indented,
    line_break,
)
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer

_STEP = 2


class _Target(NamedTuple):
    """The mapping that takes an entry, and the names that are still to be written."""

    holder: MappingNode
    names: tuple[str, ...]


def move_edits(
    text: EditableText, pointer: Pointer, to: Pointer
) -> list[TextEdit] | None:
    """Return the edits that take an entry elsewhere, None where that cannot be done."""
    source, target = text.entry(pointer), _target(text, to)
    if source is None or source.key is None or target is None:
        return None
    if text.holds_shared(source.value) or text.tree.is_absent(source.value):
        return None
    if text.is_explicit(text.extent(source.holder, source.number)):
        return None
    if target.holder is source.holder:
        return _in_place(text, source, target.names)
    # To a line of its own a comment behind the entry comes along.
    along = not (source.holder.flow_style or target.holder.flow_style)
    gone = removal_edits(text, [pointer], carried=along)
    added = _added(text, source, target) if gone else None
    return [*gone, added] if gone and added else None


def _target(text: EditableText, to: Pointer) -> _Target | None:
    """Return the closest mapping on the way, None where one cannot be written to."""
    node: Node = text.tree.root
    names = [str(step) for step in to]
    while names and (at := text.child_entry(node, names[0])):
        node = at.value
        names.pop(0)
    if not names or text.is_shared(node) or not isinstance(node, MappingNode):
        return None
    taken = names[0] in text.tree.entries(node)
    return None if taken else _Target(node, tuple(names))


def _in_place(
    text: EditableText, source: PlacedEntry, names: tuple[str, ...]
) -> list[TextEdit] | None:
    """Return the edit that writes a way to an entry in front of it."""
    extent = text.extent(source.holder, source.number)
    column = text.column(extent.start)
    entry = _entry(text, source, names, source.holder, column)
    return None if entry is None else [TextEdit(extent, entry)]


def _added(text: EditableText, source: PlacedEntry, target: _Target) -> TextEdit | None:
    """Return the edit that writes an entry behind the others of a mapping."""
    holder = target.holder
    if not holder.value:
        return _only(text, source, target)
    first, last = text.extent(holder, 0), text.extent(holder, len(holder.value) - 1)
    column = text.column(last.start if holder.flow_style else first.start)
    entry = _entry(text, source, target.names, holder, column)
    if entry is None or text.is_explicit(first):
        return None
    ending = line_break(text.text, last.start)
    if holder.flow_style:
        alone = not text.lead(last.start).strip()
        between = "," + (ending + " " * column if alone else " ")
        return TextEdit(Span(last.end, last.end), between + entry)
    line = " " * column + entry + _behind(text, source)
    end, after = text.line_end(last.end), text.next_line(last.end)
    if after > end or text.extent(source.holder, source.number).end >= end:
        return TextEdit(Span(after, after), line + ending * (after > end))
    return TextEdit(Span(after, after), ending + line)


def _only(text: EditableText, source: PlacedEntry, target: _Target) -> TextEdit | None:
    """Return the edit that writes an entry into empty brackets."""
    start = text.tree.start(target.holder) + 1
    if text.text[start : int(target.holder.end_mark.index) - 1].strip():
        return None  # a comment stands there
    entry = _entry(text, source, target.names, target.holder, text.column(start))
    return None if entry is None else TextEdit(Span(start, start), entry)


def _behind(text: EditableText, source: PlacedEntry) -> str:
    """Return the comment behind an entry that stands on lines of its own."""
    if source.holder.flow_style:
        return ""
    end = text.extent(source.holder, source.number).end
    return text.text[end : text.line_end(end)].rstrip()


def _entry(
    text: EditableText,
    source: PlacedEntry,
    names: tuple[str, ...],
    holder: CollectionNode,
    column: int,
) -> str | None:
    """Return an entry below all names but the last, for a mapping at a column."""
    style = '"' if text.is_json else getattr(source.key, "style", None)
    keys = [scalar_text(name, style) for name in names]
    flows = bool(holder.flow_style)
    last = column if flows else column + _STEP * (len(keys) - 1)
    value = _value(text, source, flows=flows, column=last)
    if value is None:
        return None
    *ways, key = keys
    if flows:
        opened = "".join(f"{way}: {{" for way in ways)
        return opened + key + value + "}" * len(ways)
    lines = [" " * _STEP * depth + f"{way}:" for depth, way in enumerate(ways)]
    start = text.extent(source.holder, source.number).start  # an alias has no marks
    lead = f"{line_break(text.text, start)}{' ' * column}"
    return lead.join([*lines, " " * _STEP * len(ways) + key + value])


def _value(
    text: EditableText, source: PlacedEntry, *, flows: bool, column: int
) -> str | None:
    """Return what stands behind a key, colon included, moved to a column."""
    node = source.value
    key = text.tree.span(source.key or node)
    end = text.extent(source.holder, source.number).end
    value = text.text[key.end : end]
    block = isinstance(node, ScalarNode) and node.style in {"|", ">"}
    block |= isinstance(node, CollectionNode) and not node.flow_style
    plain = isinstance(node, ScalarNode) and not (node.style or text.is_json)
    if flows and (block or (plain and re.search(r"[,\[\]{}]", value))):
        return None
    if flows and comments(text, Span(key.end, end)):
        return None
    by = column - text.column(key.start)
    return indented(value, by, 0 if block else column + 1)
