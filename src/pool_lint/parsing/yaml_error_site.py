"""The text around a syntax error."""

from __future__ import annotations

import re
from typing import NamedTuple

from pool_lint.model.location import Span
from pool_lint.model.text import quote

_FAR = 2_000


class ErrorText(NamedTuple):
    """The texts of a syntax error: message, help, and message of the second place."""

    message: str
    advice: str = ""
    first: str = "the value begins here"


class ErrorSite:
    """The text around an error.

    libyaml stopped at ``start``, in a construct that ``began`` earlier. ``line`` is
    the line of the error, and ``lead`` the part of it before the error. ``begin``
    is the start of the document.
    """

    def __init__(self, text: str, began: int, start: int, begin: int = 0) -> None:
        self.text = text
        self.began = began
        self._begin = begin
        self.start = start
        first, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        end = min(end if end >= 0 else len(text), first + _FAR)
        self.line = text[first:end].rstrip("\r")
        self.lead = text[max(first, start - _FAR) : start]
        # The ranges of the last two lines above with more than a comment.
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
    def ends_document(self) -> bool:
        """Whether the document ends at the error."""
        marker = re.compile(r"(?:---|\.\.\.)(?=\s|\Z)").match(self.text, self.start)
        return self.is_at_end or (marker is not None and not self.lead)

    @property
    def is_after_bracket(self) -> bool:
        """Whether the text before the error ends with a closing bracket."""
        return self.text[: self.start].rstrip().endswith(("}", "]"))

    @property
    def is_one_line(self) -> bool:
        """Whether the construct began in the line of the error."""
        return "\n" not in self.text[self.began : self.start]

    @property
    def above(self) -> str:
        """The last line above with more than a comment."""
        return self.above_lines[0]

    @property
    def above_lines(self) -> tuple[str, str]:
        """The last two lines above with more than a comment, the last one first."""
        lines = [self.text[start:end] for start, end in self._above]
        return (*lines, "", "")[:2]  # type: ignore[return-value]

    @property
    def first_line(self) -> str:
        """The first line of the document with more than a comment."""
        text = self.text[self._begin : min(self.start, self._begin + _FAR)]
        lines = re.sub(r"\A---(?=\s)", "   ", text).splitlines()
        return next((line for line in lines if line.split("#")[0].strip()), "")

    @property
    def start_above(self) -> int:
        """The offset of the text of the last line above, after its indentation."""
        start, _ = self._above[0] if self._above else (0, 0)
        return start + indentation(self.above)


def indentation(line: str) -> int:
    """Return the number of spaces at the start of a line."""
    return len(line) - len(line.lstrip(" "))
