"""Patterns for files: linear in the length of a path, whatever a pattern says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase

_ANY_DEPTH = "**"


class Glob:
    """A pattern for what lies below a folder.

    ``*`` and ``?`` stand for characters of one name, ``**`` for any folders. A pattern
    without a slash (but one at its end) fits a name at any depth. What fits a folder
    fits all that is in it. An empty pattern fits nothing.
    """

    def __init__(self, folder: str, pattern: str) -> None:
        self.pattern = pattern
        self._folder = os.path.realpath(folder)
        names = [name for name in pattern.split("/") if name not in {"", "."}]
        anchored = "/" in pattern.rstrip("/")
        names = names if anchored or not names else [_ANY_DEPTH, *names]
        self._names = [
            name
            for number, name in enumerate(names)
            if name != _ANY_DEPTH or names[number - 1 : number] != [_ANY_DEPTH]
        ]

    def fits(self, path: str) -> bool:
        """Whether an absolute path fits, links in its folders resolved."""
        below = os.path.relpath(path, self._folder).replace(os.sep, "/").split("/")
        return below[0] != ".." and bool(self.pattern) and _fits(self._names, below)


def _fits(pattern: Sequence[str], path: Sequence[str]) -> bool:
    """Whether a pattern fits the beginning of a path, name by name."""
    places = _behind(0, pattern)
    for name in path:
        if len(pattern) in places:
            break
        places = {
            further
            for place in places
            if pattern[place] == _ANY_DEPTH or fnmatchcase(name, pattern[place])
            for further in _behind(place + (pattern[place] != _ANY_DEPTH), pattern)
        }
    return len(pattern) in places


def _behind(place: int, pattern: Sequence[str]) -> set[int]:
    """Return a place, and those behind each ``**`` there, which may be nothing."""
    places = {place}
    while place < len(pattern) and pattern[place] == _ANY_DEPTH:
        place += 1
        places.add(place)
    return places
