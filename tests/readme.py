"""Writes the generated parts of the README and of docs: ``python tests/readme.py``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from architecture import packages
from pool_lint.rules import builtin_rules
from pool_lint.rules.reference import table

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"


def renewed(text: str) -> str:
    """The README with the table of the rules as they are."""
    return _between("rules", text, table(builtin_rules()))


def renewed_architecture(text: str) -> str:
    """The page about the architecture with the packages as they are."""
    return _between("packages", text, packages())


def _between(name: str, text: str, generated: str) -> str:
    new = f"<!-- {name} -->\n{generated}<!-- /{name} -->"
    return re.sub(rf"(?s)<!-- {name} -->.*<!-- /{name} -->", lambda _: new, text)


GENERATED: dict[Path, Callable[[str], str]] = {
    README: renewed,
    ARCHITECTURE: renewed_architecture,
}


if __name__ == "__main__":
    for path, renew in GENERATED.items():
        path.write_text(renew(path.read_text(encoding="utf-8")), encoding="utf-8")
