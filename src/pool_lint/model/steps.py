"""What fixing did to a file, and what it did not do."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """A fix that was made, or why it was not."""

    rule: str
    path: str
    message: str
    reason: str = ""

    def __str__(self) -> str:
        """Return one line, unescaped, without the name of the file."""
        what = " at ".join(part for part in (self.rule, self.path) if part)
        reason = f"; {self.reason}" if self.reason else ""
        return f"{what}: {self.message}{reason}"


class Mended(NamedTuple):
    """What fixing did to a file.

    ``diff`` is a unified diff of it and ``content`` what the file then holds, where
    that was asked for. ``failure`` says why it could not be written.
    """

    made: tuple[Step, ...] = ()
    left: tuple[Step, ...] = ()
    diff: tuple[str, ...] = ()
    content: bytes | None = None
    failure: str = ""
