"""Ranges of the nodes of one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from pool_lint.model.location import Span
from pool_lint.parsing.nodes import Alias, below, text_span


class TreeIndex:
    """Ranges of the nodes in the text of one document; aliases are not followed.

    The results are cached, because each fix of a file may need them.
    """

    def __init__(self, root: Node, text: str) -> None:
        self._root = root
        self._text = text
        self._numbers: dict[int, dict[object, list[int]]] = {}

    @cached_property
    def scalars(self) -> list[Span]:
        """The ranges of all scalars, sorted.

        They exclude the first line of block scalars, with ``|`` or ``>``.
        """
        nodes = (n for n in below(self._root) if isinstance(n, ScalarNode))
        return sorted(_body(node, self._text) for node in nodes)

    @cached_property
    def strings(self) -> list[Span]:
        """The ranges of quoted and block scalars, which contain no comments."""
        nodes = (n for n in below(self._root) if isinstance(n, ScalarNode))
        return sorted(_body(node, self._text) for node in nodes if node.style)

    @cached_property
    def shared(self) -> frozenset[int]:
        """The ids of nodes with an anchor that an alias repeats."""
        if "*" not in self._text:
            return frozenset()
        nodes = below(self._root, aliases=True)
        return frozenset(id(node.value) for node in nodes if isinstance(node, Alias))

    def entries(self) -> Iterator[Span]:
        """Yield the ranges of entries, each after its parent.

        An entry is a key with its value, a key alone before an alias, or a list
        item.
        """
        for node in below(self._root):
            if isinstance(node, MappingNode):
                yield from (self._entry(key, value) for key, value in node.value)
            elif isinstance(node, SequenceNode):
                items = (item for item in node.value if not isinstance(item, Alias))
                yield from (text_span(item, self._text) for item in items)

    def _entry(self, key: Node, value: Node) -> Span:
        first = key.span if isinstance(key, Alias) else text_span(key, self._text)
        last = first if isinstance(value, Alias) else text_span(value, self._text)
        return Span(first.start, last.end)

    def numbers(self, node: MappingNode) -> dict[object, list[int]]:
        """Return the indexes of the entries of a mapping, by key."""
        if id(node) not in self._numbers:
            self._numbers[id(node)] = entry_numbers(node)
        return self._numbers[id(node)]


def entry_numbers(node: MappingNode) -> dict[object, list[int]]:
    """Return the indexes of the entries of a mapping, by key."""
    found: dict[object, list[int]] = {}
    for number, (key, _) in enumerate(node.value):
        if isinstance(key, ScalarNode):
            found.setdefault(key.value, []).append(number)
    return found


def _body(node: ScalarNode, text: str) -> Span:
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if node.style in {"|", ">"}:
        head = re.compile(r"[^\r\n]*").match(text, start, end)
        start = head.end() if head else end
    return Span(start, end)
