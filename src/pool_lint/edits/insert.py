"""Insert entries into mappings, in the style of the entries around them."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml import CollectionNode, MappingNode, Node

from pool_lint.edits.entry_text import CopiedText, EntryText, NewText
from pool_lint.edits.remove import removal_edits
from pool_lint.edits.rewrite import scalar_text
from pool_lint.edits.text import INDENT, EditableText, PlacedEntry, TextEdit, line_break
from pool_lint.model.fix import Insert
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer


class _Target(NamedTuple):
    """The mapping that gets an entry, and the keys to write there."""

    holder: MappingNode
    keys: tuple[str, ...]


def insertion_edits(
    text: EditableText, insert: Insert, *, moves: bool
) -> list[TextEdit] | None:
    """Return the edits that insert an entry, None if that is not possible.

    With ``moves`` they also remove the original entry.
    """
    target = _target(text, insert.pointer)
    if target is None:
        return None
    if insert.source is not None:
        return _copy_edits(text, insert, target, moves=moves)
    content = NewText(text, insert.value, target.holder)
    return _listed(_insertion(text, content, target, first=insert.first))


def _listed(edit: TextEdit | None) -> list[TextEdit] | None:
    return None if edit is None else [edit]


def _target(text: EditableText, pointer: Pointer) -> _Target | None:
    """Return the closest mapping for a pointer, None if it cannot be edited."""
    node: Node = text.tree.root
    steps = list(pointer)
    while steps and (at := text.child_entry(node, steps[0])):
        node = at.value
        steps.pop(0)
    if text.is_shared(node) or not isinstance(node, MappingNode):
        return None
    keys = tuple(step for step in steps if isinstance(step, str))
    is_free = keys and keys[0] not in text.tree.entries(node)
    return _Target(node, keys) if is_free and len(keys) == len(steps) else None


def _copy_edits(
    text: EditableText, insert: Insert, target: _Target, *, moves: bool
) -> list[TextEdit] | None:
    """Return the edits that copy or move an entry."""
    source = text.entry(insert.source or ())
    if source is None or source.key is None or not _is_movable(text, source):
        return None
    content = CopiedText(text, source, moves=moves)
    if not moves:
        return _listed(_insertion(text, content, target, first=insert.first))
    if target.holder is source.holder:
        return _listed(_in_place(text, content, source, target))
    # On a line of its own, the entry keeps the comment behind it.
    carried = not (source.holder.flow_style or target.holder.flow_style)
    removal = removal_edits(text, [insert.source or ()], carried=carried)
    added = _insertion(text, content, target, first=insert.first)
    return [*removal, added] if removal and added else None


def _is_movable(text: EditableText, source: PlacedEntry) -> bool:
    """Return whether the text of an entry means the same in another place."""
    if text.holds_shared(source.value) or text.tree.is_absent(source.value):
        return False
    return not text.is_explicit(text.extent(source.holder, source.number))


def _in_place(
    text: EditableText, content: CopiedText, source: PlacedEntry, target: _Target
) -> TextEdit | None:
    """Return the edit that writes parent keys in front of an entry."""
    extent = text.extent(source.holder, source.number)
    entry = _entry(text, content, target, text.column(extent.start))
    return None if entry is None else TextEdit(extent, entry)


def _insertion(
    text: EditableText, content: EntryText, target: _Target, *, first: bool
) -> TextEdit | None:
    """Return the edit that writes an entry before or after those of a mapping."""
    holder = target.holder
    if not holder.value:
        return _into_empty(text, content, target)
    if text.is_explicit(text.extent(holder, 0)):
        return None
    write = _in_brackets if holder.flow_style else _on_lines
    return write(text, content, target, first=first)


def _in_brackets(
    text: EditableText, content: EntryText, target: _Target, *, first: bool
) -> TextEdit | None:
    neighbour = text.extent(target.holder, 0 if first else -1)
    entry = _entry(text, content, target, text.column(neighbour.start))
    if entry is None:
        return None
    comma = _separator(text, target.holder, neighbour)
    at, new = (
        (neighbour.start, entry + comma) if first else (neighbour.end, comma + entry)
    )
    return TextEdit(Span(at, at), new)


def _on_lines(
    text: EditableText, content: EntryText, target: _Target, *, first: bool
) -> TextEdit | None:
    head, last = (text.extent(target.holder, number) for number in (0, -1))
    indent = " " * text.column(head.start)
    entry = _entry(text, content, target, len(indent))
    if entry is None:
        return None
    lines = entry + content.comment
    if first:
        ending = line_break(text.text, head.start)
        return TextEdit(Span(head.start, head.start), lines + ending + indent)
    return _last_lines(text, last, indent + lines, content)


def _separator(text: EditableText, holder: CollectionNode, neighbour: Span) -> str:
    """Return the comma and white space between the entries of a mapping in brackets."""
    if holder.value[1:]:
        gap = Span(text.extent(holder, -2).end, text.extent(holder, -1).start)
        between = text.text[gap.start : gap.end]
        if re.fullmatch(r"\s*,\s*", between):
            return between
    lead = text.lead(neighbour.start)
    return "," + (
        " " if lead.strip() else line_break(text.text, neighbour.start) + lead
    )


def _last_lines(
    text: EditableText, last: Span, lines: str, content: EntryText
) -> TextEdit:
    """Return the edit that writes lines below the last entry of a block mapping."""
    ending = line_break(text.text, last.start)
    end, after = text.line_end(last.end), text.next_line(last.end)
    if after > end:
        return TextEdit(Span(after, after), lines + ending)
    # The file ends without a line break, and a move may remove its last line.
    between = "" if content.leaves >= end else ending
    return TextEdit(Span(after, after), between + lines)


def _into_empty(
    text: EditableText, content: EntryText, target: _Target
) -> TextEdit | None:
    """Return the edit that writes an entry into empty brackets."""
    start = text.tree.start(target.holder) + 1
    if text.text[start : int(target.holder.end_mark.index) - 1].strip():
        return None  # a comment is in the brackets
    entry = _entry(text, content, target, text.column(start))
    return None if entry is None else TextEdit(Span(start, start), entry)


def _entry(
    text: EditableText, content: EntryText, target: _Target, column: int
) -> str | None:
    """Return the text of an entry with its parent keys, for a mapping at a column."""
    style = '"' if text.is_json else content.key_style
    *parents, key = (scalar_text(key, style) for key in target.keys)
    flows = bool(target.holder.flow_style)
    depth = 0 if flows else INDENT * len(parents)
    value = content.after_key(flows=flows, column=column + depth)
    if value is None:
        return None
    if flows:
        opened = "".join(f"{parent}: {{" for parent in parents)
        return opened + key + value + "}" * len(parents)
    lines = [
        " " * INDENT * level + f"{parent}:" for level, parent in enumerate(parents)
    ]
    return f"{content.line_break}{' ' * column}".join(
        [*lines, " " * depth + key + value]
    )
