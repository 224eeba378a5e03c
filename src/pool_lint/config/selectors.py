"""Finding rules and fields by ID, prefix or name."""

from __future__ import annotations

import re
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
from pool_lint.validation.schemas import (
    EDITIONS,
    Schema,
    SchemaName,
    request_schemas,
)

_ID = "([A-Z]{2,10})([0-9]*)"


def mandatory_ids(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the IDs of the rules that can be neither disabled nor suppressed."""
    return frozenset(rule.id for rule in rules if rule.always)


def find_fields(name: str, schema: Schema) -> list[FieldPath]:
    """Return the paths of the fields with a name. Raises UnknownFieldError."""
    found = field_paths_named(name, schema)
    if not found:
        known = short_names(schema)
        tails = [tail for _, _, tail in (n.partition(".") for n in known) if tail]
        suggestion = closest_match(name, [*known, *tails], KEY_PREFIX)
        raise UnknownFieldError(name, suggestion)
    return found


def find_injected(name: str, edition: str) -> list[FieldPath]:
    """Return the paths of a field that is filled in later, in any kind of request.

    A field that only another edition has gives none. Raises UnknownFieldError for a
    field that no edition has.
    """
    for one in (edition, *EDITIONS):
        found = {p for s in request_schemas(one) for p in field_paths_named(name, s)}
        if found:
            return sorted(found) if one == edition else []
    return find_fields(name, Schema(edition, SchemaName.CREATE_POOL))


def find_rule(word: str, rules: Iterable[Rule]) -> Rule:
    """Return the rule with an id or a name, also one about changes.

    Raises UnknownRuleError.
    """
    rules = tuple(rules)
    found = [rule for rule in rules if is_named(word, rule)]
    found = found or [rule for rule in _change_rules() if is_named(word, rule)]
    if not found:
        raise _unknown(word, rules)
    return found[0]


def is_named(word: str, rule: Rule) -> bool:
    """Whether a word is the full ID or a name of a rule."""
    return word.upper() == rule.id or _is_name(word, rule)


def several(selectors: str | Sequence[str]) -> Sequence[str]:
    """Return selectors as a sequence; a single string becomes a list of one."""
    return [selectors] if isinstance(selectors, str) else selectors


def distinct(selectors: str | Sequence[str]) -> Iterable[str]:
    """Return selectors without those that differ only in case, - and _."""
    folded: dict[str, str] = {}
    for word in several(selectors):
        folded.setdefault(word.lower().replace("_", "-"), word)
    return folded.values()


def matching(selectors: str | Sequence[str], rules: tuple[Rule, ...]) -> set[str]:
    """Return the ids of the rules that selectors match. Raises UnknownRuleError.

    Rules about changes are known too. A check does not run them.
    """
    chosen: set[str] = set()
    for selector in distinct(selectors):
        found = {rule.id for rule in rules if _matches(selector, rule)}
        found = found or {r.id for r in _change_rules() if _matches(selector, r)}
        if not found:
            raise _unknown(selector, rules)
        chosen |= found
    return chosen


def is_selector(word: str, rules: Iterable[Rule]) -> bool:
    """Whether a word matches a rule, or a rule about changes."""
    return any(_matches(word, rule) for rule in (*rules, *_change_rules()))


def _matches(selector: str, rule: Rule) -> bool:
    """Whether a selector is the name, the ID or a prefix of the ID of a rule.

    A prefix has all letters of the ID: ``ACME0`` matches ACME001, and ``AC`` does
    not.
    """
    prefix, own = re.fullmatch(_ID, selector.upper()), re.match(_ID, rule.id)
    by_id = prefix and own and prefix[1] == own[1] and rule.id.startswith(prefix[0])
    return bool(by_id) or _is_name(selector, rule)


def _is_name(word: str, rule: Rule) -> bool:
    return word.lower().replace("_", "-") in rule.names


def _unknown(word: str, rules: tuple[Rule, ...]) -> UnknownRuleError:
    names = [name for r in (*rules, *_change_rules()) for name in (r.id, r.name)]
    return UnknownRuleError(word, closest_match(word, names))


def _change_rules() -> tuple[Rule, ...]:
    from pool_lint.rules.registry import change_rules  # noqa: PLC0415 - start-up

    return change_rules()
