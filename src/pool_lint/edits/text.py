"""One document as text that can be changed, and where its values are written."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml import CollectionNode, MappingNode, Node, SequenceNode

from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document
from pool_lint.parsing.nodes import Alias
from pool_lint.parsing.source import Source
from pool_lint.parsing.tree import Tree
from pool_lint.parsing.written import below


class TextEdit(NamedTuple):
    """New text for a range of the file."""

    span: Span
    content: str


class Spot(NamedTuple):
    """A value, its key if it has one, and the number of the entry in its collection."""

    holder: CollectionNode
    number: int
    key: Node | None
    value: Node


class Text:
    """One document as text that can be changed."""

    def __init__(self, document: Document, tree: Tree) -> None:
        self.document = document
        self.tree = tree
        self.text = tree.text
        self.source = document.source or Source("", tree.text)
        self.is_json = self.source.is_json

    def spot(self, pointer: Pointer) -> Spot | None:
        """Return where a value is written, None where it is not written there alone.

        What an anchor holds that an alias repeats stands in several places at once. A
        key that stands twice, or in a mapping that is merged as well, would come back.
        """
        at: Spot | None = None
        node: Node = self.tree.root
        for step in pointer:
            at = self.step(node, step)
            if at is None:
                return None
            node = at.value
        return at

    def step(self, node: Node, step: str | int) -> Spot | None:
        """Return the spot one step below a node, see :meth:`spot`."""
        if self.is_shared(node):
            return None
        if isinstance(node, SequenceNode) and step in range(len(node.value)):
            return Spot(node, int(step), None, node.value[int(step)])
        if not isinstance(node, MappingNode) or step in self.document.merged(node):
            return None
        numbers = self.document.numbers(node).get(step, ())
        return (
            Spot(node, numbers[0], *node.value[numbers[0]])
            if len(numbers) == 1
            else None
        )

    def is_shared(self, node: Node) -> bool:
        """Whether a node stands in other places too."""
        return isinstance(node, Alias) or id(node) in self.document.shared

    def holds_shared(self, node: Node) -> bool:
        """Whether something in a node stands in other places too."""
        return any(id(part) in self.document.shared for part in below(node))

    def extent(self, holder: CollectionNode, number: int) -> Span:
        """Return where an entry of a collection stands, anchors and tags included."""
        entry = holder.value[number]
        first, last = entry if isinstance(entry, tuple) else (entry, entry)
        return Span(self._written(first).start, self._written(last).end)

    def _written(self, node: Node) -> Span:
        if isinstance(node, Alias):
            return node.span
        start = int(node.start_mark.index)
        return Span(start, max(start, self.tree.span(node).end))

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return self.source.line_around(offset).start

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, before its line break."""
        start, end = self.source.line_around(offset)
        return start + len(self.text[start:end].rstrip("\r\n"))

    def next_line(self, offset: int) -> int:
        """Return where the next line begins, or the text ends."""
        return self.source.line_around(offset).end

    def lead(self, offset: int) -> str:
        """Return what stands before an offset in its line."""
        return self.text[self.line_start(offset) : offset]

    def is_explicit(self, extent: Span) -> bool:
        """Whether an entry begins with `? `, which stands before its extent."""
        return self.lead(extent.start).rstrip(" \t").endswith("?")

    def column(self, offset: int) -> int:
        """Return how many characters stand before an offset in its line."""
        return offset - self.line_start(offset)


_BREAK = r"(\r\n|\n|\r)"


def indented(lines: str, by: int, least: int) -> str:
    """Return text whose lines below the first stand further right, or left."""

    def moved(match: re.Match[str]) -> str:
        return match[1] + " " * max(least, len(match[2]) + by)

    return re.sub(rf"{_BREAK}( *)(?=[^\r\n])", moved, lines)


def line_break(text: str, offset: int) -> str:
    """Return the line break behind an offset, or the first there is."""
    pattern = re.compile(_BREAK)
    match = pattern.search(text, offset) or pattern.search(text)
    return match[0] if match else "\n"
