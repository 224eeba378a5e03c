"""Where the comments of a document silence rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from pool_lint.config.selectors import ALWAYS
from pool_lint.engine.directives import Directive, Name
from pool_lint.model.location import Span
from pool_lint.parsing import Document
from pool_lint.parsing.source import Source
from pool_lint.rules.rule import Rule


class Silence(NamedTuple):
    """One rule that is silenced on some lines, 1-based and the last included."""

    rule: str
    first: float
    last: float
    directive: Directive
    name: Name


Ids = Mapping[str, str]
"""The ids of rules, by what comments may call them, see :func:`rule_names`."""


def rule_names(rules: Iterable[Rule]) -> Ids:
    """Return the ids of rules by id and name."""
    return {word: rule.id for rule in rules for word in (rule.id, rule.name)}


def folded(name: str) -> str:
    """Return an id in capitals, a name in small letters with hyphens."""
    is_id = name[:2].upper() == "RP" and name[2:].isdigit()
    return name.upper() if is_id else name.lower().replace("_", "-")


def over(
    directive: Directive, ids: Ids, first: float, last: float
) -> Iterator[Silence]:
    """Yield what a directive silences on some lines, each rule once."""
    named: dict[str, Name] = {}
    for name in directive.names:
        named.setdefault(ids.get(folded(name.text), ""), name)
    for rule, name in named.items():
        if rule and rule not in ALWAYS:
            yield Silence(rule, first, last, directive, name)


class Silences:
    """Turns the directives of one document into silences."""

    def __init__(
        self, document: Document, directives: list[Directive], ids: Ids
    ) -> None:
        self._document = document
        self._source = document.source or Source("", "")
        self._directives = directives
        self._ids = ids
        self._below: dict[int, int] = {}  # a line, and the next that is no comment

    def of_file(self) -> Iterator[Silence]:
        """Yield what is silenced in the whole file."""
        for directive in self._directives:
            if directive.word == "disable-file":
                yield from over(directive, self._ids, 0, float("inf"))

    def own(self) -> list[Silence]:
        """Return what is silenced on lines of the document."""
        found: list[Silence] = []
        enabled: dict[str, int] = {}  # the line below where a rule runs again
        for directive in reversed(self._directives):
            here = self._line(directive.span.start)
            if directive.word == "enable":
                names = over(directive, self._ids, here, here)
                enabled |= {silence.rule: here for silence in names}
            elif directive.word == "disable-next-line":
                line = self._line_below(here)
                found += over(directive, self._ids, line, line)
            elif directive.word == "disable" and not directive.alone:
                found += over(directive, self._ids, here, here)
            elif directive.word == "disable":
                below = self._entry_end(directive)
                for silence in over(directive, self._ids, here, below):
                    last = enabled.pop(silence.rule, below)
                    found.append(silence._replace(last=last))
        return found[::-1]

    def _entry_end(self, directive: Directive) -> int:
        """Return the last line of the entry below a comment."""
        line = self._line_below(self._line(directive.span.start))
        if line not in self._ends and self._text(line).startswith("-"):
            line = self._line_below(line)  # the item stands below its `-`
        return self._ends.get(line, line)

    @cached_property
    def _ends(self) -> dict[int, int]:
        """The last line of the outermost entry that begins in each line."""
        ends: dict[int, int] = {}
        for entry in self._document.entries():
            ends.setdefault(self._line(entry.start), self._line(last_of(entry)))
        return ends

    def _line(self, offset: int) -> int:
        return self._source.position(offset).line

    def _line_below(self, line: int) -> int:
        """Return the next line that is more than a comment."""
        number = line + 1
        passed = []
        while number not in self._below and self._is_comment(number):
            passed.append(number)
            number += 1
        found = self._below.get(number, number)
        self._below.update(dict.fromkeys(passed, found))
        return found

    def _is_comment(self, line: int) -> bool:
        """Whether a line holds a comment or nothing; there is none below the last."""
        text = self._text(line)
        return not text or text.startswith("#")

    def _text(self, line: int) -> str:
        span = self._source.line_span(line)
        return self._source.text[span.start : span.end].strip() if span else "x"


def last_of(span: Span) -> int:
    """Return the offset of the last character."""
    return max(span.start, span.end - 1)
