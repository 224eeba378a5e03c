"""Writes the generated parts of the README: ``python tests/readme.py``."""

from __future__ import annotations

import re
from pathlib import Path

from pool_lint.rules.reference import table
from pool_lint.rules.registry import builtin_rules

README = Path(__file__).parent.parent / "README.md"


def renewed(text: str) -> str:
    """The README with the table of the rules as they are."""
    rules = f"<!-- rules -->\n{table(builtin_rules())}<!-- /rules -->"
    return re.sub(r"(?s)<!-- rules -->.*<!-- /rules -->", lambda _: rules, text)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
