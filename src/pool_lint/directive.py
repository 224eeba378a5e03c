"""Comments that silence: found in the text of a document, and taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from pool_lint.document import Document
from pool_lint.finding import Span

WORDS = ("disable", "disable-next-line", "disable-file", "enable")
_SIGN = "pool-lint:"
_MOST = 1_000
_MOST_NAMES = 100
_COMMENT = r"(?m)(?:^|(?<=[ \t]))#[ \t]*pool-lint:[^\r\n]*"
# What stands behind `--` is the reason, whole; names end there or at a comment.
_PARTS = (
    r"#[ \t]*+pool-lint:[ \t]*+(?P<word>[^\s=]*+)[ \t]*+(?:=(?P<names>.*?)|.*?)"
    r"(?:(?<=[ \t])--(?P<reason>.*)|(?<=[ \t])#.*)?$"
)


class Name(NamedTuple):
    """A rule as a directive names it, and where."""

    text: str
    span: Span


class Directive(NamedTuple):
    """One comment: what it does, to which rules, and why; ``alone`` on its line."""

    span: Span
    word: str
    names: tuple[Name, ...]
    reason: str
    alone: bool


def directives(document: Document) -> Iterator[Directive]:
    """Yield the directives of a document, at most a thousand; JSON has none.

    Text in a string or a block scalar is none.
    """
    source = document.source
    if not source or source.is_json or _SIGN not in document.text:
        return
    offset = document.region.start
    inside = iter([*document.strings(), Span(len(source.text), len(source.text))])
    scalar = next(inside)
    for match in islice(_pattern(_COMMENT).finditer(document.text), _MOST):
        start = offset + match.start()
        while scalar.end <= start:
            scalar = next(inside, Span(start + 1, start + 1))
        if start < scalar.start:
            yield _directive(match[0].rstrip(), start, source.text)


def _directive(comment: str, start: int, text: str) -> Directive:
    parts = _pattern(_PARTS).match(comment)
    span = Span(start, start + len(comment))
    alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    if not parts:
        return Directive(span, "", (), "", alone)
    names = tuple(_names(parts["names"] or "", start + max(0, parts.start("names"))))
    reason = (parts["reason"] or "").strip()
    return Directive(span, parts["word"], names, reason, alone)


def _names(text: str, start: int) -> Iterator[Name]:
    for match in islice(re.finditer(r"[^,\s](?:[^,]*[^,\s])?", text), _MOST_NAMES):
        first = start + match.start()
        yield Name(match[0], Span(first, first + len(match[0])))


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
