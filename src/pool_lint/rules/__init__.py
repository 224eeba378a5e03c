"""The rules, one file each; a new file here is a new rule."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module

from pool_lint.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule of this package, by id.

    A file ``max_count_mismatch.py`` holds one rule of the same name.
    """
    files = [f for f in os.listdir(__path__[0]) if f.endswith((".py", ".pyc"))]
    names = {file.partition(".")[0] for file in files} - {"__init__"}
    found = (getattr(import_module(f"{__name__}.{name}"), name) for name in names)
    return tuple(sorted(found, key=lambda rule: str(rule.id)))
