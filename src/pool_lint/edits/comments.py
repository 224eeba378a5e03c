"""Comments in a range of the text."""

from __future__ import annotations

import re
from bisect import bisect_right

from pool_lint.edits.spot import Text
from pool_lint.finding import Span

_COMMENT = r"(?m)(?:^|(?<=[ \t]))#"
_DIRECTIVE = r"#[ \t]*pool-lint:"


def is_directive(comment: str) -> bool:
    """Whether a comment silences rules."""
    return re.match(_DIRECTIVE, comment) is not None


def comments(text: Text, span: Span) -> list[Span]:
    """Return the comments in a range; text in a string is none."""
    if text.is_json:
        return []
    strings = text.document.strings
    found: list[Span] = []
    for match in re.compile(_COMMENT).finditer(text.text, *span):
        start = match.start()
        before = strings[: bisect_right(strings, (start, len(text.text)))][-1:]
        others = [*before, *found[-1:]]
        if not any(other.start <= start < other.end for other in others):
            found.append(Span(start, text.line_end(start)))
    return found
