"""The text around a syntax error in JSON."""

from __future__ import annotations

import re
from functools import cached_property

from pool_lint.parsing.json_tokens import TOKEN

_MALFORMED = r"\+[0-9.]+|-?(?:0[xX][0-9A-Fa-f]+|0[0-9]+|[0-9]+\.(?![0-9])|\.[0-9]+)"
# Without the digits at the end: a minus sign, or an exponent.
_INCOMPLETE = r"-(?![\w.])|-?[0-9]+(?:\.[0-9]+)?[eE][+-]?(?![\w.+-])"
_NUMBER = re.compile(rf"(?P<incomplete>{_INCOMPLETE})|{_MALFORMED}")
# How far before an error a number can begin.
_LONGEST_NUMBER = 100
_PAIRS = {"{": "}", "[": "]"}


class JsonSite:
    """The place of an error in a text, with the message of :mod:`json`."""

    def __init__(self, text: str, problem: str, start: int) -> None:
        self.text = text
        self.problem = problem
        self.start = start
        self.character = text[start : start + 1]

    @cached_property
    def number(self) -> re.Match[str] | None:
        """A malformed number around the error, None if there is none."""
        lead = self.text[max(0, self.start - _LONGEST_NUMBER) : self.start]
        word = re.search(r"[\w.+-]*+\Z", lead)
        first = self.start - len(word[0]) if word else self.start
        found = _NUMBER.match(self.text, first)
        return found if found and found.end() > self.start else None

    @property
    def token_start(self) -> int:
        """The start of the string or word around the error."""
        tokens = re.finditer(TOKEN, self.text)
        starts = (token.start() for token in tokens if token.end() > self.start)
        return next(starts, self.start)

    @property
    def is_after_bracket(self) -> bool:
        """Whether the text before the error ends with a closing bracket."""
        return self.text[: self.start].rstrip().endswith(("}", "]"))

    @property
    def following(self) -> str:
        """The next character behind the one at the error, without blanks."""
        found = re.compile(r"\s*(\S)").match(self.text, self.start + 1)
        return found[1] if found else ""

    @property
    def open_brackets(self) -> list[int]:
        """The offsets of brackets that are open at the error, the innermost last."""
        opened: list[int] = []
        for match in re.finditer(TOKEN, self.text[: self.start]):
            if match[0] in _PAIRS:
                opened.append(match.start())
            elif match[0] in _PAIRS.values() and opened:
                opened.pop()
        return opened

    def is_balanced(self, opened: list[str], replacement: str) -> bool:
        """Return whether all brackets match with other text for the character.

        ``opened`` are the brackets that are open before it.
        """
        opened = list(opened)
        following = self.text[self.start + 1 :]
        for match in re.finditer(TOKEN, replacement + following):
            if match[0] in _PAIRS:
                opened.append(match[0])
            elif match[0] in _PAIRS.values() and (
                not opened or _PAIRS[opened.pop()] != match[0]
            ):
                return False
        return not opened
