"""Make text from a file safe to print: escape it first, then cut it."""

from __future__ import annotations

import re
from functools import cache

LONGEST_QUOTE = 120
_LAST_SHORT = 0xFFFF

# Characters that change the order in which text is shown.
BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# NEL, LS and PS are line breaks only in YAML 1.1.
BREAKS = r"\x85\u2028\u2029"
# Unicode format characters (category Cf), and other invisible ones: fillers, blanks,
# variation selectors and tags. The table is spelled out because `unicodedata` differs
# between versions of Python. Apart from tags, all these characters are assigned.
INVISIBLE = (
    r"\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4"
    r"\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
# Control characters, line breaks, invisible characters, lone surrogates, and the signs
# that CI loggers execute anywhere in a line.
_UNSAFE = (
    rf"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff{INVISIBLE}]"
    r"|#(?=#(?:vso)?\[)"
)

# Spaces that look like a plain space.
_SPACES = r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"


def escape(text: str) -> str:
    r"""Return the text with every unsafe character as ``\uXXXX``; idempotent.

    A character outside the basic plane becomes ``\UXXXXXXXX``.
    """
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return compiled(_UNSAFE).sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\U{code:08x}" if code > _LAST_SHORT else f"\\u{code:04x}"


def escape_lines(text: str) -> str:
    """Return text with each line escaped; line breaks are kept."""
    return "\n".join(escape(line) for line in text.split("\n"))


def cut(text: str, limit: int = LONGEST_QUOTE) -> str:
    """Return at most ``limit`` characters, with an ellipsis at the end if cut."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def show(text: str) -> str:
    """Return text from the file for a message: see :func:`escape_value`, then cut."""
    return cut(escape_value(text[: LONGEST_QUOTE * 2]))


def escape_value(text: str) -> str:
    """Return text from the file, escaped, also spaces that look like a plain space."""
    shown = escape(text)
    return shown if shown.isascii() else compiled(_SPACES).sub(_escaped, shown)


def quote(text: str) -> str:
    """Return the result of :func:`show` in double quotes."""
    return f'"{show(text)}"'


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a compiled pattern; compiling on demand makes the start faster."""
    return re.compile(pattern)
