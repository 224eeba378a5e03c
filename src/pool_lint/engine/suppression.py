"""What the comments of a document silence, and what is wrong with them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from math import inf

from pool_lint.config.selectors import ALWAYS
from pool_lint.engine.directives import WORDS, Directive, Name, directives
from pool_lint.engine.silence import Ids, Silence, Silences, folded, last_of
from pool_lint.model.location import Location, Span
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote
from pool_lint.parsing import Defect, Document

# What other linters call it; `disable-file` is nearer, and silences far more.
_HABITS = {"disable-line": "disable"}


class Suppressions:
    """The silences of one document, and those of its file.

    What is used is kept, so that what is not can be said afterwards.
    """

    def __init__(
        self,
        document: Document,
        ids: Ids,
        above: Suppressions | None = None,
        *,
        first: bool = True,
        heard: bool = True,
    ) -> None:
        """Take a document, ids of rules, and what comments above it silence.

        ``first`` says whether only comments stand above; ``heard`` whether any count.
        """
        self._ids = ids
        self.document = document
        self.directives = directives(document) if heard else []
        self._is_first = first
        self.of_file: list[Silence] = []
        self._own: list[Silence] = []
        if self.directives:
            silences = Silences(document, self.directives, ids)
            self.of_file = list(silences.of_file()) if first else []
            self._own = silences.own()
        inherited = above.inherited if above else []
        self.inherited: list[Silence] = [*inherited, *self.of_file]
        self._by_rule: dict[str, list[Silence]] = {}
        for silence in [*self.inherited, *self._own]:
            self._by_rule.setdefault(silence.rule, []).append(silence)
        self.used: set[Name] = above.used if above else set()
        self.said: list[tuple[int, int]] = above.said if above else []

    def reason(self, rule: str, location: Location) -> str | None:
        """Return why a rule is silenced at a place, None where it is not."""
        source = self.document.source
        silences = self._by_rule.get(rule)
        span = self.document.locate(location) if silences else None
        if not silences or not source or span is None:
            return None
        first = source.position(span.start).line
        last = source.position(last_of(span)).line
        for silence in silences:
            if first <= silence.last and last >= silence.first:
                self.used.add(silence.name)
                return str(silence.directive.reason)
        return None

    def note(self, location: Span | None) -> None:
        """Take notice of a place where something is said, and not silenced."""
        source = self.document.source
        if self._by_rule and source and location:
            ends = location.start, last_of(location)
            first, last = (source.position(end).line for end in ends)
            self.said.append((first, last))

    def defects(self, enabled: frozenset[str]) -> Iterator[Defect]:
        """Yield what is wrong with the comments of this document, once all is used."""
        for directive in self.directives:
            yield from self._slips(directive)
            if not directive.reason and directive.word != "enable":
                yield Defect("RP903", Location((), span=directive.span))
        yield from self._unused(self._own, enabled)

    def unused_of_file(self, enabled: frozenset[str]) -> Iterator[Defect]:
        """Yield what stands at the top in vain, once the whole file is judged."""
        yield from self._unused(self.of_file, enabled)

    def _unused(
        self, silences: Iterable[Silence], enabled: frozenset[str]
    ) -> Iterator[Defect]:
        said = sorted(self.said)
        ends = list(accumulate((last for _, last in said), max))
        for silence in silences:
            if silence.name not in self.used and silence.rule in enabled:
                before = bisect_right(said, (silence.last, inf))
                other = before and ends[before - 1] >= silence.first
                yield self._defect(silence, removable=not other)

    def _defect(self, silence: Silence, *, removable: bool) -> Defect:
        """Return the defect of a name that silences nothing, with what to take out.

        Where something else is wrong it stays for now: once that is mended, the rule
        may have something to say there.
        """
        directive, name = silence.directive, silence.name
        source = self.document.source
        cut = directive.cut(name, source) if source and removable else None
        span = name.span if directive.names[1:] else directive.span
        others = "others" if directive.names[1:] else ""
        return Defect("RP901", Location((), span=span), silence.rule, others, cut=cut)

    def _slips(self, directive: Directive) -> Iterator[Defect]:
        """Yield what of a comment is in vain."""
        if directive.word not in WORDS:
            right = _HABITS.get(directive.word) or closest_match(directive.word, WORDS)
            message = f"{quote(directive.word)} is no word for a comment that silences"
            advice = f'did you mean "{right or "disable"}"?'
            yield _slip(directive.span, message, advice)
        elif not directive.names:
            message = f"{directive.word} names no rule"
            advice = f"write {directive.word}=, and ids or names of rules"
            yield _slip(directive.span, message, advice)
        elif directive.word == "disable-file" and not self._is_first:
            message = "disable-file stands below the first document"
            yield _slip(directive.span, message, "move it to the top of the file")
        for name in directive.names:
            yield from self._slip_of(name)

    def _slip_of(self, name: Name) -> Iterator[Defect]:
        rule = self._ids.get(folded(name.text))
        if rule in ALWAYS:
            yield _slip(name.span, f"{rule} cannot be silenced", "remove it")
        elif rule is None:
            message = f"no rule is called {quote(name.text)}"
            yield _slip(name.span, message, self._right(name.text))

    def _right(self, name: str) -> str:
        """Return what to write instead of a name that no rule has."""
        if all(folded(word) in self._ids for word in name.split()):
            return "put commas between rules"
        if any(rule.startswith(folded(name)) for rule in self._ids.values()):
            return "write whole ids: a comment takes no prefix"
        right = closest_match(name, self._ids)
        return f'did you mean "{right}"?' if right else "`pool-lint rules` lists them"


def _slip(span: Span, message: str, advice: str) -> Defect:
    return Defect("RP902", Location((), span=span), advice, message)
