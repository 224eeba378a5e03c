"""A TOML file with the lines of its keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pool_lint.filesystem.read import read_bytes
from pool_lint.model.errors import ReadError, SettingsError
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import show

_MOST_BYTES = 256 * 1024
# What tomllib takes for a key with dots grows with the square of their number.
_MOST_DOTS = 2_000
_MOST_PARSES = 200


class TomlFile(NamedTuple):
    """A file that was read: its path, its text and what it holds."""

    path: str
    text: str
    data: dict[str, Any]

    def malformed(self, pointer: Pointer, reason: str) -> SettingsError:
        """Return what to raise for a value, with the 1-based line where it begins."""
        return SettingsError(f"{self.path}:{self._line(pointer)}", reason)

    def _line(self, pointer: Pointer) -> int:
        """Return the first line without which the text has no such value."""
        lines = [f"{line}\n" for line in self.text.split("\n")]
        low, high = 1, len(lines)
        parses = iter(range(_MOST_PARSES))
        while low < high:
            middle = (low + high) // 2
            if _holds(_beginning(lines, middle, parses), pointer):
                high = middle
            else:
                low = middle + 1
        return low


def read_toml(path: str) -> TomlFile:
    """Return a TOML file. Raises SettingsError."""
    import tomllib  # noqa: PLC0415 - start-up

    text = _text(path)
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except RecursionError:  # tomllib, of brackets in brackets
        raise SettingsError(path, "its values are nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, str(error), text) from None
    except ValueError:  # int has a limit of its own
        raise SettingsError(path, "a number in it has too many digits") from None


def _text(path: str) -> str:
    try:
        data = read_bytes(path, _MOST_BYTES)
        if len(data) > _MOST_BYTES:
            raise SettingsError(path, f"the file is larger than {_MOST_BYTES:,} bytes")
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except ReadError as error:
        raise SettingsError(path, error.reason) from None
    except UnicodeDecodeError:
        raise SettingsError(path, "the file is not valid UTF-8") from None
    if max(line.count(".") for line in text.split("\n")) > _MOST_DOTS:
        raise SettingsError(path, f"a line has more than {_MOST_DOTS:,} dots")
    return text


def _syntax(path: str, message: str, text: str) -> SettingsError:
    """Turn `… (at line 3, column 5)`, or `(at end of document)`, into a place."""
    reason, _, place = message.partition(" (at ")
    digits = "".join(char for char in place.partition(",")[0] if char.isdigit())
    line = digits or text.rstrip("\n").count("\n") + 1
    reason = re.sub(r" \(.*\)", " a key", reason)  # which it names as Python would
    reason = f"it is not TOML: {show(reason[:1].lower() + reason[1:])}"
    return SettingsError(f"{path}:{line}", reason)


def _beginning(lines: list[str], count: int, parses: Iterator[int]) -> dict[str, Any]:
    """Return what the first lines hold, and as many more as the last value needs.

    Once there are no more ``parses``, that is nothing.
    """
    import tomllib  # noqa: PLC0415 - start-up

    for end, _ in zip(range(count, len(lines) + 1), parses, strict=False):
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
