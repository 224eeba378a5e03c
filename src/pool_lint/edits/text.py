"""The text of one document, with the ranges of its keys and values."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml import CollectionNode, MappingNode, Node, SequenceNode

from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document
from pool_lint.parsing.nodes import Alias, below
from pool_lint.parsing.source import Source
from pool_lint.parsing.tree import Tree

INDENT = 2
"""The indentation of a value below its key."""


class TextEdit(NamedTuple):
    """New text for a range of the file."""

    span: Span
    content: str


class PlacedEntry(NamedTuple):
    """An entry of a mapping or an item of a list, with its place in the tree.

    ``holder`` is the collection, ``number`` the index of the entry in it. ``key``
    is None for a list item.
    """

    holder: CollectionNode
    number: int
    key: Node | None
    value: Node


class EditableText:
    """The text of one document, with the ranges that edits need."""

    def __init__(self, document: Document, tree: Tree) -> None:
        self.tree = tree
        self.text = tree.text
        self.source = document.source or Source("", tree.text)
        self.is_json = self.source.is_json

    def entry(self, pointer: Pointer) -> PlacedEntry | None:
        """Return the entry at a pointer, None if an edit there would not be exact.

        An aliased node is used in several places. A key that is duplicate, or
        also merged into the mapping, still has a value when its entry is
        removed.
        """
        at: PlacedEntry | None = None
        node: Node = self.tree.root
        for step in pointer:
            at = self.child_entry(node, step)
            if at is None:
                return None
            node = at.value
        return at

    def child_entry(self, node: Node, step: str | int) -> PlacedEntry | None:
        """Return the entry one step below a node; None as in :meth:`entry`."""
        if self.is_shared(node):
            return None
        if isinstance(node, SequenceNode) and step in range(len(node.value)):
            return PlacedEntry(node, int(step), None, node.value[int(step)])
        if not isinstance(node, MappingNode) or step in self.tree.merged_keys(node):
            return None
        numbers = self.tree.index.numbers(node).get(step, ())
        return (
            PlacedEntry(node, numbers[0], *node.value[numbers[0]])
            if len(numbers) == 1
            else None
        )

    def is_shared(self, node: Node) -> bool:
        """Return whether a node is an alias, or has an anchor with an alias."""
        return isinstance(node, Alias) or id(node) in self.tree.index.shared

    def holds_shared(self, node: Node) -> bool:
        """Return whether a node or a node in it has an anchor with an alias."""
        return any(id(part) in self.tree.index.shared for part in below(node))

    def extent(self, holder: CollectionNode, number: int) -> Span:
        """Return the range of an entry, with its anchors and tags."""
        entry = holder.value[number]
        first, last = entry if isinstance(entry, tuple) else (entry, entry)
        return Span(
            self._span_with_properties(first).start,
            self._span_with_properties(last).end,
        )

    def _span_with_properties(self, node: Node) -> Span:
        if isinstance(node, Alias):
            return node.span
        start = int(node.start_mark.index)
        return Span(start, max(start, self.tree.span(node).end))

    def line_start(self, offset: int) -> int:
        """Return the offset of the start of a line."""
        return self.source.line_around(offset).start

    def line_end(self, offset: int) -> int:
        """Return the offset of the end of a line, before its line break."""
        start, end = self.source.line_around(offset)
        return start + len(self.text[start:end].rstrip("\r\n"))

    def next_line(self, offset: int) -> int:
        """Return the offset of the start of the next line, or the end of the text."""
        return self.source.line_around(offset).end

    def lead(self, offset: int) -> str:
        """Return the text from the start of a line to an offset in it."""
        return self.text[self.line_start(offset) : offset]

    def is_explicit(self, extent: Span) -> bool:
        """Return whether ``? `` precedes an entry; it is not part of the extent."""
        return self.lead(extent.start).rstrip(" \t").endswith("?")

    def column(self, offset: int) -> int:
        """Return the number of characters before an offset in its line."""
        return offset - self.line_start(offset)


_BREAK = r"(\r\n|\n|\r)"


def indented(lines: str, by: int, least: int) -> str:
    """Return text with all lines but the first indented by ``by`` more columns.

    ``least`` is the minimum indentation of a line.
    """

    def shifted(match: re.Match[str]) -> str:
        return match[1] + " " * max(least, len(match[2]) + by)

    return re.sub(rf"{_BREAK}( *)(?=[^\r\n])", shifted, lines)


def line_break(text: str, offset: int) -> str:
    """Return the first line break after an offset, else the first of the text."""
    pattern = re.compile(_BREAK)
    match = pattern.search(text, offset) or pattern.search(text)
    return match[0] if match else "\n"
