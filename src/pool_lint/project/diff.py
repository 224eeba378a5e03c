"""Unified diffs for `git apply -p0` and `patch -p0`."""

from __future__ import annotations

import difflib
import os
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from pool_lint.engine.fixer import FixedSource
from pool_lint.model.text import escape
from pool_lint.project.run import Input

_NO_NEWLINE = "\n\\ No newline at end of file\n"
_MARK = "\ufeff"

# How git escapes these bytes in a quoted name; it writes others as octal numbers.
_ESCAPES = dict(
    zip(
        b'\a\b\t\n\v\f\r"\\',
        [*(f"\\{letter}" for letter in "abtnvfr"), '\\"', "\\\\"],
        strict=True,
    )
)
_PLAIN = frozenset(range(0x20, 0x7F)) - _ESCAPES.keys()


def diff(given: Input, done: FixedSource, path: str) -> tuple[list[str], str]:
    """Return the lines of a diff, and the reason if it is omitted, else "".

    ``path`` is relative to the current folder. If no patch could apply the diff,
    one comment replaces it, and patches of other files still work. Text that is
    unsafe on a terminal or in a CI log is never printed.
    """
    if given.data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _left_out(path, "the file is encoded in UTF-16")
    mark = _MARK if given.data.startswith(BOM_UTF8) else ""
    before, after = mark + given.source.text, mark + done.source.text
    lines = []
    for line in _lines(before, after, quoted(path)):
        body = line.removesuffix("\n").removesuffix("\r")
        if "\r" in body or line.endswith("\r"):
            return _left_out(path, "some of its lines end in CR alone")
        if _is_unsafe(body[:1] + body[1:].removeprefix(mark)):
            return _left_out(
                path, "the file contains characters that are not safe to print"
            )
        lines.append(line if line.endswith("\n") else line + _NO_NEWLINE)
    if os.path.isabs(path) or path.startswith("../"):
        lines.append(
            "# this file is outside the current folder; `git apply` refuses it\n"
        )
    return lines, ""


def _left_out(path: str, reason: str) -> tuple[list[str], str]:
    comment = f"# {escape(path)} is omitted, because a patch would not work: {reason}\n"
    return [comment], reason


def _lines(before: str, after: str, name: str) -> Iterator[str]:
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after))
    return difflib.unified_diff(old, new, name, name)


def quoted(path: str) -> str:
    r"""Return a file name as git writes it in a diff.

    Names with control characters, quotes, backslashes or non-ASCII bytes are in
    quotes, with escapes as in C. A tab follows a name with spaces.

    >>> print(quoted("a\nb.yaml"), quoted("é.yaml"))
    "a\nb.yaml" "\303\251.yaml"
    """
    data = os.fsencode(path)
    tab = "\t" if " " in path else ""
    if _PLAIN.issuperset(data):
        return path + tab
    return f'"{"".join(map(_quoted_byte, data))}"{tab}'


def _quoted_byte(byte: int) -> str:
    if byte in _PLAIN:
        return chr(byte)
    return _ESCAPES.get(byte) or f"\\{byte:03o}"


def _is_unsafe(line: str) -> bool:
    """Return whether a line must not be printed.

    Tabs are safe. A line that begins with `::` is a command for CI loggers.
    """
    is_order = re.match(r"[ +-]?\s*::", line) is not None
    return is_order or any(escape(part) != part for part in line.split("\t"))
