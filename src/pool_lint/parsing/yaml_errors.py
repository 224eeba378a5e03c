"""libyaml's errors: where they stand, and what people should know."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml
from yaml.reader import Reader

from pool_lint.model.location import Span

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
# What is the cause, whatever libyaml says, if it stands in the lines around: a sign, a
# pattern for lines that have it, what it is, and what to do.
_CAUSES = [
    (
        "\ufeff",
        "(?P<it>\ufeff)",
        "a byte order mark, U+FEFF, is hidden inside the file",
        "remove it",
    ),
    *(
        (
            sign,
            rf"(?m)^(?P<it>{sign})(?=[ \r]|$)",
            "a conflict of two versions is left in the file",
            "keep one of the two, and remove the markers",
        )
        for sign in ("<<<<<<<", "=======", ">>>>>>>")
    ),
    (
        "\u00a0",
        r"(?m)(?:^[ \t]*|[-:,?\[{][ \t]*)(?P<it>\u00a0+)",
        "a no-break space, U+00A0, stands where YAML wants another",
        "write a plain space",
    ),
]
_DASH = r"(?m)^[ \t]*-[^-\s\d]"  # a list without the space
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
    around = text[above : _line_end(start, text)]
    for sign, pattern, message, advice in _CAUSES:
        found = re.search(pattern, around) if sign in around else None
        if found and above + found.start("it") <= start:
            span = Span(above + found.start("it"), above + found.end("it"))
            return Explained(span, message, advice, None)
    lines = text[text.rfind("\n", 0, began) + 1 : _line_end(start, text)]
    said = " ".join(part for part in (error.problem, error.context) if part)
    if "duplicate anchor" in said:
        said = "the anchor is defined a second time"
    # A block begins far above, at a line that nothing is wrong with.
    far = "\n" in text[began:start] and "block" not in said
    first = _character(began, text) if far else None
    advice = _advice(said, lines, around, text[start : start + 1])
    return Explained(_character(start, text), said, advice, first)


def _line_end(start: int, text: str) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _character(start: int, text: str) -> Span:
    return Span(start, min(start + 1, len(text)))


def _advice(said: str, lines: str, around: str, character: str) -> str:
    if any(sign in lines for sign in _TEMPLATE):
        return "this looks like a template: render the file first"
    if character == "\t":
        return "a tab cannot indent YAML"
    if re.search(_DASH, around):
        return "write a space after the dash"
    return next((advice for part, advice in _ADVICE.items() if part in said), "")
