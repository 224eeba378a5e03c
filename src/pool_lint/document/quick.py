"""The value of a document that nothing is to be noted of, in a tenth of the time."""

from __future__ import annotations

from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode


class Unusual(Exception):
    """There may be something to note of the document: a Builder has to look at it."""


def quick_value(root: Node) -> Any:
    """Return the value of a document without aliases, and without tags of its own.

    Raises Unusual for a key that is no text, equal keys, merge keys, and scalars that
    are not :attr:`Scalar.is_usual`.
    """
    # One function without calls for scalars and keys: that halves its time.
    kind = type(root)
    if kind is ScalarNode:
        scalar: Any = root.tag
        if scalar is None:
            return root.value
        if not scalar.is_usual:
            raise Unusual
        return scalar.value
    if kind is SequenceNode:
        return [quick_value(item) for item in root.value]
    if kind is not MappingNode:
        raise Unusual
    value = {}
    for key, item in root.value:
        name: Any = key.tag
        if type(key) is not ScalarNode or (
            name is not None and (not name.is_usual or name.value != key.value)
        ):
            raise Unusual
        value[key.value] = quick_value(item)
    if len(value) != len(root.value):
        raise Unusual
    return value
