"""The table of measurements in docs/speed.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "speed.md"
_HEAD = "| measure | goal | figure |\n|---|---|---|\n"


def line(measure: str, goal: float | None, figure: float) -> str:
    """Return a row of the table; large figures have fewer decimals."""
    size = goal or figure
    digits = 0 if size > 10 else 2 if size > 1 else 3
    wanted = "" if goal is None else f"≤ {goal:.{digits}f}"
    shown = f"{figure:.{digits}f}" if figure >= 1 else f"{figure:.{max(digits, 1)}f}"
    return f"| {measure} | {wanted} | {shown} |"


def with_figures(text: str, about: str, lines: Iterable[str]) -> str:
    """Return the page with new figures and a line about the machine."""
    table = "".join(f"{line}\n" for line in lines)
    new = f"<!-- figures -->\n{about}\n\n{_HEAD}{table}<!-- /figures -->"
    return re.sub(r"(?s)<!-- figures -->.*<!-- /figures -->", lambda _: new, text)
