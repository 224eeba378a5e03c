"""The ``.gitignore`` files of a repository: which files git leaves out.

All patterns of a file are one automaton whose states are the bits of a number, so the
time to match a path grows with its length and the size of the file, whatever the
patterns are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from pool_lint.filesystem.gitignore_patterns import SLASH, Pattern, patterns
from pool_lint.filesystem.paths import display
from pool_lint.filesystem.read import read_bytes
from pool_lint.filesystem.repository import is_repository
from pool_lint.model.errors import ReadError, SettingsError

NAME = ".gitignore"
_MOST_BYTES = 256 * 1024


class Automaton:
    """All patterns of one file. A state is a number: bit by bit, where patterns are."""

    def __init__(self, listed: Iterable[Pattern]) -> None:
        self._sets: dict[int, list[int]] = {}
        names: list[int] = []
        paths: list[int] = []
        skips: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        folders: list[int] = []
        negated: list[int] = []
        size = 0
        for pattern in listed:
            starts.append(size)
            for step in pattern.steps:
                if step.bytes:
                    self._sets.setdefault(step.bytes, []).append(size)
                if step.stays:
                    (paths if step.stays == "path" else names).append(size)
                if step.skips:
                    skips.append(size)
                size += 1
            (folders if pattern.folders_only else ends).append(size - 1)
            if pattern.negated:
                negated.append(size - 1)
        self._size = size
        self._moves: dict[int, tuple[int, int]] = {}
        self._paths, self._names = self._bits(paths), self._bits([*paths, *names])
        self._skips = self._bits(skips)
        self._ends, self._negated = self._bits(ends), self._bits(negated)
        self._folder_ends = self._bits([*ends, *folders])
        self.start = self._skipped(self._bits(starts))

    def _bits(self, places: Iterable[int]) -> int:
        data = bytearray(self._size // 8 + 1)
        for place in places:
            data[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(data, "little")

    def _skipped(self, state: int) -> int:
        return state | (state & self._skips) << 1

    def _move(self, byte: int) -> tuple[int, int]:
        """Return which states a byte moves on, and in which it stays."""
        if byte not in self._moves:
            groups = [p for found, p in self._sets.items() if found >> byte & 1]
            forward = self._bits(place for places in groups for place in places)
            stay = self._paths if byte == SLASH else self._names
            self._moves[byte] = forward, stay
        return self._moves[byte]

    def after(self, state: int, text: bytes) -> int:
        """Return the state behind more of a path."""
        for byte in text if state else b"":
            forward, stay = self._move(byte)
            state = self._skipped((state & forward) << 1) | (state & stay)
        return state

    def verdict(self, state: int, *, is_folder: bool) -> bool | None:
        """Whether a path is ignored; None if no pattern matches it."""
        ends = state & (self._folder_ends if is_folder else self._ends)
        if not ends:
            return None
        return not self._negated >> (ends.bit_length() - 1) & 1


class Ignores(NamedTuple):
    """What git ignores in one folder: the rules of each file above, and their state."""

    rules: tuple[tuple[Automaton, int], ...] = ()

    def ignores(self, name: str, *, is_folder: bool = False) -> bool:
        """Whether an entry of the folder is ignored: the closest file decides."""
        text = os.fsencode(name)
        for automaton, state in reversed(self.rules):
            after = automaton.after(state, text)
            verdict = automaton.verdict(after, is_folder=is_folder)
            if verdict is not None:
                return verdict
        return False

    def entered(self, folder: str) -> Ignores:
        """Return what is ignored in a folder in the folder. Raises SettingsError.

        Nothing from outside a repository holds inside.
        """
        if is_repository(folder):
            return Ignores().with_file(folder)
        text = os.fsencode(os.path.basename(folder)) + b"/"
        states = [(one, one.after(state, text)) for one, state in self.rules]
        return Ignores(tuple(states)).with_file(folder)

    def with_file(self, folder: str) -> Ignores:
        """Return the same with the rules of the folder's own file.

        As git does, a link is not followed. Raises SettingsError.
        """
        path = os.path.join(folder, NAME)
        if os.path.islink(path) or not os.path.isfile(path):
            return self
        automaton = Automaton(patterns(_content(path)))
        return Ignores((*self.rules, (automaton, automaton.start)))


def ignores_of(folder: str, root: str) -> Ignores:
    """Return what is ignored in a folder by the files from the root down to it.

    Both are absolute, and the root is around the folder. Raises SettingsError.
    """
    found = Ignores().with_file(root)
    above = root
    for name in os.path.relpath(folder, root).split(os.sep):
        if name != os.curdir:
            above = os.path.join(above, name)
            found = found.entered(above)
    return found


def _content(path: str) -> bytes:
    try:
        data = read_bytes(path, _MOST_BYTES)
    except ReadError as error:
        raise SettingsError(display(path), error.reason) from None
    if len(data) > _MOST_BYTES:
        why = f"the file is larger than {_MOST_BYTES:,} bytes"
        raise SettingsError(display(path), why)
    return data
