"""libyaml's errors: where they stand, and what people should know."""

from __future__ import annotations

from typing import NamedTuple

import yaml
from yaml.reader import Reader

from pool_lint.finding import Span

# A part of what libyaml says, and what to do.
_ADVICE = {
    "could not find expected ':'": "write a colon and a space after the key",
    "mapping values are not allowed": (
        "check the indentation and the space after each colon, "
        "or put a value with a colon in quotes"
    ),
    "while scanning a quoted scalar": "close the quote",
    "did not find expected ',' or": "close the bracket",
    "did not find expected key": (
        "indent the line like its neighbours, or close a quote above it"
    ),
    "did not find expected '-' indicator": "indent the line like its neighbours",
    "found undefined alias": "define the anchor first, or put the value in quotes",
    "defined a second time": "give the second anchor another name",
    "cannot start any token": "put the value in quotes",
}
_TEMPLATE = ("{{", "{%", "${")


class Explained(NamedTuple):
    """A syntax error: its place, what it is, what to do, where it may have begun."""

    span: Span
    message: str
    advice: str
    first: Span | None


def forbidden(text: str) -> Explained | None:
    """Return what is to be said of the first character that YAML does not allow."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return None  # in a third of the time that the pattern takes
    # PyYAML has compiled this pattern already, which takes as long as many files.
    found = Reader.NON_PRINTABLE.search(text)
    # A second byte order mark is dropped by libyaml without being counted.
    start = 0 if text.startswith("\ufeff") else found and found.start()
    if start is None:
        return None
    message = f"the character U+{ord(text[start]):04X} is not allowed in YAML"
    return Explained(_character(start, text), message, "", None)


def explain(error: yaml.MarkedYAMLError, text: str) -> Explained:
    """Return what is to be said of a syntax error; the advice is empty at times."""
    context, mark = error.context_mark, error.problem_mark or error.context_mark
    start = min(mark.index, len(text)) if mark else 0
    began = context.index if context else start
    above = text.rfind("\n", 0, max(0, text.rfind("\n", 0, start))) + 1
    if "\ufeff" in text[above : start + 1]:
        mark_at = text.index("\ufeff", above)
        message = "a byte order mark, U+FEFF, is hidden inside the file"
        return Explained(_character(mark_at, text), message, "remove it", None)
    lines = (
        text[text.rfind("\n", 0, began) + 1 : start] + text[start:].partition("\n")[0]
    )
    said = " ".join(part for part in (error.problem, error.context) if part)
    if "duplicate anchor" in said:
        said = "the anchor is defined a second time"
    # A block begins far above, at a line that nothing is wrong with.
    far = "\n" in text[began:start] and "block" not in said
    first = _character(began, text) if far else None
    return Explained(
        _character(start, text), said, _advice(said, lines, start, text), first
    )


def _character(start: int, text: str) -> Span:
    return Span(start, min(start + 1, len(text)))


def _advice(said: str, lines: str, start: int, text: str) -> str:
    if any(sign in lines for sign in _TEMPLATE):
        return "this looks like a template: render the file first"
    if text.startswith("\t", start):
        return "a tab cannot indent YAML"
    return next((advice for part, advice in _ADVICE.items() if part in said), "")
