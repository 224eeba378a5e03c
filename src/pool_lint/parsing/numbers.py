"""Numbers: the text of integers, and what JSON can represent."""

from __future__ import annotations

import math

_LONGEST_INTEGER = 19
HUGE: int = 10**_LONGEST_INTEGER
"""The value of integers with more digits."""
BASES = {"0o": 8, "0x": 16}


def integer(text: str) -> int:
    """Return the value of a decimal, ``0o`` or ``0x`` integer.

    One with more than 19 digits becomes 10 to the 19th with its sign. That is out
    of every range, and avoids a long conversion.
    """
    base = BASES.get(text[:2], 10)
    if len(text.lstrip("+-").lstrip("0")) <= _LONGEST_INTEGER:
        return int(text, base)
    return -HUGE if text[0] == "-" else HUGE


def is_exact(number: float) -> bool:
    """Return whether JSON can represent a number: finite, with less than 20 digits."""
    return math.isfinite(number) and abs(number) != HUGE


def is_whole(number: float) -> bool:
    """Return whether JSON Schema may treat a float as an integer, such as 2.0.

    Infinity and NaN are included, because validators differ about them.
    """
    return not math.isfinite(number) or number.is_integer()
