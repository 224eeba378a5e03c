"""The text around a syntax error, and what a report says about the error."""

from __future__ import annotations

import re
from typing import NamedTuple

from pool_lint.model.location import Span
from pool_lint.model.text import quote

_FAR = 2_000


class ErrorText(NamedTuple):
    """What is wrong, what to do, and what the second place of the error is."""

    message: str
    advice: str = ""
    first: str = "it begins here"


class ErrorSite:
    """The text around an error: libyaml stopped at ``start``, in what ``began`` before.

    ``line`` is the line of the error, and ``lead`` its part before the error. ``begin``
    is where the document begins.
    """

    def __init__(self, text: str, began: int, start: int, begin: int = 0) -> None:
        self.text = text
        self.began = began
        self.start = start
        first, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        end = min(end if end >= 0 else len(text), first + _FAR)
        self.line = text[first:end].rstrip("\r")
        self.lead = text[max(first, start - _FAR) : start]
        # The lines above that hold more than a comment, the last one first.
        begin = max(begin, first - _FAR)
        lines = re.compile(r"[^\r\n]+").finditer(text, begin, first)
        full = (Span(*line.span()) for line in lines if line[0].split("#")[0].strip())
        self._above = list(full)[:-3:-1]

    @property
    def character(self) -> str:
        """The character at the error, "" at the end of the text."""
        return self.text[self.start : self.start + 1]

    @property
    def bracket(self) -> str:
        """The character where the construct began, in double quotes."""
        return quote(self.text[self.began : self.began + 1])

    @property
    def is_at_end(self) -> bool:
        """Whether only blanks follow."""
        return not self.text[self.start :].strip()

    @property
    def is_one_line(self) -> bool:
        """Whether the construct began in the line of the error."""
        return "\n" not in self.text[self.began : self.start]

    @property
    def above(self) -> str:
        """The last line above that holds more than a comment."""
        return self.above_lines[0]

    @property
    def above_lines(self) -> tuple[str, str]:
        """The last two of these lines, the last one first."""
        lines = [self.text[start:end] for start, end in self._above]
        return (*lines, "", "")[:2]  # type: ignore[return-value]

    @property
    def start_above(self) -> int:
        """Where the text of the last line above begins, after its indentation."""
        start, _ = self._above[0] if self._above else (0, 0)
        return start + indentation(self.above)


def indentation(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))
