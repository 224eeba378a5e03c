"""Build the node tree of a JSON text, in the form of PyYAML's composer."""

from __future__ import annotations

import re
from typing import Any

from yaml import MappingNode, Mark, Node, ScalarNode, SequenceNode

from pool_lint.parsing.json_tokens import NODE_TOKEN, string_value
from pool_lint.parsing.numbers import integer
from pool_lint.parsing.yaml_scalars import Scalar

_WORDS = {"true": True, "false": False, "null": None}


class _Mark(Mark):
    """A mark with an index only; lines and columns would take longer."""

    def __init__(self, index: int) -> None:
        self.index = index


class Scanner:
    """Builds the tree of a valid JSON text."""

    def __init__(self, text: str) -> None:
        # In valid JSON, the structure follows from brackets, without commas and colons.
        self._tokens = re.finditer(NODE_TOKEN, text)

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
    value = string_value(text) if is_quoted else text
    return ScalarNode(tag, value, _Mark(start), _Mark(end), '"' if is_quoted else "")


def _number_or_word(text: str) -> Scalar:
    if text in _WORDS:
        return Scalar(_WORDS[text])
    is_integer = text.lstrip("-").isdigit()
    return Scalar(integer(text) if is_integer else float(text))
