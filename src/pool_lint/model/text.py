"""Text from a file made safe to print: escaped first, cut afterwards."""

from __future__ import annotations

import re
from functools import cache

LONGEST_QUOTE = 120

# Control characters, the separators and marks that no reviewer sees, lone surrogates,
# and the openings that CI log readers take for commands anywhere in a line.
_UNSAFE = (
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]|#(?=#(?:vso)?\[)"
)

# Spaces that look like the plain one.
_SPACES = r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"


def escape(text: str) -> str:
    r"""Return the text with every unsafe character as ``\uXXXX``; idempotent."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return _pattern(_UNSAFE).sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def escape_lines(text: str) -> str:
    """Return text with every line escaped and the line breaks kept."""
    return "\n".join(escape(line) for line in text.split("\n"))


def cut(text: str, limit: int = LONGEST_QUOTE) -> str:
    """Return at most ``limit`` characters, the last of them an ellipsis when cut."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def show(text: str) -> str:
    """Return text of the file as it may stand in a message: escaped, then cut.

    Spaces that look like the plain one are escaped too.
    """
    shown = escape(text[: LONGEST_QUOTE * 2])
    return cut(shown if shown.isascii() else _pattern(_SPACES).sub(_escaped, shown))


def quote(text: str) -> str:
    """Return :func:`show` between double quotes."""
    return f'"{show(text)}"'


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
