"""Parsing ``.gitignore`` files into patterns, which are steps from byte to byte.

The behavior is that of dir.c and wildmatch.c in git.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from pool_lint.model.errors import PoolLintError

_MARK = b"\xef\xbb\xbf"
SLASH = ord("/")
# Sets of bytes are numbers of 256 bits, since a file can have tens of thousands.
_ANY = (1 << 256) - 1 - (1 << SLASH)
_SPECIAL = frozenset(b"*?[\\")

_CLASSES: dict[bytes, Callable[[str], bool]] = {
    b"alnum": str.isalnum,
    b"alpha": str.isalpha,
    b"blank": lambda char: char in " \t",
    b"cntrl": lambda char: not char.isprintable(),
    b"digit": str.isdigit,
    b"graph": lambda char: char.isprintable() and char != " ",
    b"lower": str.islower,
    b"print": str.isprintable,
    b"punct": lambda char: char.isprintable() and not (char.isalnum() or char == " "),
    b"space": lambda char: char in " \t\n\r",
    b"upper": str.isupper,
    b"xdigit": lambda char: char in "0123456789abcdefABCDEF",
}


class Step(NamedTuple):
    """One state of a pattern: the bytes that lead to the next state.

    ``stays`` are the bytes that keep the state: "" for none, "name" for all except the
    slash, "path" for all. With ``skips`` the next state is reached without a byte.
    """

    bytes: int = 0
    stays: str = ""
    skips: bool = False


_BYTES = [Step(1 << byte) for byte in range(256)]
_FOLDERS = Step(1 << SLASH, "path", skips=True)


class Pattern(NamedTuple):
    """One line of the file: its steps, and what it does with matching paths."""

    steps: tuple[Step, ...]
    negated: bool
    folders_only: bool


class _NeverError(PoolLintError):
    """The pattern can never match."""


def patterns(data: bytes) -> Iterator[Pattern]:
    """Yield the patterns of a file, except those that can never match."""
    lines = data.removeprefix(_MARK).split(b"\n")
    # Only the last of several equal lines has an effect.
    for line in reversed(dict.fromkeys(reversed(lines))):
        text = _trimmed(line.removesuffix(b"\r").partition(b"\0")[0])
        if text and not text.startswith(b"#"):
            try:
                yield _pattern(text)
            except _NeverError:
                continue


def _trimmed(line: bytes) -> bytes:
    """Return a line without trailing spaces, except one after a backslash."""
    text = line.rstrip(b" ")
    backslashes = len(text) - len(text.rstrip(b"\\"))
    return line[: len(text) + 1] if backslashes % 2 and text != line else text


def _pattern(text: bytes) -> Pattern:
    negated = text.startswith(b"!")
    body = text[negated:]
    folders_only = body.endswith(b"/")
    body = body[:-1] if folders_only else body
    anchored = b"/" in body
    body = body[1:] if body.startswith(b"/") else body
    if not body:
        raise _NeverError
    # A pattern without a slash matches names at any depth.
    depth = [] if anchored else [_FOLDERS]
    steps = tuple(_joined([*depth, *_steps(body, anchored=anchored)]))
    return Pattern(steps, negated, folders_only)


def _steps(body: bytes, *, anchored: bool) -> Iterator[Step]:
    """Yield the steps of a pattern; a star is a step of its own. Raises _NeverError."""
    at, literal = 0, True
    while at < len(body):
        byte = body[at]
        if byte == ord("*"):
            end = next((n for n in range(at, len(body)) if body[n] != byte), len(body))
            # git compares the text before the first wildcard separately.
            free = literal or body[at - 1] == SLASH
            yield (step := _stars(body, at, end, deep=anchored and free))
            at = end + step.skips
        elif byte == ord("["):
            found, at = _class(body, at + 1)
            if not found:
                raise _NeverError
            yield Step(found)
        elif byte == ord("?"):
            yield Step(_ANY)
            at += 1
        else:
            at += byte == ord("\\")
            if at == len(body):
                raise _NeverError
            yield _BYTES[body[at]]
            at += 1
        literal = literal and byte not in _SPECIAL


def _stars(body: bytes, at: int, end: int, *, deep: bool) -> Step:
    rest = body[end : end + 2]
    bounded = rest[:1] in {b"", b"/"} or rest == b"\\/"
    if not deep or end - at == 1 or not bounded:
        return Step(stays="name")
    if rest[:1] == b"/":
        return _FOLDERS
    return Step(stays="path")


def _joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps, with each star merged into the state that it keeps."""
    stays, last = "", Step()
    for step in steps:
        if not step.bytes:
            stays = step.stays
        elif step != _FOLDERS or last != _FOLDERS:
            last = Step(step.bytes, stays, step.skips) if stays else step
            yield last
            stays = ""
    yield Step(stays=stays)


def _class(body: bytes, at: int) -> tuple[int, int]:
    """Return the bytes that brackets match, and their end. Raises _NeverError."""
    negated = body[at : at + 1] in {b"!", b"^"}
    at += negated
    found = 0
    before: int | None = None
    first = True
    while first or _byte(body, at) != ord("]"):
        first = False
        byte = _byte(body, at)
        if byte == ord("-") and before and body[at + 1 : at + 2] not in {b"", b"]"}:
            at += 1 + (_byte(body, at + 1) == ord("\\"))
            last = _byte(body, at)
            found |= (2 << last) - (1 << before) if last >= before else 0
            before = None
        elif byte == ord("[") and body[at + 1 : at + 2] == b":":
            end = body.find(b"]", at + 2)
            if end < 0:
                raise _NeverError
            name = body[at + 2 : end - 1]
            if end - at - 3 < 0 or body[end - 1] != ord(":"):
                found |= 1 << byte
                before = byte
            elif name in _CLASSES:
                found |= _named(name)
                at, before = end, None
            else:
                raise _NeverError
        else:
            at += byte == ord("\\")
            before = _byte(body, at)
            found |= 1 << before
        at += 1
    return (_ANY & ~found if negated else _ANY & found), at + 1


@cache
def _named(name: bytes) -> int:
    """Return the bytes of a named class, such as [:alpha:]."""
    return sum(1 << byte for byte in range(128) if _CLASSES[name](chr(byte)))


def _byte(body: bytes, at: int) -> int:
    if at >= len(body):
        raise _NeverError
    return body[at]
