"""The places of aliases, which the composer does not keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import yaml
from yaml import MappingNode, Node, SequenceNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from pool_lint.model.errors import LimitError
from pool_lint.model.location import Span
from pool_lint.parsing.limits import Limits
from pool_lint.parsing.nodes import Alias


class Aliases:
    """The places of the aliases of a text, in order."""

    def __init__(self, text: str) -> None:
        self._events = _events(text) if "*" in text else None

    def restore(self, root: Node) -> Node:
        """Replace repeated nodes in a composed tree by aliases, and return the root."""
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


def too_many_aliases(text: str, limits: Limits) -> LimitError | None:
    """Return the error if a text has more aliases than its values may have nodes.

    They are counted before the composer creates objects for them: a text of 3 MiB
    may contain a million.
    """
    if text.count("*") <= limits.expanded:
        return None
    count = 0
    with suppress(yaml.YAMLError):  # the composer raises the same error
        for event in _events(text):
            count += isinstance(event, yaml.AliasEvent)
            if count > limits.expanded:
                return LimitError("expanded", limits.expanded, _span(event))
    return None


def crossing(text: str, limits: Limits, nodes: int) -> Span:
    """Return the place where the composer crossed a limit, found by the events."""
    try:
        return _crossing(text, limits, nodes)
    except yaml.MarkedYAMLError as error:  # the syntax error comes after the limit
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
