"""Where a ``#`` in the text begins no comment."""

from __future__ import annotations

from yaml import MappingNode, Node, ScalarNode

from pool_lint.document.nodes import Alias
from pool_lint.document.tree import Tree
from pool_lint.finding import Span


def strings(tree: Tree) -> list[Span]:
    """Return where quoted and block scalars stand, in order.

    The head of a block scalar (``|``, and what stands behind it) is not part of it.
    """
    spans: list[Span] = []
    nodes: list[Node] = [tree.root]
    seen: set[int] = set()
    while nodes:
        node = nodes.pop()
        if isinstance(node, Alias) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            spans += [_body(node, tree.text)] if node.style else []
        elif isinstance(node, MappingNode):
            nodes += [part for pair in node.value for part in pair]
        else:
            nodes += node.value
    return sorted(spans)


def _body(node: ScalarNode, text: str) -> Span:
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if node.style in {"|", ">"}:
        start = text.find("\n", start, end) + 1 or end
    return Span(start, end)
