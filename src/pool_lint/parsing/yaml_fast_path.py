"""The fast path: read small texts of plain values in less than half of the time.

It finds no defects, counts nothing and resolves no places. Texts that may need that are
left to the full reader, :func:`pool_lint.parsing.yaml_reader.read_yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from pool_lint.model.errors import PoolLintError
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.document import Document
from pool_lint.parsing.limits import Budget, Limits
from pool_lint.parsing.source import Source
from pool_lint.parsing.tree import Tree
from pool_lint.parsing.yaml_characters import forbidden
from pool_lint.parsing.yaml_markers import Markers
from pool_lint.parsing.yaml_scalars import resolved

_BEFORE = " \t-?:"
_BLOCKS = frozenset("|>")


class _UnusualError(PoolLintError):
    """The text may need the full reader."""


def fast_documents(source: Source, limits: Limits) -> list[Document] | None:
    """Return the documents of a text, None if the full reader is needed.

    They equal those of the full reader. It is needed for a text that may cross a
    limit, and for syntax errors, anchors, tags and values that are not plain.
    """
    if not _is_small(source.text, limits) or forbidden(source.text):
        return None
    try:
        return list(_documents(source, limits))
    except (_UnusualError, yaml.YAMLError):
        return None


def _is_small(text: str, limits: Limits) -> bool:
    """Return whether a text cannot cross a limit and has no tag, anchor or alias."""
    # The most nodes per character: `:,` has an empty key and an empty value.
    most = 2 * len(text) + 2
    if most > min(limits.nodes, limits.expanded, limits.text):
        return False
    if any(sign in text for sign in "!&*"):
        return False
    # A bracket may contain a pair without brackets of its own. A nested block begins
    # further right, except for a list in a mapping. Only blanks and indicators are
    # before it.
    room = limits.depth // 2 - 1 - text.count("[") - text.count("{")
    # The pattern searches one kind of line break, which halves its time.
    plain = text.isascii() and "\r" not in text
    lines = text if plain else "\n".join(text.splitlines())
    return room >= 0 and not _wider(room).search(f"\n{lines}")


@cache
def _wider(room: int) -> re.Pattern[str]:
    """Return a pattern for lines with content beyond a column."""
    return re.compile(rf"\n[{re.escape(_BEFORE)}]{{{room + 1}}}")


def _documents(source: Source, limits: Limits) -> Iterator[Document]:
    composer = _Composer(source.text)
    markers = Markers(source.text)
    start = index = 0
    while composer.check_node():
        if index == limits.documents:
            raise _UnusualError
        root: Any = composer.get_node()
        region = Span(start, markers.next(root.end_mark.index))
        yield Document(
            _value(root),
            index=index,
            source=source,
            region=region,
            scan=partial(_tree, root, source.text, limits),
            find=partial(_find, root),
        )
        start = region.end
        index += 1


def _tree(root: Node, text: str, limits: Limits) -> Tree:
    # Small texts without merge keys spend nothing: no document needs a shared budget.
    return Tree(root, text, Budget(limits))


def _find(root: Node, pointer: Pointer) -> Span | None:
    """Return the range of a scalar in nested mappings, None for other values."""
    node: Any = root
    for step in pointer:
        if type(node) is not MappingNode:
            return None
        node = next((value for key, value in node.value if key.value == step), None)
    if type(node) is not ScalarNode or node.style in _BLOCKS or not node.value:
        return None
    return Span(node.start_mark.index, node.end_mark.index)


class _Composer(CParser):
    """The composer of libyaml with hooks that do nothing; no node gets a tag."""

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

    Raises _UnusualError for keys that are not text, duplicate keys, merge keys, and
    scalars that are not :attr:`Scalar.is_usual`.
    """
    # A single function, without calls for scalars and keys, takes half of the time.
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
