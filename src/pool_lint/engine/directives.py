"""Find and parse suppression comments."""

# No postponed annotations: named tuples compile each of them at import.
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pool_lint.model.location import Span
from pool_lint.model.text import compiled
from pool_lint.parsing import Document
from pool_lint.parsing.source import Source

WORDS = ("disable", "disable-next-line", "disable-file", "enable")
_SIGN = "pool-lint:"
_MOST = 1_000
MOST_NAMES = 100
# Everything after `--` is the reason. Names end there or at another comment.
_COMMENT = (
    r"(?<![^ \t\r\n])#[ \t]*+pool-lint:[ \t]*+(?P<word>[^\s=]*+)[ \t]*+"
    r"(?:=(?P<names>[^\r\n]*?)|[^\r\n]*?)"
    r"(?:(?<=[ \t])--(?P<reason>[^\r\n]*)|(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)"
)


class Name(NamedTuple):
    """The name of a rule in a comment, and its place."""

    text: str
    span: Span


class Directive(NamedTuple):
    """One suppression comment: its keyword, its rules and its reason.

    ``alone`` is set if nothing else is on the line. ``ignored`` counts the names
    over the limit for one comment.
    """

    span: Span
    word: str
    names: tuple[Name, ...]
    reason: str
    alone: bool
    ignored: int = 0

    def cut(self, name: Name, source: Source) -> Span | None:
        """Return the text to remove for a name; for the last name it is the comment.

        A comment is removed with its line or with the blanks before it. Another
        comment behind it stays. None if that other comment would become a
        suppression.
        """
        start, end = self.span
        comment = source.text[start:end]
        other = 0 if self.reason else comment.find("#", 1)
        if other > 0 and _SIGN in comment[other:]:
            return None
        position = self.names.index(name)
        if position:
            return Span(self.names[position - 1].span.end, name.span.end)
        if len(self.names) > 1:
            return Span(name.span.start, self.names[1].span.start)
        if other > 0:
            return Span(start, start + other)
        before = source.text[source.line_around(start).start : start]
        start -= len(before) - len(before.rstrip(" \t"))
        return Span(start, source.line_around(end).end if self.alone else end)


def directives(document: Document) -> list[Directive]:
    """Return the suppression comments of a document, at most 1,000.

    JSON has none. Text in strings and block scalars is not a comment.
    """
    source = document.source
    if not source or source.is_json or _SIGN not in document.text:
        return []
    return list(_directives(document, source))


def _directives(document: Document, source: Source) -> Iterator[Directive]:
    offset = document.region.start
    strings = document.tree.index.strings if document.tree else []
    inside = iter([*strings, Span(len(source.text), len(source.text))])
    scalar = next(inside)
    for match in islice(compiled(_COMMENT).finditer(document.text), _MOST):
        start = offset + match.start()
        while scalar.end <= start:
            scalar = next(inside, Span(start + 1, start + 1))
        if start < scalar.start:
            yield _directive(match, start, source)


def _directive(match: re.Match[str], start: int, source: Source) -> Directive:
    """Return a directive that starts at an offset of the file."""
    named = start - match.start() + match.start("names")  # only used if there are names
    names = _names(match["names"] or "", named)
    return Directive(
        Span(start, start + len(match[0].rstrip())),
        match["word"],
        tuple(islice(names, MOST_NAMES)),
        (match["reason"] or "").strip(),
        not source.text[source.line_around(start).start : start].strip(),
        sum(1 for _ in names),  # the names over the limit
    )


def _names(text: str, start: int) -> Iterator[Name]:
    for match in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", text):
        first = start + match.start()
        yield Name(match[0], Span(first, first + len(match[0])))
