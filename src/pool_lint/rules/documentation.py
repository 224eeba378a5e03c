"""The documentation of a rule: the docstring of its check, by its headings."""

from __future__ import annotations

import inspect
import re
from typing import NamedTuple

_HEADINGS = ("Why", "Bad", "Good", "Source")


class Documentation(NamedTuple):
    """The sections of a rule's docstring: plain text, and examples as YAML."""

    summary: str
    why: str
    bad: str
    good: str
    source: str


def documentation_of(check: object, rule_id: str) -> Documentation:
    """Split the docstring of a check at its headings.

    Raises ValueError if one is missing. With ``python -OO`` all sections are empty.
    """
    if check.__doc__ is None:
        return Documentation("", "", "", "", "")
    text = inspect.cleandoc(check.__doc__)
    parts = re.split(rf"(?m)^({'|'.join(_HEADINGS)}):$", text)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    missing = [heading for heading in _HEADINGS if heading not in sections]
    if missing:
        message = f"{rule_id}: the docstring has no section {missing[0]}"
        raise ValueError(message)
    bodies = (inspect.cleandoc("\n" + sections[name]) for name in _HEADINGS)
    return Documentation(parts[0].strip(), *bodies)
