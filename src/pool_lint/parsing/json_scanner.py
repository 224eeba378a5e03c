"""The nodes of a JSON text, in the shape the YAML composer gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from pool_lint.parsing.yaml_scalars import Scalar, integer

# Possessive: a string is passed over once, also one that never ends.
TOKEN = r'"(?s:[^"\\]++|\\.)*+(?:"|\Z)|[\[\]{}:,]|[^\s\[\]{}:,"]+'
_WORDS = {"true": True, "false": False, "null": None}


class Scanner:
    """Makes the tree of a text that is known to be valid JSON."""

    def __init__(self, text: str) -> None:
        self._tokens = re.finditer(TOKEN, text)
        self._token = next(self._tokens, None)

    def node(self) -> Node:
        """Return the next value; of an empty text an empty scalar."""
        token = self._take()
        if token is None:
            return ScalarNode("", "", _mark(0), _mark(0))
        if token[0] == "{":
            return self._mapping(token)
        if token[0] == "[":
            return self._sequence(token)
        return _scalar(token)

    def _take(self) -> re.Match[str] | None:
        token, self._token = self._token, next(self._tokens, None)
        return token

    def _skips(self, text: str) -> bool:
        """Whether the next token is this one, which is then passed over."""
        if self._token and self._token[0] == text:
            self._take()
            return True
        return False

    def _items(self, close: str) -> Iterator[Node]:
        while self._token and self._token[0] != close:
            yield self.node()
            self._skips(",")

    def _mapping(self, start: re.Match[str]) -> Node:
        pairs = []
        for key in self._items("}"):
            self._skips(":")
            pairs.append((key, self.node()))
        return MappingNode("", pairs, *self._marks(start), flow_style=True)

    def _sequence(self, start: re.Match[str]) -> Node:
        items = list(self._items("]"))
        return SequenceNode("", items, *self._marks(start), flow_style=True)

    def _marks(self, start: re.Match[str]) -> tuple[yaml.Mark, yaml.Mark]:
        end = self._take() or start
        return _mark(start.start()), _mark(end.end())


def _scalar(token: re.Match[str]) -> Node:
    text = token[0]
    quoted = text[0] == '"'
    value = json.loads(text) if quoted else text
    marks = _mark(token.start()), _mark(token.end())
    style = '"' if quoted else ""
    # The composer puts the resolved scalar where PyYAML has a tag; so does this.
    tag: Any = None if quoted else _number_or_word(text)
    return ScalarNode(tag, value, *marks, style=style)


def _number_or_word(text: str) -> Scalar:
    if text in _WORDS:
        return Scalar(_WORDS[text])
    whole = text.lstrip("-").isdigit()
    return Scalar(integer(text) if whole else float(text))


def _mark(index: int) -> yaml.Mark:
    return yaml.Mark("", index, 0, 0, None, 0)
