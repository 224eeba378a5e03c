"""The examples in the documentation of rules, as pages show them."""

from __future__ import annotations

from pool_lint.testing import MARK


def without_mark(example: str) -> str:
    """Return an example without the mark at the line of the finding."""
    return "\n".join(
        line.removesuffix(MARK).rstrip() if line.endswith(MARK) else line
        for line in example.split("\n")
    )
