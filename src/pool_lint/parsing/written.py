"""What is written in a text, each thing once: aliases are not followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from pool_lint.model.location import Span
from pool_lint.parsing.nodes import Alias, is_merge, merge_sources
from pool_lint.parsing.tree import Tree


def strings(tree: Tree) -> list[Span]:
    """Return where quoted and block scalars stand, in order: no comment begins there.

    The head of a block scalar (``|``, and what stands behind it) is not part of it.
    """
    scalars = (node for node in _nodes(tree.root) if isinstance(node, ScalarNode))
    return sorted(_body(node, tree.text) for node in scalars if node.style)


def scalars(tree: Tree) -> list[Span]:
    """Return where all scalars stand, in order, as :func:`strings` does."""
    nodes = (node for node in _nodes(tree.root) if isinstance(node, ScalarNode))
    return sorted(_body(node, tree.text) for node in nodes)


def entries(tree: Tree) -> Iterator[Span]:
    """Yield where entries stand, those around others first.

    An entry is a key with its value, or the key alone before an alias; or a list item.
    """
    for node in _nodes(tree.root):
        if isinstance(node, MappingNode):
            for key, value in node.value:
                name = key.span if isinstance(key, Alias) else tree.span(key)
                alone = isinstance(value, Alias)
                yield Span(name.start, name.end if alone else tree.span(value).end)
        elif isinstance(node, SequenceNode):
            yield from (tree.span(n) for n in node.value if not isinstance(n, Alias))


def shared(tree: Tree) -> frozenset[int]:
    """Return the ids of the nodes that aliases stand for."""
    if "*" not in tree.text:
        return frozenset()
    nodes = _nodes(tree.root, aliases=True)
    return frozenset(id(node.value) for node in nodes if isinstance(node, Alias))


def merged(tree: Tree, node: MappingNode) -> frozenset[str]:
    """Return the keys that are merged into a mapping."""
    pairs = (pair for pair in node.value if is_merge(pair[0]))
    sources = {id(s): s for _, value in pairs for s in merge_sources(value)}
    return frozenset(chain.from_iterable(map(tree.entries, sources.values())))


def numbers(node: MappingNode) -> dict[object, list[int]]:
    """Return the numbers of the entries of a mapping, by key."""
    found: dict[object, list[int]] = {}
    for number, (key, _) in enumerate(node.value):
        if isinstance(key, ScalarNode):
            found.setdefault(key.value, []).append(number)
    return found


def below(node: Node) -> Iterator[Node]:
    """Yield a node and all that is written in it."""
    return _nodes(node)


def _nodes(root: Node, *, aliases: bool = False) -> Iterator[Node]:
    """Yield the nodes, each after the one that holds it."""
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, Alias):
            if aliases:
                yield node
            continue
        yield node
        if isinstance(node, MappingNode):
            nodes += [part for pair in node.value for part in pair]
        elif isinstance(node, SequenceNode):
            nodes += node.value


def _body(node: ScalarNode, text: str) -> Span:
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if node.style in {"|", ">"}:
        head = re.compile(r"[^\r\n]*").match(text, start, end)
        start = head.end() if head else end
    return Span(start, end)
