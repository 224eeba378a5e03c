"""Find the comments in a range of the text."""

from __future__ import annotations

import re
from bisect import bisect_right

from pool_lint.edits.text import EditableText
from pool_lint.model.location import Span

# libyaml also accepts a comment directly after a comma, a bracket or a quote.
_COMMENT = r"(?<![^\s,\[\]{}\"'])#"
_DIRECTIVE = r"#[ \t]*pool-lint:"


def is_directive(comment: str) -> bool:
    """Return whether a comment is a suppression comment."""
    return re.match(_DIRECTIVE, comment) is not None


def comments(text: EditableText, span: Span) -> list[Span]:
    """Return the comments in a range; ``#`` inside a scalar is not a comment."""
    if text.is_json:
        return []
    scalars = text.tree.index.scalars
    found: list[Span] = []
    for match in re.compile(_COMMENT).finditer(text.text, *span):
        start = match.start()
        at = bisect_right(scalars, (start, len(text.text)))
        before = scalars[max(0, at - 1) : at]
        others = [*before, *found[-1:]]
        if not any(other.start <= start < other.end for other in others):
            found.append(Span(start, text.line_end(start)))
    return found
