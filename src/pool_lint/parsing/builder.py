"""Build plain data from nodes, within budgets, and record defects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.defects import Defect, DefectKind
from pool_lint.parsing.limits import Budget
from pool_lint.parsing.nodes import (
    STRING_TAGS,
    Alias,
    foreign_tag,
    is_merge,
    merge_sources,
    scalar_of,
    target,
)
from pool_lint.parsing.numbers import is_exact, is_whole
from pool_lint.parsing.tree import Tree
from pool_lint.parsing.yaml_scalars import Scalar, is_core_tag

# Many more than are shown; bounds the time for files that consist of mistakes.
MOST_DEFECTS = 1_000


class Notes:
    """Records the first 1,000 defects of one document, in their order."""

    def __init__(self, tree: Tree) -> None:
        self.defects: list[Defect] = []
        self._tree = tree

    @property
    def _is_full(self) -> bool:
        return len(self.defects) >= MOST_DEFECTS

    def ambiguous(self, node: ScalarNode, pointer: Pointer, readings: str) -> None:
        """Record a scalar that YAML 1.1 and 1.2 read differently."""
        if self._is_full:
            return
        span, text = self._tree.span(node), node.value
        if self._tree.has_tag(node):
            # The tag is part of the ambiguous value.
            start = self._tree.text.index("!", node.start_mark.index)
            span = Span(start, span.end)
            text = self._tree.text[start : span.end]
        location = Location(pointer, span=span)
        self.defects.append(Defect(DefectKind.AMBIGUOUS, location, text, readings))

    def number(self, node: ScalarNode, pointer: Pointer) -> None:
        """Record a number that cannot be represented in JSON."""
        if not self._is_full:
            location = Location(pointer, span=self._tree.span(node))
            self.defects.append(
                Defect(DefectKind.FORBIDDEN, location, node.value, "number")
            )

    def check_keys(self, node: MappingNode, pointer: Pointer) -> None:
        """Record duplicate keys, merge keys, and keys that are not strings."""
        seen: dict[tuple[str, bool], Node] = {}
        for key, value in node.value:
            scalar = target(key)
            if not isinstance(scalar, ScalarNode):
                self.forbid(_foreign_key(node, scalar, value), key, pointer)
                continue
            text = scalar.value
            first = seen.setdefault((text, is_merge(key)), key)
            if first is not key:
                self._duplicate(first, key, (*pointer, text))
            if is_merge(key):
                self._check_merge(key, value, pointer)
            else:
                self._check_key(key, scalar, (*pointer, text))

    def _check_key(self, key: Node, scalar: ScalarNode, pointer: Pointer) -> None:
        resolved: Any = scalar.tag
        if not isinstance(resolved, Scalar):
            if resolved not in STRING_TAGS:
                self.forbid("tag", key, pointer, resolved)
        elif not isinstance(resolved.value, str):
            self.forbid("key", key, pointer, scalar.value)

    def _check_merge(self, key: Node, value: Node, pointer: Pointer) -> None:
        sources = target(value)
        count = len(sources.value) if isinstance(sources, SequenceNode) else 1
        if len(list(merge_sources(value))) != count or foreign_tag(target(value)):
            wrong = key if self._tree.is_absent(value) else value
            self.forbid("merge", wrong, pointer)

    def _duplicate(self, first: Node, second: Node, pointer: Pointer) -> None:
        if self._is_full:
            return
        location = Location(pointer, Part.KEY, self._span_with_tag(second))
        earlier = Location(pointer, Part.KEY, self._span_with_tag(first))
        text = target(second).value
        self.defects.append(
            Defect(DefectKind.DUPLICATE_KEY, location, text, first=earlier)
        )

    def forbid(self, detail: str, node: Node, pointer: Pointer, text: str = "") -> None:
        """Record YAML that is not allowed; it hides other defects at the place."""
        if self._is_full:
            return
        location = Location(pointer, span=self._span_with_tag(node))
        self.defects.append(
            Defect(DefectKind.FORBIDDEN, location, text, detail, hides=True)
        )

    def _span_with_tag(self, node: Node) -> Span:
        """Return the range of a node with its tag; for an alias, that of the alias."""
        if isinstance(node, Alias):
            return node.span
        span = self._tree.span(node)
        tag: object = node.tag
        tagged = isinstance(tag, str) and tag
        return Span(node.start_mark.index, span.end) if tagged else span


def _foreign_key(mapping: MappingNode, key: Node, value: Node) -> str:
    """Return "template" for a key like `{{ name }}`, else "collection"."""
    flows = isinstance(key, MappingNode) and key.flow_style and mapping.flow_style
    return "template" if flows and not value.value else "collection"


class Builder:
    """Builds the value of one document: None, bool, int, float, str, list and dict.

    ``has_whole_float`` is set if a number is :func:`is_whole`. Forbidden YAML is
    recorded as a defect and read as far as possible. A recursive alias becomes
    None.
    """

    def __init__(self, tree: Tree, budget: Budget) -> None:
        self.has_whole_float = False
        self._notes = Notes(tree)
        self._tree = tree
        self._budget = budget
        self._open: set[int] = set()
        self._path: list[str | int] = []
        self._alias: Alias | None = None

    @property
    def defects(self) -> list[Defect]:
        """The defects found so far."""
        return self._notes.defects

    def build(self) -> Any:
        """Return the value of the document. Raises LimitError."""
        return self._value(self._tree.root)

    @property
    def _pointer(self) -> Pointer:
        return tuple(self._path)

    def _value(self, node: Node) -> Any:
        if isinstance(node, Alias):
            return self._aliased(node)
        if self._budget.spend("expanded"):
            raise self._budget.crossed("expanded", self._here(node))
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if tag := foreign_tag(node):
            self._forbid_tag(node, tag)
        if id(node) in self._open:  # through a merge key; aliases are handled above
            self._notes.forbid("recursion", node, self._pointer)
            return None
        if len(self._open) >= self._budget.depth:
            raise self._budget.crossed("depth", self._here(node))
        return self._collection(node)

    def _aliased(self, alias: Alias) -> Any:
        if id(alias.value) in self._open:
            self._notes.forbid("recursion", alias, self._pointer)
            return None
        if self._alias:
            return self._value(alias.value)
        self._alias = alias
        value = self._value(alias.value)
        self._alias = None
        return value

    def _here(self, node: Node) -> Span:
        """Return the place of a crossed limit: an alias that led there, or the node."""
        return self._alias.span if self._alias else self._tree.span(node)

    def _scalar(self, node: ScalarNode) -> Any:
        if self._budget.spend("text", len(node.value)):
            raise self._budget.crossed("text", self._here(node))
        scalar = scalar_of(node, self._tree.text)
        if scalar is None:
            if tag := foreign_tag(node):
                self._forbid_tag(node, tag)
            return node.value
        if scalar.legacy or not isinstance(scalar.value, str):
            if isinstance(scalar.value, float):
                self.has_whole_float |= is_whole(scalar.value)
            if isinstance(scalar.value, (int, float)) and not is_exact(scalar.value):
                self._notes.number(node, self._pointer)
            if scalar.legacy:
                self._notes.ambiguous(node, self._pointer, scalar.legacy)
        return scalar.value

    def _forbid_tag(self, node: Node, tag: str) -> None:
        detail = "mismatch" if is_core_tag(tag) else "tag"
        self._notes.forbid(detail, node, self._pointer, tag)

    def _collection(self, node: Node) -> Any:
        self._open.add(id(node))
        value = (
            self._mapping(node)
            if isinstance(node, MappingNode)
            else self._children(enumerate(node.value))
        )
        self._open.discard(id(node))
        return value

    def _mapping(self, node: MappingNode) -> dict[str, Any]:
        self._notes.check_keys(node, self._pointer)
        entries = self._tree.entries(node)
        while self._tree.recursive:
            self._notes.forbid("recursion", self._tree.recursive.pop(), self._pointer)
        values = self._children((key, entry.value) for key, entry in entries.items())
        return dict(zip(entries, values, strict=True))

    def _children(self, nodes: Iterable[tuple[str | int, Node]]) -> list[Any]:
        """Return the values of child nodes.

        The path is updated in place, because few nodes need a copy of it.
        """
        values = []
        path = self._path
        path.append(0)
        for step, node in nodes:
            path[-1] = step
            values.append(self._value(node))
        path.pop()
        return values
