"""Find out which rules are suppressed on which lines."""

# No postponed annotations: named tuples compile each of them at import.
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from pool_lint.engine.directives import Directive, Name, directives
from pool_lint.model.location import Location, Span
from pool_lint.parsing import Document
from pool_lint.parsing.source import Source
from pool_lint.rules.rule import Rule

_ID = "[A-Za-z]{2,10}[0-9]+"


class RuleNames:
    """The ids and names of rules in comments, and the rules that always report."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = tuple(rules)
        self.ids: Mapping[str, str] = {
            word: rule.id for rule in rules for word in (rule.id, *rule.names)
        }
        self.mandatory = frozenset(rule.id for rule in rules if rule.always)

    def find(self, word: str) -> str | None:
        """Return the id of the rule with a name or id, None if there is none."""
        return self.ids.get(fold(word))


def fold(word: str) -> str:
    """Return an id in upper case, a name in lower case with hyphens."""
    return word.upper() if re.fullmatch(_ID, word) else word.lower().replace("_", "-")


class Suppression(NamedTuple):
    """A rule that is suppressed on a range of lines, 1-based, the last included.

    ``closed`` is set if an ``enable`` comment ends it.
    """

    rule: str
    first: float
    last: float
    directive: Directive
    name: Name
    closed: bool = False


class Suppressions:
    """The suppressions of one document, including those for the whole file.

    ``above`` contains those of the comments above the document. ``first`` is set if
    only comments are above it. ``enabled`` is False if the run ignores comments.
    ``used`` records used suppressions; the others are reported as unused.
    ``reported`` records the lines of findings that are not suppressed, and
    ``reporting`` their rules.
    """

    def __init__(
        self,
        document: Document,
        names: RuleNames,
        above: "Suppressions | None" = None,
        *,
        first: bool = True,
        enabled: bool = True,
    ) -> None:
        self.document = document
        self.directives = directives(document) if enabled else []
        self.is_first = first
        self.of_file: list[Suppression] = []
        self.of_document: list[Suppression] = []
        if self.directives:
            parser = SuppressionParser(document, self.directives, names)
            self.of_file = list(parser.of_file()) if first else []
            self.of_document = parser.of_document()
        inherited = above.inherited if above else []
        self.inherited: list[Suppression] = [*inherited, *self.of_file]
        self._by_rule: dict[str, list[Suppression]] = {}
        for one in [*self.inherited, *self.of_document]:
            self._by_rule.setdefault(one.rule, []).append(one)
        self.used: set[Name] = above.used if above else set()
        self.reported: list[tuple[int, int]] = above.reported if above else []
        self.reporting: set[str] = set()

    def reason(self, rule: str, location: Location) -> str | None:
        """Return why a rule is suppressed at a location, None if it is not."""
        source = self.document.source
        suppressions = self._by_rule.get(rule)
        span = self.document.locate(location) if suppressions else None
        if not suppressions or not source or span is None:
            return None
        first = source.position(span.start).line
        last = source.position(_last_of(span)).line
        for one in suppressions:
            if first <= one.last and last >= one.first:
                self.used.add(one.name)
                return str(one.directive.reason)
        return None

    def record(self, rule: str, span: Span | None) -> None:
        """Record the rule and the place of a finding that is not suppressed."""
        self.reporting.add(rule)
        source = self.document.source
        if self._by_rule and source and span:
            ends = span.start, _last_of(span)
            first, last = (source.position(end).line for end in ends)
            self.reported.append((first, last))


class SuppressionParser:
    """Turns the comments of one document into suppressions."""

    def __init__(
        self, document: Document, directives: list[Directive], names: RuleNames
    ) -> None:
        self._document = document
        self._source = document.source or Source("", "")
        self._directives = directives
        self._names = names
        self._below: dict[int, int] = {}  # a line, and the next line without a comment

    def of_file(self) -> Iterator[Suppression]:
        """Yield the suppressions for the whole file."""
        for directive in self._directives:
            if directive.word == "disable-file":
                yield from self._on_lines(directive, 0, float("inf"))

    def of_document(self) -> list[Suppression]:
        """Return the suppressions for lines of the document."""
        found: list[Suppression] = []
        enabled: dict[str, int] = {}  # the lines of `enable` comments below, by rule
        for directive in reversed(self._directives):
            here = self._line(directive.span.start)
            if directive.word == "enable":
                names = self._on_lines(directive, here, here)
                enabled |= {one.rule: here for one in names}
            elif directive.word == "disable-next-line":
                line = self._line_below(here)
                found += self._on_lines(directive, line, line)
            elif directive.word == "disable" and not directive.alone:
                found += self._on_lines(directive, here, here)
            elif directive.word == "disable":
                below = self._entry_end(directive)
                for one in self._on_lines(directive, here, below):
                    last = enabled.pop(one.rule, None)
                    end = below if last is None else last
                    found.append(one._replace(last=end, closed=last is not None))
        return found[::-1]

    def _on_lines(
        self, directive: Directive, first: float, last: float
    ) -> Iterator[Suppression]:
        """Yield the suppressions of a comment on some lines, once per rule."""
        named: dict[str, Name] = {}
        for name in directive.names:
            named.setdefault(self._names.find(name.text) or "", name)
        for rule, name in named.items():
            if rule and rule not in self._names.mandatory:
                yield Suppression(rule, first, last, directive, name)

    def _entry_end(self, directive: Directive) -> int:
        """Return the last line of the entry below a comment."""
        line = self._line_below(self._line(directive.span.start))
        if line not in self._ends and self._text(line).startswith("-"):
            line = self._line_below(line)  # the item is on the line below its `-`
        return self._ends.get(line, line)

    @cached_property
    def _ends(self) -> dict[int, int]:
        """The last line of the outermost entry that begins in each line."""
        ends: dict[int, int] = {}
        tree = self._document.tree
        for entry in tree.index.entries() if tree else ():
            ends.setdefault(self._line(entry.start), self._line(_last_of(entry)))
        return ends

    def _line(self, offset: int) -> int:
        return self._source.position(offset).line

    def _line_below(self, line: int) -> int:
        """Return the next line with more than a comment."""
        number = line + 1
        passed = []
        while number not in self._below and self._is_comment(number):
            passed.append(number)
            number += 1
        found = self._below.get(number, number)
        self._below.update(dict.fromkeys(passed, found))
        return found

    def _is_comment(self, line: int) -> bool:
        """Return whether a line is empty or a comment; False below the last line."""
        text = self._text(line)
        return not text or text.startswith("#")

    def _text(self, line: int) -> str:
        span = self._source.line_span(line)
        return self._source.text[span.start : span.end].strip() if span else "x"


def _last_of(span: Span) -> int:
    """Return the offset of the last character of a span."""
    return max(span.start, span.end - 1)
