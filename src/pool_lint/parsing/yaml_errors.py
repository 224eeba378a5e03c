"""libyaml's errors: where they stand, and what people should know."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any, NamedTuple

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.parser import ParserError
from yaml.reader import Reader
from yaml.scanner import ScannerError

from pool_lint.model.location import Span
from pool_lint.model.text import BREAKS

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
# What was opened and is not closed, in the words of libyaml.
_UNCLOSED = ("scanning a quoted scalar", "parsing a flow", "scanning a simple key")
_AFTER_KEY = "did not find expected key"
_DASH = r"(?m)^[ \t]*-[^-\s\d]"  # a list without the space
_TEMPLATE = ("{{", "{%", "${")


class Explained(NamedTuple):
    """A syntax error: its place, what it is, what to do, and a second place."""

    span: Span
    message: str
    advice: str
    first: Span | None


def forbidden(text: str) -> Explained | None:
    """Return what to report about the first character that YAML does not allow."""
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


def explain(error: yaml.MarkedYAMLError, text: str, begin: int = 0) -> Explained:
    """Return what to report about a syntax error; the advice may be empty.

    ``begin`` is where in the text the parser began to read.
    """
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
    message = " ".join(part for part in (error.problem, error.context) if part)
    if "duplicate anchor" in message:
        message = "the anchor is defined a second time"
    advice = _advice(message, lines, around, text[start : start + 1])
    span, first = _places(message, began, start, _Before(text, begin, start))
    return Explained(span, message, advice, first)


class _Before:
    """What the parser read before it came upon an error.

    ``open`` is where the innermost bracket begins that is not closed, ``quote`` where
    the quoted text of several lines begins that ends right before the error. Most often
    its closing quote is missing, and the next quote has closed it.
    """

    def __init__(self, text: str, begin: int, start: int) -> None:
        self.text = text
        self._begin = begin
        self._start = start

    @cached_property
    def open(self) -> int | None:
        opened: list[int] = []
        for event in self._events():
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(_offset(event.start_mark) if event.flow_style else -1)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
        return next((offset for offset in reversed(opened) if offset >= 0), None)

    @cached_property
    def quote(self) -> int | None:
        scalars = (e for e in self._events() if isinstance(e, yaml.ScalarEvent))
        last = next(iter(deque(scalars, maxlen=1)), None)
        if last is None or last.style not in {"'", '"'}:
            return None
        first, end = _offset(last.start_mark), _offset(last.end_mark)
        is_next = not self.text[end : self._start].strip()
        return first if is_next and "\n" in self.text[first:end] else None

    def _events(self) -> Iterator[yaml.Event]:
        # Line breaks in place of what was read before keep all offsets true.
        text = "\n" * self._begin + self.text[self._begin : self._start]
        parser = CParser(text)
        with suppress(yaml.YAMLError):  # the text is cut off
            while event := parser.get_event():
                yield event


def _offset(mark: Any) -> int:
    return mark.index if mark else 0


def _places(
    message: str, began: int, start: int, before: _Before
) -> tuple[Span, Span | None]:
    """Return the place to report, and a second one if there is one.

    What is not closed is noticed far below, even at the end of the text: report where
    it begins. Of other errors the second place is where they may have begun.
    """
    text = before.text
    at_end = not text[start:].strip()
    several_lines = "\n" in text[began:start]
    if at_end and not text[began:].strip() and before.open is not None:
        return _character(before.open, text), None
    if any(word in message for word in _UNCLOSED) and (several_lines or at_end):
        noticed = None if at_end else _character(start, text)
        return _character(began, text), noticed
    if at_end:  # there is no line below the last one
        start = min(start, max(0, len(text.rstrip()) - 1))
    if _AFTER_KEY in message and before.quote is not None:
        return _character(start, text), _character(before.quote, text)
    # A block begins far above, at a line that nothing is wrong with.
    far = several_lines and "block" not in message
    return _character(start, text), _character(began, text) if far else None


def hidden_break(error: yaml.MarkedYAMLError, text: str, start: int) -> Span | None:
    """Return where NEL, LS or PS breaks the syntax of the document from ``start`` on.

    libyaml ends a line there, and nobody sees it. It is the cause if the text is read
    further with a space in its place.
    """
    mark = error.problem_mark
    if not mark or not isinstance(error, (ParserError, ScannerError)):
        return None
    last = max(text.rfind(char, start, mark.index + 1) for char in "\x85\u2028\u2029")
    if last < 0:
        return None
    spaced = re.sub(f"[{BREAKS}]", " ", text[start:])
    reached = _reached(spaced)
    is_cause = reached is None or start + reached > mark.index
    return _character(last, text) if is_cause else None


def _reached(text: str) -> int | None:
    """Return the offset of the first syntax error, None if there is none."""
    parser = CParser(text)
    try:
        while parser.get_event():
            pass
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.index if error.problem_mark else 0
    except UnicodeDecodeError:  # of a tag with %XX that is no UTF-8
        return 0
    return None


def _line_end(start: int, text: str) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _character(start: int, text: str) -> Span:
    return Span(start, min(start + 1, len(text)))


def _advice(message: str, lines: str, around: str, character: str) -> str:
    if any(sign in lines for sign in _TEMPLATE):
        return "this looks like a template: render the file first"
    if character == "\t":
        return "a tab cannot indent YAML"
    if re.search(_DASH, around):
        return "write a space after the dash"
    return next((advice for part, advice in _ADVICE.items() if part in message), "")
