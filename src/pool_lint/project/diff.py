"""A unified diff that `git apply -p0` and `patch -p0` take."""

from __future__ import annotations

import difflib
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from pool_lint.engine.fixer import FixedSource
from pool_lint.model.text import escape
from pool_lint.project.run import Input

NO_PATCH = (
    "# the lines above are shown with escapes, or in UTF-8: no patch can use them\n"
)


def diff(given: Input, done: FixedSource) -> Iterator[str]:
    """Yield the lines of a diff; the last one says so where it cannot be applied.

    What could play tricks on a terminal or a CI logger is escaped.
    """
    name = _name(given.source.name)
    lines = _lines(given.source.text, done.source.text, name)
    exact = not given.data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    exact = exact and escape(given.source.name) == given.source.name
    for line in lines:
        body = line.removesuffix("\n").removesuffix("\r")
        safe = _safe(body)
        end = line[len(body) :]
        exact = exact and safe == body and end != "\r"
        whole = end.endswith("\n")
        yield safe + (end if whole else "\n\\ No newline at end of file\n")
    if not exact:
        yield NO_PATCH


def _lines(before: str, after: str, name: str) -> Iterator[str]:
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after))
    return difflib.unified_diff(old, new, name, name)


def _name(name: str) -> str:
    """Return a name as git writes it: quoted, or with a tab behind one with blanks."""
    if escape(name) != name:
        return escape(name)
    if '"' in name or "\\" in name:
        return json.dumps(name, ensure_ascii=False)
    return f"{name}\t" if " " in name else name


def _safe(line: str) -> str:
    """Return a line with escapes, but for tabs; `::` is an order behind blanks too."""
    text = "\t".join(escape(part) for part in line.split("\t"))
    return re.sub(r"^([ +-]?\s*):(?=:)", r"\1\\u003a", text)
