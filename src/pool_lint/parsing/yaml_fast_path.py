"""The value of a document that nothing is to be noted of, in a tenth of the time."""

from __future__ import annotations

from itertools import chain
from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.yaml_scalars import resolved

_FEW = 32  # keys, which are looked at in less time than the Tree takes


class UnusualError(Exception):
    """There may be something to note of the document: a Builder has to look at it."""


def quick_value(root: Any) -> Any:
    """Return the value of a document without aliases and tags.

    Raises UnusualError for a key that is no text, equal keys, merge keys, and scalars
    that are not :attr:`Scalar.is_usual`.
    """
    # One function without calls for scalars and keys: that halves its time.
    kind = type(root)
    if kind is ScalarNode:
        text: str = root.value
        scalar = None if root.style else resolved(text)
        if scalar is None:
            return text
        if not scalar.is_usual:
            raise UnusualError
        return scalar.value
    if kind is SequenceNode:
        return [quick_value(item) for item in root.value]
    if kind is not MappingNode:
        raise UnusualError
    value = {}
    for key, item in root.value:
        if type(key) is not ScalarNode or (not key.style and resolved(key.value)):
            raise UnusualError
        value[key.value] = quick_value(item)
    if len(value) != len(root.value):
        raise UnusualError
    return value


def tag_all(root: Node) -> None:
    """Give nodes that the composer left without tags what a CountingComposer gives."""
    nodes: list[Any] = [root]
    for node in nodes:  # it grows meanwhile
        node.tag = None
        if isinstance(node, MappingNode):
            nodes += chain.from_iterable(node.value)
        elif isinstance(node, SequenceNode):
            nodes += node.value
        elif not node.style:
            node.tag = resolved(node.value)


def quick_span(root: Node, value: Any, pointer: Pointer) -> Span | None:
    """Return where a scalar stands that is in a :func:`quick_value`, on one line.

    None where a Tree has to tell. Keys stand in the order of the nodes.
    """
    node = root
    for step in pointer:
        if type(value) is dict:
            if len(value) > _FEW:
                return None
            node = node.value[list(value).index(step)][1]
        else:
            node = node.value[step]
        value = value[step]
    if type(node) is not ScalarNode or node.style in {"|", ">"}:
        return None
    return Span(node.start_mark.index, node.end_mark.index)
