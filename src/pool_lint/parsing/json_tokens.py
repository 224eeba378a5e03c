"""The tokens of a JSON text, and the range of one value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer

# Messages for errors that :mod:`json` does not report.
HALF_PAIR = "the string contains half of a surrogate pair"
NOT_A_VALUE = "is not a JSON value"
# Each string is read once, even if it is not closed. No group has a possessive
# quantifier: up to Python 3.11.4, such a group can match wrongly.
_STRING = r'(?s:"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?\Z))'
_WORD = r'[^\s\[\]{}:,"]+'
TOKEN = rf"{_STRING}|[\[\]{{}}:,]|{_WORD}"
NODE_TOKEN = rf"{_STRING}|[\[\]{{}}]|{_WORD}"
_OPENING, _CLOSING = {"{", "["}, {"}", "]"}


def find_scalar(text: str, pointer: Pointer) -> Span | None:
    """Return the span of a scalar in valid JSON, or None if the tree is needed.

    Keys must be unique. The text is read up to the scalar, and no nodes are
    created.
    """
    tokens = re.finditer(NODE_TOKEN, text)
    for step in pointer:
        if next(tokens)[0] != "{":
            return None
        while (key := next(tokens)[0]) != "}" and string_value(key) != step:
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


def string_value(token: str) -> str:
    """Return the value of a quoted token."""
    return str(json.loads(token)) if "\\" in token else token[1:-1]
