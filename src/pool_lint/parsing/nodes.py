"""Aliases, merge keys and text ranges for PyYAML's nodes."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Iterator
from typing import NamedTuple

from yaml import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from pool_lint.model.location import Span
from pool_lint.model.text import compiled
from pool_lint.parsing.yaml_scalars import Scalar, bare_tag, tagged

# Prefixes of a node's text: `&anchor` and `!tag`, in either order.
_SPACE = " \t\r\n\x85\u2028\u2029"
_PROPERTIES = rf"(?:[&!][^{_SPACE}]*(?:[{_SPACE}]+|#[^{_SPACE[2:]}]*)*)*"


# None means plain text, with or without quotes.
STRING_TAGS = frozenset({None, "tag:yaml.org,2002:str", "!"})
_OWN_TAGS = {
    ScalarNode: STRING_TAGS,
    MappingNode: frozenset({"tag:yaml.org,2002:map"}),
    SequenceNode: frozenset({"tag:yaml.org,2002:seq"}),
}


class Alias(Node):
    """An alias in the tree; PyYAML's composer replaces it by the anchored node."""

    def __init__(self, target: Node, span: Span) -> None:
        super().__init__("", target, None, None)
        self.span = span


class Entry(NamedTuple):
    """A key and its value, as nodes."""

    key: Node
    value: Node


def target(node: Node) -> Node:
    """Return the node, or the anchored node for an alias."""
    return node.value if isinstance(node, Alias) else node


def is_merge(key: Node) -> bool:
    """Return whether a key is a plain ``<<``."""
    tag: object = key.tag
    return isinstance(tag, Scalar) and tag.merge


def scalar_of(node: ScalarNode, text: str) -> Scalar | None:
    """Return the meaning of a scalar, None for text and for an unresolved tag."""
    tag: object = node.tag
    if isinstance(tag, Scalar):
        return bare_tag(node.value) if has_tag(node, text) else tag
    if tag is None:
        # libyaml resolves an empty scalar with `!` differently.
        is_bare = not (node.value or node.style) and has_tag(node, text)
        return bare_tag("") if is_bare else None
    return tagged(node.value, str(tag))


def foreign_tag(node: Node) -> str:
    """Return the tag of a node, None for the default tag."""
    tag: object = node.tag
    kind = type(node)
    is_own = isinstance(tag, Scalar) or tag in _OWN_TAGS.get(kind, ())
    return "" if not tag or is_own else str(tag)


def has_tag(node: Node, text: str) -> bool:
    """Return whether a ``!`` precedes the node's text."""
    return "!" in text[node.start_mark.index : text_start(node, text)]


def merge_sources(value: Node) -> Iterator[Node]:
    """Yield the mappings of a merge key, those with precedence first."""
    value = target(value)
    sources = value.value if isinstance(value, SequenceNode) else [value]
    yield from (s for s in map(target, sources) if isinstance(s, MappingNode))


def below(root: Node, *, aliases: bool = False) -> Iterator[Node]:
    """Yield a node and all nodes in it, each after its parent.

    Aliases are omitted unless requested, and never followed.
    """
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


def text_span(node: Node, text: str) -> Span:
    """Return the range of a node's text; for an alias, that of the anchored node."""
    node = target(node)
    start = text_start(node, text)
    return Span(start, max(start, _end(node, text)))


def _end(node: Node, text: str) -> int:
    # The parser ends a block collection at the start of the next token.
    while isinstance(node, CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
        if isinstance(node, Alias):
            return node.span.end
    end = int(node.end_mark.index)
    block = isinstance(node, ScalarNode) and node.style in {"|", ">"}
    start = int(node.start_mark.index)
    return start + len(text[start:end].rstrip()) if block else end


def text_start(node: Node, text: str) -> int:
    """Return the offset of a node's text, after its anchor and tag."""
    start = int(node.start_mark.index)
    if text[start : start + 1] in {"&", "!"}:
        match = compiled(_PROPERTIES).match(text, start, node.end_mark.index)
        return match.end() if match else start
    return start
