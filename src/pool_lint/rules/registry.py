"""Load the built-in rules.

Every file in ``rules/builtin/`` is a rule about manifests, and every file in
``rules/changes/`` a rule about changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from importlib import import_module

from pool_lint.parsing import DefectKind
from pool_lint.rules.rule import Rule

_PACKAGE = "pool_lint.rules"


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """Return the built-in rules about manifests, sorted by ID.

    A file such as ``max_count_mismatch.py`` defines one rule with the same name.
    """
    return _rules_in("builtin")


@cache
def change_rules() -> tuple[Rule, ...]:
    """Return the rules about changes, sorted by ID. A check does not load them."""
    return _rules_in("changes")


def every_rule() -> tuple[Rule, ...]:
    """Return the built-in rules about manifests, and those about changes."""
    return (*builtin_rules(), *change_rules())


def _rules_in(folder: str) -> tuple[Rule, ...]:
    package = f"{_PACKAGE}.{folder}"
    files = os.listdir(import_module(package).__path__[0])
    names = {f.partition(".")[0] for f in files if f.endswith((".py", ".pyc"))}
    found = (_rule_in(package, name) for name in names - {"__init__"})
    return tuple(sorted(found, key=lambda rule: rule.id))


def _rule_in(package: str, name: str) -> Rule:
    module = import_module(f"{package}.{name}")
    found: Rule = getattr(module, name)
    return found


def rules_of(edition: str, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules that apply to an edition, with their severities there."""
    return [rule.in_edition(edition) for rule in rules if rule.holds_in(edition)]


def rule_for_defect(kind: DefectKind, rules: Iterable[Rule]) -> Rule:
    """Return the rule that reports a kind of defect, or raise StopIteration."""
    return next(rule for rule in rules if rule.defect is kind)
