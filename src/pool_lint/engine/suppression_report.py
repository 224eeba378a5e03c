"""Report suppression comments that are unused, invalid, or without a reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from math import inf

from pool_lint.engine.directives import MOST_NAMES, WORDS, Directive, Name
from pool_lint.engine.suppressions import RuleNames, Suppression, Suppressions, fold
from pool_lint.model.location import Location, Span
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote
from pool_lint.parsing import Defect, DefectKind

# A keyword of other linters. Its closest match, `disable-file`, suppresses far more.
_HABITS = {"disable-line": "disable"}
# The number of names without effect that are reported one by one.
_MOST_SLIPS = 3


class SuppressionReport:
    """Reports the comments of one document, after everything else is checked."""

    def __init__(
        self, suppressions: Suppressions, names: RuleNames, enabled: frozenset[str]
    ) -> None:
        self._suppressions = suppressions
        self._names = names
        self._enabled = enabled

    def of_document(self) -> Iterator[Defect]:
        """Yield the defects of the comments in the document."""
        for directive in self._suppressions.directives:
            yield from self._slips(directive)
            if not directive.reason and directive.word != "enable":
                location = Location((), span=directive.span)
                yield Defect(DefectKind.SUPPRESSION_WITHOUT_REASON, location)
        yield from self._unused(self._suppressions.of_document)

    def of_file(self) -> Iterator[Defect]:
        """Yield the comments for the whole file that suppress nothing in it."""
        yield from self._unused(self._suppressions.of_file)

    def _unused(self, suppressions: Iterable[Suppression]) -> Iterator[Defect]:
        reported = sorted(self._suppressions.reported)
        ends = list(accumulate((last for _, last in reported), max))
        open_rules: set[str] = set()
        for one in suppressions:
            is_used = one.name in self._suppressions.used
            if not is_used and one.rule in self._enabled:
                before = bisect_right(reported, (one.last, inf))
                other = before and ends[before - 1] >= one.first
                # Without this comment, its `enable` would close another one.
                shared = one.closed and one.rule in open_rules
                yield self._unused_defect(one, removable=not (other or shared))
            directive = one.directive
            if directive.word == "disable" and directive.alone and not one.closed:
                open_rules.add(one.rule)

    def _unused_defect(self, unused: Suppression, *, removable: bool) -> Defect:
        """Return the defect of a name that suppresses nothing, with the text to remove.

        Offer no removal while another finding overlaps: fixing that one may
        make the suppression necessary.
        """
        directive, name = unused.directive, unused.name
        source = self._suppressions.document.source
        cut = directive.cut(name, source) if source and removable else None
        span = name.span if directive.names[1:] else directive.span
        others = "others" if directive.names[1:] else ""
        location = Location((), span=span)
        return Defect(
            DefectKind.UNUSED_SUPPRESSION, location, unused.rule, others, cut=cut
        )

    def _slips(self, directive: Directive) -> Iterator[Defect]:
        """Yield the parts of a comment that have no effect."""
        if directive.word not in WORDS:
            right = _HABITS.get(directive.word) or closest_match(directive.word, WORDS)
            message = f"unknown suppression keyword {quote(directive.word)}"
            advice = f'did you mean "{right or "disable"}"?'
            yield _slip(directive.span, message, advice)
        elif not directive.names:
            message = f"{directive.word}= needs at least one rule"
            advice = f"add rule ids or names, as in {directive.word}=RULE"
            yield _slip(directive.span, message, advice)
        elif directive.word == "disable-file" and not self._suppressions.is_first:
            message = "disable-file has no effect below the first document"
            yield _slip(directive.span, message, "move it to the top of the file")
        yield from self._slips_of_names(directive)

    def _slips_of_names(self, directive: Directive) -> Iterator[Defect]:
        """Yield a defect for each of the first invalid names, and one for the rest."""
        slips = [name for name in directive.names if not self._suppressible(name)]
        for name in slips[:_MOST_SLIPS]:
            yield from self._slip_of(name)
        for name in slips[_MOST_SLIPS : _MOST_SLIPS + 1]:
            count = len(slips) - _MOST_SLIPS
            message = f"more names in this comment have no effect ({count})"
            yield _slip(
                name.span,
                message,
                "use rule ids or names; `pool-lint rules` lists them",
            )
        if directive.ignored:
            count = directive.ignored
            message = f"names after the first {MOST_NAMES} are ignored ({count})"
            advice = "split it into several comments"
            yield _slip(directive.span, message, advice)

    def _suppressible(self, name: Name) -> bool:
        """Whether nothing is wrong with a name, or its own rule reports already."""
        rule = self._names.find(name.text)
        reports = rule in self._suppressions.reporting
        return rule is not None and (reports or rule not in self._names.mandatory)

    def _slip_of(self, name: Name) -> Iterator[Defect]:
        rule = self._names.find(name.text)
        if rule in self._names.mandatory:
            yield _slip(name.span, f"{rule} cannot be suppressed", "remove it")
        elif rule is None:
            message = f"unknown rule {quote(name.text)}"
            advice = self._advice(name.text)
            if _is_about_changes(name.text):
                message = f"comments cannot suppress {quote(name.text)}"
                advice = "remove it; `pool-lint changes` shows how to accept a change"
            yield _slip(name.span, message, advice)

    def _advice(self, name: str) -> str:
        """Return the help text for a name that no rule has."""
        ids = self._names.ids
        if all(self._names.find(word) for word in name.split()):
            return "separate the rules with commas"
        if any(rule.startswith(fold(name)) for rule in ids.values()):
            return "use full rule ids; prefixes are not allowed in comments"
        right = closest_match(name, ids)
        return f'did you mean "{right}"?' if right else "`pool-lint rules` lists them"


def _is_about_changes(name: str) -> bool:
    """Whether a name is that of a rule about changes."""
    from pool_lint.rules.registry import change_rules  # noqa: PLC0415 - start-up

    names = (name for rule in change_rules() for name in (rule.id, *rule.names))
    return fold(name) in names


def _slip(span: Span, message: str, advice: str) -> Defect:
    location = Location((), span=span)
    return Defect(DefectKind.UNKNOWN_SUPPRESSION, location, advice, message)
