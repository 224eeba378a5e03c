"""libyaml's composer with budgets, and what its events tell that nodes do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from pool_lint.document.limits import LimitExceeded, Limits
from pool_lint.document.nodes import Alias
from pool_lint.document.scalar import Scalar, plain
from pool_lint.finding import Span

_LONG = 64
_TOO_DEEP = "exceeded maximum nesting depth"


class Composer(CParser):
    """The C composer, which calls these hooks for every node.

    Counting in ``descend_resolver`` is what keeps deep nesting from overflowing the C
    stack. The resolved scalar takes the place of the node's tag, cached by its text.
    """

    def __init__(self, text: str, limits: Limits, nodes: int) -> None:
        """Take the text, the limits and how many nodes the file already has."""
        super().__init__(text)
        self.nodes = nodes
        self._most_nodes = limits.nodes
        self._most_depth = limits.depth
        self._depth = 0

    def next_node(self) -> Node | None:
        """Return the root of the next document, None after the last."""
        try:
            return self.get_node() if self.check_node() else None
        except yaml.MarkedYAMLError as error:
            # libyaml 0.2.6 reads ahead and refuses 1,000 levels before it asks a hook.
            if error.problem != _TOO_DEEP:
                raise
            raise LimitExceeded("depth", self._most_depth) from None

    def descend_resolver(self, _parent: object, _index: object) -> None:
        """Count, before a node is composed."""
        self.nodes += 1
        self._depth += 1
        if self.nodes > self._most_nodes:
            raise LimitExceeded("nodes", self._most_nodes)
        if self._depth > self._most_depth + 1:
            raise LimitExceeded("depth", self._most_depth)

    def ascend_resolver(self) -> None:
        """Count, after a node was composed."""
        self._depth -= 1

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> Any:
        """Return what becomes the tag of a node that has none of its own."""
        if kind is ScalarNode:
            if not implicit[0]:
                return Scalar(value)
            # A long text is not worth remembering.
            return plain(value) if len(value) < _LONG else plain.__wrapped__(value)
        if self._depth > self._most_depth:
            raise LimitExceeded("depth", self._most_depth)
        return None


class Aliases:
    """The places of a text's aliases, in order; the composer loses them."""

    def __init__(self, text: str) -> None:
        """Take the text that the composer reads too."""
        self._events = _events(text) if "*" in text else None

    def restore(self, root: Node) -> Node:
        """Put an Alias where the composed tree repeats a node; return the root."""
        return self._visit(root, set()) if self._events else root

    def _visit(self, node: Node, seen: set[int]) -> Node:
        if id(node) in seen:
            return Alias(node, self._next())
        seen.add(id(node))
        if isinstance(node, MappingNode):
            node.value = [
                (self._visit(key, seen), self._visit(value, seen))
                for key, value in node.value
            ]
        elif isinstance(node, SequenceNode):
            node.value = [self._visit(item, seen) for item in node.value]
        return node

    def _next(self) -> Span:
        events = self._events or iter(())
        event = next(event for event in events if isinstance(event, yaml.AliasEvent))
        return _span(event)


def _events(text: str) -> Iterator[yaml.Event]:
    parser = CParser(text)
    while event := parser.get_event():
        yield event


def _span(event: yaml.Event) -> Span:
    marks = event.start_mark, event.end_mark
    return Span(*(mark.index if mark else 0 for mark in marks))


def crossing(text: str, limits: Limits, nodes: int) -> Span:
    """Return where the composer crossed a limit; it cannot tell, the events can."""
    try:
        return _crossing(text, limits, nodes)
    except yaml.MarkedYAMLError as error:  # what libyaml refuses lies further down
        mark = error.problem_mark
        return _crossing(text[: mark.index if mark else 0], limits, nodes)


def _crossing(text: str, limits: Limits, nodes: int) -> Span:
    depth = 0
    for event in _events(text):
        opens = isinstance(event, yaml.CollectionStartEvent)
        nodes += opens or isinstance(event, yaml.ScalarEvent)
        depth += opens - isinstance(event, yaml.CollectionEndEvent)
        if depth > limits.depth or nodes > limits.nodes:
            return _span(event)
    return Span(0, 0)
