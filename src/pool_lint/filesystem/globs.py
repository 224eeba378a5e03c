"""Globs for files. The time to match is linear in the length of a path."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase, translate

from pool_lint.model.errors import GlobError

_ANY_DEPTH = "**"
_BRACES = frozenset("{}")
_CLASS = r"\[!?\]?[^]/]*\]"


class Glob:
    """A glob for files and folders below a folder.

    ``*`` and ``?`` match characters of one name, ``**`` matches any folders. A glob
    without a slash (except at its end) matches names at any depth. A glob that matches
    a folder matches everything in it. Raises GlobError for a glob that cannot match.
    """

    def __init__(self, folder: str, pattern: str) -> None:
        if reason := why_useless(pattern):
            raise GlobError(pattern, reason)
        self.pattern = pattern
        self.folder = os.path.realpath(folder)
        names = plain_names(pattern)
        anchored = "/" in pattern.rstrip("/")
        names = names if anchored or not names else [_ANY_DEPTH, *names]
        self._names = [
            name
            for number, name in enumerate(names)
            if name != _ANY_DEPTH or names[number - 1 : number] != [_ANY_DEPTH]
        ]

    def fits(self, path: str) -> bool:
        """Whether the glob matches an absolute path, links in its folders resolved."""
        below = os.path.relpath(path, self.folder).replace(os.sep, "/").split("/")
        return below[0] != ".." and _fits(self._names, below)


def why_useless(pattern: str) -> str:
    """Return why a glob cannot match anything, with advice; "" if it can.

    >>> why_useless("{a,b}/**")
    'braces are not supported; write one glob for each'
    >>> why_useless("[{]a/*.yaml")
    ''
    """
    plain = re.sub(_CLASS, "", pattern)
    # fnmatch translates an empty range such as [z-a] to an expression with (?!).
    translated = map(translate, plain_names(pattern))
    reasons = {
        "a glob cannot be empty": not pattern.strip(),
        'a glob cannot start with "!"; name the files to match': pattern[:1] == "!",
        'backslashes are not supported; separate folders with "/"': "\\" in plain,
        "braces are not supported; write one glob for each": not _BRACES.isdisjoint(
            plain
        ),
        '".." is not supported; a glob matches inside its own folder only': ".."
        in pattern.split("/"),
        "a range in brackets is empty, such as [z-a]": any(
            "(?!)" in one for one in translated
        ),
    }
    return next((reason for reason, applies in reasons.items() if applies), "")


def plain_names(pattern: str) -> list[str]:
    """Return the names of a glob, without empty ones and "."."""
    return [name for name in pattern.split("/") if name not in {"", "."}]


def _fits(pattern: Sequence[str], path: Sequence[str]) -> bool:
    """Whether a glob matches a path or one of its parent folders, name by name."""
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
    """Return a place, and those after each ``**`` there, as it can match nothing."""
    places = {place}
    while place < len(pattern) and pattern[place] == _ANY_DEPTH:
        place += 1
        places.add(place)
    return places
