"""Rules and fields by what people call them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pool_lint.model.errors import UnknownFieldError, UnknownRuleError
from pool_lint.model.suggestions import closest_match
from pool_lint.rules.rule import Rule
from pool_lint.validation.fields import (
    KEY_PREFIX,
    FieldPath,
    field_paths_named,
    short_names,
)

ALWAYS = frozenset({"RP001", "RP003"})
"""A file that cannot be read is never passed over in silence."""


def find_fields(name: str) -> list[FieldPath]:
    """Return the paths of the fields with a name. Raises UnknownFieldError."""
    found = field_paths_named(name)
    if not found:
        tails = [n.partition(".")[2] for n in short_names()]
        raise UnknownFieldError(
            name,
            closest_match(name, [*short_names(), *filter(None, tails)], KEY_PREFIX),
        )
    return found


def find_rule(word: str, rules: Iterable[Rule]) -> Rule:
    """Return the rule with an id or a name. Raises UnknownRuleError."""
    rules = tuple(rules)
    for rule in rules:
        if word.upper() == rule.id or _is_name(word, rule):
            return rule
    raise _unknown(word, rules)


def several(selectors: str | Sequence[str]) -> Sequence[str]:
    """Return a list also for one: the letters of a str would be taken for several."""
    return [selectors] if isinstance(selectors, str) else selectors


def distinct(selectors: str | Sequence[str]) -> Iterable[str]:
    """Return selectors that differ by more than how they are spelt, each once."""
    folded: dict[str, str] = {}
    for word in several(selectors):
        folded.setdefault(word.lower().replace("_", "-"), word)
    return folded.values()


def matching(selectors: str | Sequence[str], rules: tuple[Rule, ...]) -> set[str]:
    """Return the ids of the rules that selectors fit. Raises UnknownRuleError."""
    chosen: set[str] = set()
    for selector in distinct(selectors):
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


def _unknown(word: str, rules: tuple[Rule, ...]) -> UnknownRuleError:
    return UnknownRuleError(
        word, closest_match(word, [name for r in rules for name in (r.id, r.name)])
    )
