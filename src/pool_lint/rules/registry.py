"""The rules, one file each; a new file here is a new rule."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module

from pool_lint.rules import builtin
from pool_lint.rules.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule of this package, by id.

    A file ``max_count_mismatch.py`` holds one rule of the same name.
    """
    files = os.listdir(builtin.__path__[0])
    names = {f.partition(".")[0] for f in files if f.endswith((".py", ".pyc"))}
    found = (_rule_in(name) for name in names - {"__init__"})
    return tuple(sorted(found, key=lambda rule: rule.id))


def _rule_in(name: str) -> Rule:
    module = import_module(f"{builtin.__name__}.{name}")
    found: Rule = getattr(module, name)
    return found
