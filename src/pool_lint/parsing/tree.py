"""Nodes with positions, and the way from a pointer to its text."""

from __future__ import annotations

from functools import cached_property
from itertools import chain

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.limits import Budget
from pool_lint.parsing.nodes import (
    Alias,
    Entry,
    has_tag,
    is_merge,
    merge_sources,
    target,
    text_span,
    text_start,
)
from pool_lint.parsing.tree_index import TreeIndex

_FEW = 32  # up to so many keys, comparing each is faster than building a table


class Tree:
    """The nodes of one document, with their text."""

    def __init__(self, root: Node, text: str, budget: Budget) -> None:
        self.root = root
        self.text = text
        self._budget = budget
        self._chain = 0
        self.recursive: list[Node] = []
        self._entries: dict[int, dict[str, Entry] | None] = {}
        self._merged_keys: dict[int, frozenset[str]] = {}

    @cached_property
    def index(self) -> TreeIndex:
        """The ranges of nodes in the text; it has no reference back to the tree."""
        return TreeIndex(self.root, self.text)

    def entries(self, node: Node) -> dict[str, Entry]:
        """Return the entries of a mapping by key, including merged ones.

        Of duplicate keys, the last entry is returned. Keys that are not scalars
        are omitted. Merge keys that include the mapping itself are added to
        ``recursive``. Raises LimitError.
        """
        known = self._entries.get(id(node))
        if known is None:
            self._entries[id(node)] = None
            known = self._entries[id(node)] = self._collect(node)
        return known

    def _collect(self, node: Node) -> dict[str, Entry]:
        own: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        for key, value in node.value:
            if is_merge(key):
                for source in merge_sources(value):
                    if self._entries.get(id(source), {}) is None:
                        self.recursive.append(key)
                        continue
                    for name, entry in self._merge(key, source).items():
                        merged.setdefault(name, entry)
            elif isinstance(target(key), ScalarNode):
                own[target(key).value] = Entry(key, value)
        return {**merged, **own} if merged else own

    def _merge(self, key: Node, source: Node) -> dict[str, Entry]:
        self._chain += 1
        if self._chain > self._budget.depth:
            raise self._budget.crossed("depth", self.span(key))
        if self._budget.spend("merges"):
            raise self._budget.crossed("merges", self.span(key))
        entries = self.entries(source)
        self._chain -= 1
        if self._budget.spend("expanded", len(entries)):
            raise self._budget.crossed("expanded", self.span(key))
        return entries

    def merged_keys(self, node: MappingNode) -> frozenset[str]:
        """Return the keys that are merged into a mapping."""
        if id(node) not in self._merged_keys:
            values = (value for key, value in node.value if is_merge(key))
            sources = {id(s): s for value in values for s in merge_sources(value)}
            keys = frozenset(chain.from_iterable(map(self.entries, sources.values())))
            self._merged_keys[id(node)] = keys
        return self._merged_keys[id(node)]

    def locate(self, location: Location) -> Span:
        """Return the span of a location; for an alias, that of the alias.

        The key of the root or of a list item is its first key. For a missing
        value it is the span of the key, for an unknown pointer that of its last
        existing step.
        """
        if location.span:
            return location.span
        node = self._node(location)
        return node.span if isinstance(node, Alias) else self.span(node)

    def anchored(self, location: Location) -> Span | None:
        """Return the span that an alias at a location refers to, None for no alias."""
        node = None if location.span else self._node(location)
        return self.span(node) if isinstance(node, Alias) else None

    def _node(self, location: Location) -> Node:
        """Return the node at a location; aliases are not followed."""
        key, value = self._find(location.pointer)
        if location.part is Part.KEY or self.is_absent(value):
            return key or self._first_key(value) or value
        return value

    def value_text(self, pointer: Pointer) -> str:
        """Return the text of the file at a pointer, without anchor and tag."""
        span = self.span(self._find(pointer)[1])
        return self.text[span.start : span.end]

    def region(self, pointer: Pointer) -> Span:
        """Return the range of the value at a pointer."""
        return self.span(self._find(pointer)[1])

    def part(self, pointer: Pointer) -> Tree:
        """Return the tree of the value at a pointer; it shares the caches."""
        from copy import copy  # noqa: PLC0415 - start-up

        part = copy(self)
        part.root = target(self._find(pointer)[1])
        part.__dict__.pop("index", None)  # belongs to the other root
        return part

    def values_of(self, key: str) -> list[str]:
        """Return the texts of root entries with a key, in their order."""
        pairs = self.root.value if isinstance(self.root, MappingNode) else ()
        nodes = [(target(name), target(value)) for name, value in pairs]
        return [
            str(value.value)
            for name, value in nodes
            if isinstance(name, ScalarNode) and name.value == key
            if isinstance(value, ScalarNode)
        ]

    def _find(self, pointer: Pointer) -> tuple[Node | None, Node]:
        key: Node | None = None
        node = self.root
        for step in pointer:
            here = target(node)
            entry = isinstance(here, MappingNode) and self._entry(here, step)
            if entry:
                key, node = entry
            elif isinstance(here, SequenceNode) and step in range(len(here.value)):
                key, node = None, here.value[int(step)]
            else:
                break
        return key, node

    def _entry(self, mapping: Node, key: str | int) -> Entry | None:
        """Return the entry of a key: the last of duplicate ones, or a merged one."""
        merges = len(mapping.value) > _FEW
        for name, value in () if merges else reversed(mapping.value):
            if is_merge(name):
                merges = True
            elif target(name).value == key and isinstance(target(name), ScalarNode):
                return Entry(name, value)
        return self.entries(mapping).get(str(key)) if merges else None

    def _first_key(self, node: Node) -> Node | None:
        node = target(node)
        pairs = node.value if isinstance(node, MappingNode) else ()
        return next((key for key, _ in pairs), None)

    def is_absent(self, node: Node) -> bool:
        """Return whether a node is an empty plain scalar, which has no text."""
        node = target(node)
        return isinstance(node, ScalarNode) and not (node.value or node.style)

    def span(self, node: Node) -> Span:
        """Return the range of a node's text; for an alias, that of its anchor."""
        return text_span(node, self.text)

    def start(self, node: Node) -> int:
        """Return the offset of a node's text, after its anchor and tag."""
        return text_start(node, self.text)

    def has_tag(self, node: Node) -> bool:
        """Return whether a ``!`` precedes the node's text."""
        return has_tag(node, self.text)
