"""Lines: how far they stand to the right, and how they end."""

from __future__ import annotations

import re

_BREAK = r"(\r\n|\n|\r)"


def indented(lines: str, by: int, least: int) -> str:
    """Return text whose lines below the first stand further right, or left."""

    def moved(match: re.Match[str]) -> str:
        return match[1] + " " * max(least, len(match[2]) + by)

    return re.sub(rf"{_BREAK}( *)(?=[^\r\n])", moved, lines)


def line_break(text: str, offset: int) -> str:
    """Return the line break behind an offset, or the first there is."""
    pattern = re.compile(_BREAK)
    match = pattern.search(text, offset) or pattern.search(text)
    return match[0] if match else "\n"
