"""Build the node tree of a JSON text, in the form of PyYAML's composer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from yaml import MappingNode, Mark, Node, ScalarNode, SequenceNode

from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.yaml_scalars import Scalar, integer

# Messages for errors that :mod:`json` does not report.
HALF_PAIR = "the string contains half of a surrogate pair"
NOT_A_VALUE = "is not a JSON value"
# Each string is read once, even if it is not closed. No group has a possessive
# quantifier: up to Python 3.11.4, such a group can match wrongly.
_STRING = r'(?s:"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?\Z))'
_WORD = r'[^\s\[\]{}:,"]+'
TOKEN = rf"{_STRING}|[\[\]{{}}:,]|{_WORD}"
_NODE_TOKEN = rf"{_STRING}|[\[\]{{}}]|{_WORD}"
_OPENING, _CLOSING = {"{", "["}, {"}", "]"}
_WORDS = {"true": True, "false": False, "null": None}


def find_scalar(text: str, pointer: Pointer) -> Span | None:
    """Return the span of a scalar in valid JSON, or None if the tree is needed.

    Keys must be unique. The text is read up to the scalar, and no nodes are
    created.
    """
    tokens = re.finditer(_NODE_TOKEN, text)
    for step in pointer:
        if next(tokens)[0] != "{":
            return None
        while (key := next(tokens)[0]) != "}" and _string(key) != step:
            _skip_value(tokens)
        if key == "}":
            return None
    value = next(tokens)
    return None if value[0] in _OPENING else Span(*value.span())


def _skip_value(tokens: Iterator[re.Match[str]]) -> None:
    """Skip one scalar or collection."""
    depth = 0
    for token in tokens:
        depth += (token[0] in _OPENING) - (token[0] in _CLOSING)
        if not depth:
            return


class _Mark(Mark):
    """A mark with an index only; lines and columns would take longer."""

    def __init__(self, index: int) -> None:
        self.index = index


class Scanner:
    """Builds the tree of a valid JSON text."""

    def __init__(self, text: str) -> None:
        # In valid JSON, the structure follows from brackets, without commas and colons.
        self._tokens = re.finditer(_NODE_TOKEN, text)

    def node(self) -> Node:
        """Return the root; for an empty text, an empty scalar."""
        token = next(self._tokens, None)
        return self._node(token) if token else ScalarNode("", "", _Mark(0), _Mark(0))

    def _node(self, token: re.Match[str]) -> Node:
        text = token[0]
        if text == "{":
            return self._mapping(token)
        if text == "[":
            return self._sequence(token)
        return _scalar(token, text)

    def _mapping(self, start: re.Match[str]) -> Node:
        pairs = []
        end = next(self._tokens)
        while end[0] != "}":
            pairs.append((_scalar(end, end[0]), self._node(next(self._tokens))))
            end = next(self._tokens)
        return MappingNode(
            "", pairs, _Mark(start.start()), _Mark(end.end()), flow_style=True
        )

    def _sequence(self, start: re.Match[str]) -> Node:
        items = []
        end = next(self._tokens)
        while end[0] != "]":
            items.append(self._node(end))
            end = next(self._tokens)
        return SequenceNode(
            "", items, _Mark(start.start()), _Mark(end.end()), flow_style=True
        )


def _scalar(token: re.Match[str], text: str) -> Node:
    is_quoted = text[0] == '"'
    # As in the composer, the resolved scalar takes the place of PyYAML's tag.
    tag: Any = None if is_quoted else _number_or_word(text)
    start, end = token.span()
    value = _string(text) if is_quoted else text
    return ScalarNode(tag, value, _Mark(start), _Mark(end), '"' if is_quoted else "")


def _string(token: str) -> str:
    """Return the value of a quoted token."""
    return str(json.loads(token)) if "\\" in token else token[1:-1]


def _number_or_word(text: str) -> Scalar:
    if text in _WORDS:
        return Scalar(_WORDS[text])
    is_integer = text.lstrip("-").isdigit()
    return Scalar(integer(text) if is_integer else float(text))
