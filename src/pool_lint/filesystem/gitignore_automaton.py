"""All patterns of a ``.gitignore`` file as one automaton.

Its states are the bits of a number. So the time to match a path depends on its length
and the size of the file, but not on the patterns.
"""

from __future__ import annotations

from collections.abc import Iterable

from pool_lint.filesystem.gitignore_patterns import SLASH, Pattern, patterns


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


def automaton_of(content: bytes, file: str) -> Automaton:
    """Return the automaton for the content of a file."""
    return Automaton(patterns(content), file)
