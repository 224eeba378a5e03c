"""Suggestions for misspelt words: the closest options."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 100
_LEAST_RATIO = 0.7


def closest_match(word: str, options: Iterable[str], prefix: str = "") -> str | None:
    """Return the closest option to a misspelt word, or None.

    Case is ignored. ``prefix`` is a regular expression; what it matches at the
    start of the word or of an option is ignored too.
    """
    return next(iter(closest_matches(word, options, prefix)), None)


def closest_matches(word: str, options: Iterable[str], prefix: str = "") -> list[str]:
    """Return the closest options to a misspelt word, several if equally close.

    >>> closest_matches("version", ["gpuVersion", "npuVersion", "updateStrategy"])
    ['npuVersion', 'gpuVersion']
    """
    found = _ranked(word[:_LONGEST], tuple(options), prefix)
    return [option for option, ratio in found if ratio == found[0][1]]


def unique_match(word: str, options: Iterable[str], prefix: str = "") -> str | None:
    """Return the closest option if no other option is close, or None.

    >>> unique_match("xpuVersion", ["gpuVersion", "npuVersion"])
    >>> unique_match("npuversion", ["gpuVersion", "npuVersion"])
    'npuVersion'
    """
    found = [option for option, _ in _ranked(word[:_LONGEST], tuple(options), prefix)]
    folded = _fold(word, prefix)
    same = [option for option in found if _fold(option, prefix) == folded]
    return (same or found)[0] if len(same or found) == 1 else None


@lru_cache(maxsize=64)  # each word is compared three times, for 20 µs each
def _ranked(
    word: str, options: tuple[str, ...], prefix: str
) -> tuple[tuple[str, float], ...]:
    """Return the close options with their similarity, the closest first."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    folded = {_fold(option, prefix): option for option in options}
    target = _fold(word, prefix)
    found = difflib.get_close_matches(target, folded, cutoff=_LEAST_RATIO)
    compared = (difflib.SequenceMatcher(None, name, target) for name in found)
    ratios = [matcher.ratio() for matcher in compared]
    return tuple(zip(map(folded.__getitem__, found), ratios, strict=True))


def _fold(word: str, prefix: str) -> str:
    return (re.sub(f"^(?:{prefix})", "", word) if prefix else word).casefold()
