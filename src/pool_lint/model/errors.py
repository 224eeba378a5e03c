"""What is wrong with settings, where they cannot be used."""

from __future__ import annotations


class Malformed(ValueError):
    """A settings file that cannot be used: the text says where and why."""

    def __init__(self, place: str, reason: str) -> None:
        """Take the file, with the line where it is known, and why."""
        super().__init__(f"{place}: {reason}")
