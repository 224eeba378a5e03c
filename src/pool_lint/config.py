"""What a run is told to do: which rules, how the documents are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pool_lint.document import Limits
from pool_lint.finding import Severity
from pool_lint.routing import Kind
from pool_lint.rule import Rule
from pool_lint.vocabulary import near

ALWAYS = frozenset({"RP001", "RP003"})
"""A file that cannot be read is never passed over in silence."""


class UnknownRule(ValueError):
    """A selector that names no rule; ``suggestion`` is a near miss, or None."""

    def __init__(self, selector: str, suggestion: str | None) -> None:
        """Take what was asked for and what was probably meant."""
        known = "`pool-lint rules` lists them"
        advice = f'did you mean "{suggestion}"?' if suggestion else known
        super().__init__(f'no rule is called "{selector}"; {advice}')
        self.selector = selector
        self.suggestion = suggestion


class MandatoryRule(ValueError):
    """An attempt to switch off a rule that always runs."""

    def __init__(self, selector: str) -> None:
        """Take what was asked for."""
        super().__init__(f"{selector} cannot be switched off")


class Config(NamedTuple):
    """The settings of a run.

    ``select``, ``ignore`` and ``extend_select`` hold rule ids, id prefixes (``RP2``)
    and names, several or one; ``select`` None stands for every rule that is not of
    severity info. ``flavors`` says which flavors there are: a table (id → ``cpu``,
    ``gpu`` or ``npu``), a saved answer of the API that lists them, or what
    :func:`pool_lint.catalog.load_catalog` made of a file.
    """

    select: str | Sequence[str] | None = None
    ignore: str | Sequence[str] = ()
    extend_select: str | Sequence[str] = ()
    kind: Kind = Kind.AUTO
    limits: Limits = Limits()
    flavors: Mapping[str, Any] | None = None

    def enabled(self, rules: Iterable[Rule]) -> frozenset[str]:
        """Return the ids of the rules that run.

        Raises UnknownRule for a selector that fits none of the rules, and
        MandatoryRule for RP001 or RP003 by name among the ignored.
        """
        rules = tuple(rules)
        if self.select is None:
            chosen = {r.id for r in rules if r.severity is not Severity.INFO}
        else:
            chosen = _matching(self.select, rules)
        ignored = _matching(self.ignore, rules)
        for selector in _several(self.ignore):
            if _matching([selector], rules) <= ALWAYS:
                raise MandatoryRule(selector)
        return frozenset(
            (chosen | _matching(self.extend_select, rules)) - ignored | ALWAYS
        )


def find_rule(word: str, rules: Iterable[Rule]) -> Rule:
    """Return the rule with an id or a name. Raises UnknownRule."""
    rules = tuple(rules)
    for rule in rules:
        if word.upper() == rule.id or _is_name(word, rule):
            return rule
    raise _unknown(word, rules)


def _several(selectors: str | Sequence[str]) -> Sequence[str]:
    """Return a list also for one: the letters of a str would be taken for several."""
    return [selectors] if isinstance(selectors, str) else selectors


def _matching(selectors: str | Sequence[str], rules: tuple[Rule, ...]) -> set[str]:
    chosen: set[str] = set()
    for selector in _several(selectors):
        found = {rule.id for rule in rules if _fits(selector, rule)}
        if not found:
            raise _unknown(selector, rules)
        chosen |= found
    return chosen


def _fits(selector: str, rule: Rule) -> bool:
    prefix = selector.upper()
    by_id = prefix.startswith("RP") and rule.id.startswith(prefix)
    return by_id or _is_name(selector, rule)


def _is_name(word: str, rule: Rule) -> bool:
    return word.lower().replace("_", "-") == rule.name


def _unknown(word: str, rules: tuple[Rule, ...]) -> UnknownRule:
    return UnknownRule(
        word, near(word, [name for r in rules for name in (r.id, r.name)])
    )
