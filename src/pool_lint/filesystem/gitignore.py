"""The ``.gitignore`` files of a repository: which files git ignores.

All patterns of a file form one automaton whose states are the bits of a number. So the
time to match a path depends on its length and the size of the file, but not on the
patterns.
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
    """All patterns of one file. A state is a number with a bit per step.

    ``file`` is the path of the file.
    """

    def __init__(self, listed: Iterable[Pattern], file: str = "") -> None:
        self.file = file
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
        """Return the states that a byte advances, and those that it does not change."""
        if byte not in self._moves:
            groups = [p for found, p in self._sets.items() if found >> byte & 1]
            forward = self._bits(place for places in groups for place in places)
            stay = self._paths if byte == SLASH else self._names
            self._moves[byte] = forward, stay
        return self._moves[byte]

    def after(self, state: int, text: bytes) -> int:
        """Return the state after more bytes of a path."""
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
    """What git ignores in a folder: automaton and state of each file above."""

    rules: tuple[tuple[Automaton, int], ...] = ()

    def ignores(self, name: str, *, is_folder: bool = False) -> bool:
        """Whether an entry of the folder is ignored: the nearest file decides."""
        return bool(self._decision(name, is_folder)[1])

    def deciding(self, name: str, *, is_folder: bool = False) -> str:
        """Return the .gitignore file that decides on an entry, "" if none does."""
        return self._decision(name, is_folder)[0]

    def _decision(self, name: str, is_folder: bool) -> tuple[str, bool | None]:  # noqa: FBT001
        text = os.fsencode(name)
        for automaton, state in reversed(self.rules):
            after = automaton.after(state, text)
            verdict = automaton.verdict(after, is_folder=is_folder)
            if verdict is not None:
                return automaton.file, verdict
        return "", None

    def entered(self, folder: str) -> Ignores:
        """Return what is ignored in a subfolder. Raises SettingsError.

        The .gitignore files outside of a repository do not apply inside.
        """
        if is_repository(folder):
            return Ignores().with_file(folder)
        text = os.fsencode(os.path.basename(folder)) + b"/"
        states = [(one, one.after(state, text)) for one, state in self.rules]
        return Ignores(tuple(states)).with_file(folder)

    def with_file(self, folder: str) -> Ignores:
        """Return the same with the patterns of the folder's own .gitignore file.

        Like git, this does not follow a link. Raises SettingsError.
        """
        path = os.path.join(folder, NAME)
        if os.path.islink(path) or not os.path.isfile(path):
            return self
        automaton = Automaton(patterns(_content(path)), path)
        return Ignores((*self.rules, (automaton, automaton.start)))


def ignores_of(folder: str, root: str) -> Ignores:
    """Return what the .gitignore files from the root to a folder ignore in it.

    Both paths are absolute; the root contains the folder. Raises SettingsError.
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
