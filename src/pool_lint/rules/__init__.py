"""The rules, one file each; a new file here is a new rule."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from pool_lint.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule of this package, by id.

    A file ``max_count_mismatch.py`` holds one rule of the same name.
    """
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    found = (getattr(import_module(f"{__name__}.{name}"), name) for name in names)
    return tuple(sorted(found, key=lambda rule: str(rule.id)))
