"""A TOML file with the lines of its keys."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

from pool_lint.discovery import Unreadable, read_bytes
from pool_lint.pointer import Pointer

_MOST_BYTES = 256 * 1024


class Malformed(ValueError):
    """A settings file that cannot be used: the text says where and why."""

    def __init__(self, place: str, reason: str) -> None:
        """Take the file, with the line where it is known, and why."""
        super().__init__(f"{place}: {reason}")


class TomlFile(NamedTuple):
    """A file that was read: its path, its text and what it holds."""

    path: str
    text: str
    data: dict[str, Any]

    def malformed(self, pointer: Pointer, reason: str) -> Malformed:
        """Return what to raise for a value, with the 1-based line where it begins."""
        return Malformed(f"{self.path}:{self._line(pointer)}", reason)

    def _line(self, pointer: Pointer) -> int:
        """Return the first line without which the text has no such value."""
        lines = self.text.splitlines(keepends=True)
        low, high = 1, max(1, len(lines))
        while low < high:
            middle = (low + high) // 2
            if _holds(_beginning(lines, middle), pointer):
                high = middle
            else:
                low = middle + 1
        return low


def read_toml(path: str) -> TomlFile:
    """Return a TOML file. Raises Malformed."""
    try:
        data = read_bytes(path, _MOST_BYTES)
        if len(data) > _MOST_BYTES:
            raise Malformed(path, f"the file is larger than {_MOST_BYTES:,} bytes")
        text = data.decode("utf-8").replace("\r\n", "\n")
        return TomlFile(path, text, tomllib.loads(text))
    except Unreadable as error:
        raise Malformed(path, error.reason) from None
    except UnicodeDecodeError:
        raise Malformed(path, "the file is not valid UTF-8") from None
    except RecursionError:  # tomllib, of brackets in brackets
        raise Malformed(path, "its values are nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, str(error), text) from None


def _syntax(path: str, said: str, text: str) -> Malformed:
    """Turn `… (at line 3, column 5)`, or `(at end of document)`, into a place."""
    reason, _, place = said.partition(" (at ")
    digits = "".join(char for char in place.partition(",")[0] if char.isdigit())
    line = digits or len(text.splitlines())
    reason = f"it is not TOML: {reason[:1].lower()}{reason[1:]}"
    return Malformed(f"{path}:{line}", reason)


def _beginning(lines: list[str], count: int) -> dict[str, Any]:
    """Return what the first lines hold, and as many more as the last value needs."""
    for end in range(count, len(lines) + 1):
        try:
            return tomllib.loads("".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
    return {}


def _holds(value: Any, pointer: Pointer) -> bool:
    for step in pointer:
        if isinstance(step, int) and isinstance(value, list):
            return step < len(value)
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True
