"""Find the place and the cause of a syntax error in YAML."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from pool_lint.model.location import Span
from pool_lint.model.text import BREAKS, quote
from pool_lint.parsing.defects import SyntaxProblem
from pool_lint.parsing.yaml_error_site import ErrorSite
from pool_lint.parsing.yaml_error_texts import error_text, unclosed_bracket
from pool_lint.parsing.yaml_structure_errors import key_without_colon

# Causes that are visible around an error, whatever libyaml reports: a sign to search
# for first, a pattern, the message and the help text.
_CAUSES = [
    (
        "\ufeff",
        "(?P<it>\ufeff)",
        "a byte order mark (U+FEFF) is hidden inside the file",
        "remove it",
    ),
    *(
        (
            sign,
            rf"(?m)^(?P<it>{sign})(?=[ \r]|$)",
            "the file contains a merge conflict marker",
            "keep one of the two versions, and remove the markers",
        )
        for sign in ("<<<<<<<", "=======", ">>>>>>>")
    ),
    (
        "\u00a0",
        r"(?m)(?:^[ \t]*|[-:,?\[{][ \t]*)(?P<it>\u00a0+)",
        "a no-break space (U+00A0) is used in place of a plain space",
        "replace it with a plain space",
    ),
    (
        "-",
        r"(?m)^[ \t]*(?P<it>-)[^-\s\d]",
        "a space is missing after the dash of a list item",
        "write a dash, a space and the item",
    ),
]
# A template at the start of a line, or before an error in the same line.
_TEMPLATE_LINE = r"(?m)^[ \t]*(?:- +)?(?P<it>\{[{%])"
_TEMPLATE = r"(?P<it>\{[{%]|\$\{)"
# Constructs to report at their start if they are not closed.
_UNCLOSED = ("scanning a quoted scalar", "parsing a flow", "scanning a simple key")
_FIRST, _SECOND = "; first occurrence", "second occurrence"
_AFTER_KEY = "did not find expected key"
_COLON = "mapping values are not allowed"


class _Before:
    """The text that the parser read before an error.

    ``open`` is the offset of the innermost bracket that is not closed. ``quote`` is
    the offset of a quoted text over several lines that ends right before the error.
    Most often its closing quote is missing, and the next quote has closed it.
    """

    def __init__(self, text: str, begin: int, start: int) -> None:
        self.text = text
        self.begin = begin
        self.start = start

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
        is_next = not self.text[end : self.start].strip()
        return first if is_next and "\n" in self.text[first:end] else None

    def _events(self) -> Iterator[yaml.Event]:
        # Line breaks replace the documents before, which keeps the offsets correct.
        text = "\n" * self.begin + self.text[self.begin : self.start]
        parser = CParser(text)
        with suppress(yaml.YAMLError):  # the cut text may be invalid
            while event := parser.get_event():
                yield event


def _offset(mark: Any) -> int:
    return mark.index if mark else 0


def explain(error: yaml.MarkedYAMLError, text: str, begin: int = 0) -> SyntaxProblem:
    """Return the problem to report for a syntax error, with libyaml's words as a note.

    ``begin`` is the offset at which the parser began to read.
    """
    context, mark = error.context_mark, error.problem_mark or error.context_mark
    start = min(mark.index, len(text)) if mark else 0
    began = context.index if context else start
    found = _visible_cause(text, start) or _described(
        error, began, _Before(text, begin, start)
    )
    return found._replace(note=f"libyaml: {_words(error)}")


def _words(error: yaml.MarkedYAMLError) -> str:
    """Return the words of libyaml, or of PyYAML for duplicate anchors."""
    problem, context = error.problem or "", error.context or ""
    if problem == _SECOND:
        return context.removesuffix(_FIRST)
    return f"{problem} {context}".rstrip()


def _visible_cause(text: str, start: int) -> SyntaxProblem | None:
    """Return the problem that the line of an error or the line above shows, or None."""
    first = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n", 0, max(0, first - 1)) + 1
    around = text[above : _line_end(start, text)]
    for sign, pattern, message, advice in _CAUSES:
        found = re.search(pattern, around) if sign in around else None
        if found and above + found.start("it") <= start:
            return SyntaxProblem(_shifted(found, above), message, advice)
    found = re.compile(_TEMPLATE).search(text, first, start + 1)
    template = found and _shifted(found, 0)
    if not template and (found := re.search(_TEMPLATE_LINE, text[above : start + 1])):
        template = _shifted(found, above)
    if not template:
        return None
    message, advice = "this looks like an unrendered template", "render the file first"
    line = text.rfind("\n", 0, template.start) + 1
    if text[line : template.start].strip():
        advice += ", or put the value in quotes"
    return SyntaxProblem(template, message, advice)


def _shifted(found: re.Match[str], offset: int) -> Span:
    return Span(offset + found.start("it"), offset + found.end("it"))


def _described(
    error: yaml.MarkedYAMLError, began: int, before: _Before
) -> SyntaxProblem:
    """Return the problem with the text for libyaml's words."""
    text, start = before.text, before.start
    site = ErrorSite(text, began, start, before.begin)
    opened = None
    if site.ends_document and not text[began:start].strip():
        opened = before.open
    if opened is not None:
        message, advice, _ = unclosed_bracket(quote(text[opened]))
        return SyntaxProblem(_character(opened, text), message, advice)
    problem, context = error.problem or "", error.context or ""
    keyless = key_without_colon(site) if _COLON in problem else None
    if keyless:
        span: Span = _character(site.start_above, text)
        first: Span | None = _character(start, text)
    else:
        span, first = _places(f"{problem} {context}", began, before, site)
    message, advice, noticed = keyless or error_text(problem, context, site)
    if _AFTER_KEY in problem and before.quote is not None:
        advice = "add the closing quote that is missing above"
    return SyntaxProblem(span, message, advice, first, noticed)


def _places(
    described: str, began: int, before: _Before, site: ErrorSite
) -> tuple[Span, Span | None]:
    """Return the place to report, and a second place if there is one.

    libyaml notices a missing bracket or quote far below, even at the end of the
    text. Such errors are reported where the construct begins. For other errors, the
    second place is the start of the construct.
    """
    text, start = before.text, before.start
    several_lines = not site.is_one_line
    if any(word in described for word in _UNCLOSED) and (
        several_lines or site.is_at_end
    ):
        noticed = None if site.is_at_end else _character(start, text)
        return _character(began, text), noticed
    if site.is_at_end:  # never report a place below the last line
        start = min(start, max(0, len(text.rstrip()) - 1))
    if _AFTER_KEY in described and before.quote is not None:
        return _character(start, text), _character(before.quote, text)
    # A block begins far above, at a line without a mistake.
    far = several_lines and "block" not in described
    return _character(start, text), _character(began, text) if far else None


def hidden_break(error: yaml.MarkedYAMLError, text: str, start: int) -> Span | None:
    """Return the place of a NEL, LS or PS that causes a syntax error, or None.

    libyaml ends a line there, which people do not see. It is the cause if the text
    with a space in its place is valid up to a later place. The document begins at
    ``start``.
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
    except UnicodeDecodeError:  # for a tag with %XX that is not valid UTF-8
        return 0
    return None


def _line_end(start: int, text: str) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _character(start: int, text: str) -> Span:
    return Span(start, min(start + 1, len(text)))
