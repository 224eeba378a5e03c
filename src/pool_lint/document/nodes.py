"""What the tree adds to PyYAML's nodes: aliases, and merge keys told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yaml import MappingNode, Node, SequenceNode

from pool_lint.document.scalar import Scalar
from pool_lint.finding import Span


class Alias(Node):
    """Stands in the tree where the text has an alias, which the composer drops."""

    def __init__(self, target: Node, span: Span) -> None:
        """Take the node meant and the place of the ``*name``."""
        super().__init__("", target, None, None)
        self.span = span


class Entry(NamedTuple):
    """A key and its value, as nodes."""

    key: Node
    value: Node


def target(node: Node) -> Node:
    """Return the node itself, or what an alias stands for."""
    return node.value if isinstance(node, Alias) else node


def is_merge(key: Node) -> bool:
    """Whether a key is a plain ``<<``."""
    tag: object = key.tag
    return isinstance(tag, Scalar) and tag.merge


def merge_sources(value: Node) -> Iterator[Node]:
    """Yield the mappings that a merge key names, the strongest first."""
    value = target(value)
    sources = value.value if isinstance(value, SequenceNode) else [value]
    yield from (s for s in map(target, sources) if isinstance(s, MappingNode))
