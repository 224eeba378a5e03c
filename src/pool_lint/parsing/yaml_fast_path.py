"""The fast path: small texts of plain values, read in less than half of the time.

It notes no defects, counts nothing and resolves no places: whatever may need that is
left to the full reader, :func:`pool_lint.parsing.yaml_reader.read_yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import yaml
from yaml import Node, ScalarNode, SequenceNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from pool_lint.model.location import Span
from pool_lint.parsing.document import Document
from pool_lint.parsing.limits import Budget, Limits
from pool_lint.parsing.source import Source
from pool_lint.parsing.tree import Tree
from pool_lint.parsing.yaml_characters import forbidden
from pool_lint.parsing.yaml_markers import Markers
from pool_lint.parsing.yaml_scalars import resolved

_BEFORE = " \t-?:"


class _UnusualError(Exception):
    """The full reader may have to note something about the text."""


def fast_documents(source: Source, limits: Limits) -> list[Document] | None:
    """Return the documents of a text, or None if only the full reader can tell.

    They equal those of the full reader. It is needed for text that could cross a
    limit, has a syntax error, an anchor or a tag, or holds a value that is not plain.
    """
    if not _is_small(source.text, limits) or forbidden(source.text):
        return None
    try:
        return list(_documents(source, limits))
    except (_UnusualError, yaml.YAMLError):
        return None


def _is_small(text: str, limits: Limits) -> bool:
    """Whether a text cannot cross a limit, and has no tag, no anchor and no alias."""
    # `:,` is a mapping with a key and a value that are empty.
    most = 2 * len(text) + 2
    if most > min(limits.nodes, limits.expanded, limits.text):
        return False
    if any(sign in text for sign in "!&*"):
        return False
    # A bracket may hold a pair without brackets of its own. A block begins further to
    # the right than the one around it, but for a list in a mapping, and only blanks
    # and indicators are before it.
    room = limits.depth // 2 - 1 - text.count("[") - text.count("{")
    # The pattern looks for one kind of line break, which halves its time.
    plain = text.isascii() and "\r" not in text
    lines = text if plain else "\n".join(text.splitlines())
    return room >= 0 and not _wider(room).search(f"\n{lines}")


@cache
def _wider(room: int) -> re.Pattern[str]:
    """Return a pattern for lines on which something begins further to the right."""
    return re.compile(rf"\n[{re.escape(_BEFORE)}]{{{room + 1}}}")


def _documents(source: Source, limits: Limits) -> Iterator[Document]:
    composer = _Composer(source.text)
    markers = Markers(source.text)
    budget = Budget(limits)
    start = index = 0
    while composer.check_node():
        if index == limits.documents:
            raise _UnusualError
        root: Any = composer.get_node()
        region = Span(start, markers.next(root.end_mark.index))
        scan = partial(Tree, root, source.text, budget)
        yield Document(
            _value(root), index=index, source=source, region=region, scan=scan
        )
        start = region.end
        index += 1


class _Composer(CParser):
    """libyaml's composer. Its hooks do nothing, and no node gets a tag."""

    @staticmethod
    def descend_resolver(_parent: Node | None, _index: object) -> None:
        """Count nothing: a small text cannot cross a limit."""

    @staticmethod
    def ascend_resolver() -> None:
        """Count nothing."""

    @staticmethod
    def resolve(_kind: type[Node], _value: str, _implicit: tuple[bool, bool]) -> None:
        """Return no tag: :func:`_value` resolves scalars."""


def _value(root: Any) -> Any:
    """Return the value of a node.

    Raises _UnusualError for a key that is no text, equal keys, merge keys, and scalars
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
            raise _UnusualError
        return scalar.value
    if kind is SequenceNode:
        return [_value(item) for item in root.value]
    value = {}
    for key, item in root.value:
        if type(key) is not ScalarNode or (not key.style and resolved(key.value)):
            raise _UnusualError
        value[key.value] = _value(item)
    if len(value) != len(root.value):
        raise _UnusualError
    return value
