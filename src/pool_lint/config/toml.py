"""TOML: files with the line of each key for error messages, and writing values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from pool_lint.filesystem.read import read_bytes
from pool_lint.model.errors import ReadError, SettingsError
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import compiled, escape, show

_MOST_BYTES = 256 * 1024
# tomllib needs time proportional to the square of the dots in a key.
_MOST_DOTS = 2_000
_MOST_PARSES = 200

# Messages of tomllib in the words of other messages.
_CLEARER = {
    "cannot overwrite a value": "duplicate key",
    "cannot declare a key twice": "duplicate table",
}


class TomlFile(NamedTuple):
    """A parsed TOML file: path, text and data."""

    path: str
    text: str
    data: dict[str, Any]

    def malformed(self, pointer: Pointer, reason: str) -> SettingsError:
        """Return the error to raise for a value, with the line of the value."""
        return SettingsError(self.place(pointer), reason)

    def place(self, pointer: Pointer) -> str:
        """Return the file and the 1-based line of a value, as ``file:line``."""
        return f"{self.path}:{self._line(pointer)}"

    def _line(self, pointer: Pointer) -> int:
        """Return the line of a value: the shortest prefix of the text that has it.

        tomllib reports no positions, so this is a binary search over the lines.
        """
        lines = [f"{line}\n" for line in self.text.split("\n")]
        low, high = 1, len(lines)
        parses = iter(range(_MOST_PARSES))
        while low < high:
            middle = (low + high) // 2
            if _holds(_beginning(lines, middle, parses), pointer):
                high = middle
            else:
                low = middle + 1
        last = pointer[-1] if pointer else ""
        return (
            low
            if isinstance(last, str)
            else low + _lines_before(lines[low - 1 :], last)
        )


def read_toml(path: str) -> TomlFile:
    """Return a TOML file. Raises SettingsError."""
    import tomllib  # noqa: PLC0415 - start-up

    text = _text(path)
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except RecursionError:  # from tomllib, for deeply nested brackets
        raise SettingsError(path, "the values are nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, str(error), text) from None
    except ValueError:  # from int(), which limits the number of digits
        raise SettingsError(path, "a number has too many digits") from None


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
    """Return the error for a message of tomllib.

    Such a message ends in `(at line 3, column 5)` or `(at end of document)`.
    """
    reason, _, place = message.partition(" (at ")
    digits = "".join(char for char in place.partition(",")[0] if char.isdigit())
    line = digits or text.rstrip("\n").count("\n") + 1
    reason = re.sub(r" \(.*\)", " a key", reason)  # a key as a Python tuple
    reason = reason[:1].lower() + reason[1:]
    reason = f"invalid TOML: {show(_CLEARER.get(reason, reason))}"
    return SettingsError(f"{path}:{line}", reason)


def _beginning(lines: list[str], count: int, parses: Iterator[int]) -> dict[str, Any]:
    """Return the data of the first lines, plus those that complete the last value.

    Returns {} once ``parses``, the budget of parse attempts, is used up.
    """
    import tomllib  # noqa: PLC0415 - start-up

    for end, _ in zip(range(count, len(lines) + 1), parses, strict=False):
        try:
            return tomllib.loads("".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
    return {}


def _lines_before(lines: list[str], index: int) -> int:
    """Return how many lines of a list precede the line of an item.

    The first of the lines has the key. The result is 0 for items far down.
    """
    import tomllib  # noqa: PLC0415 - start-up

    for count in range(min(len(lines), _MOST_PARSES)):
        beginning = "".join(lines[: count + 1])
        for text in (beginning, f"{beginning}]"):
            with suppress(tomllib.TOMLDecodeError):
                value: Any = tomllib.loads(text)
                while isinstance(value, dict) and len(value) == 1:
                    [value] = value.values()
                if isinstance(value, list) and len(value) > index:
                    return count
    return 0


def _holds(value: Any, pointer: Pointer) -> bool:
    for step in pointer:
        if isinstance(step, int) and isinstance(value, list):
            return step < len(value)
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def toml_value(value: Any) -> str:
    """Return a value in one line of TOML; characters that are not safe are escaped."""
    if isinstance(value, dict):
        entries = (f"{toml_key(k)} = {toml_value(v)}" for k, v in value.items())
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml_value, value))}]"
    return escape(json.dumps(value, ensure_ascii=False))


def toml_key(name: str) -> str:
    """Return a key as TOML: bare if that is possible."""
    return name if compiled(r"[A-Za-z0-9_-]+").fullmatch(name) else toml_value(name)
