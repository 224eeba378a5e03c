"""Values that somebody still has to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pool_lint.model.location import Location
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Defect, DefectKind, Document

# `{{ name }}`, `${NAME}`, `<name>`, `your_name`, `xxx`, `{name}`: what the tools that
# fill in manifests, and the documents that people copy from, leave behind.
_SIGNS = r"""(?xi)
    \{\{ [^{}]* \}\} | \$\{ [^{}]* \} | \{ [ ]? [a-z_] [a-z0-9_-]* [ ]? \}
    | < [^\W\d] (?: [^<>\r\n]{0,60} [^<>\s] )? > | \b your [_-] \w+
    | (?<! [a-wyz]) x{3,} (?! [a-z0-9])
"""


# One of these stands in every placeholder: the pattern is for texts that have one.
_NEEDED = ("{", "<", "your", "xxx")


def placeholders(document: Document) -> Iterator[Defect]:
    """Yield a defect for each text in a document that holds a placeholder."""
    written = document.text
    # Where nothing is escaped, a sign in a value is one in the file: to look there is
    # quicker. Others in the file, as in `{a: 1}` and in comments, are none in a value.
    if written and "\\" not in written and not _has_sign(written):
        return
    if not _has_sign(_all_text(document.data)):
        return
    search = _pattern().search
    for text, pointer in _texts(document.data, ()):
        found = search(text)
        if found:
            yield Defect(DefectKind.PLACEHOLDER, Location(pointer), found[0])


def is_placeholder(value: object) -> bool:
    """Whether a value is a text that holds a placeholder."""
    return isinstance(value, str) and _pattern().search(value) is not None


def _has_sign(text: str) -> bool:
    text = text.lower()
    for sign in _NEEDED:  # noqa: SIM110 - half the time that `any` takes
        if sign in text:
            return True
    return False


def _all_text(data: Any) -> str:
    """Return the texts of a document, one below the other.

    Without their places, which would take longer than all else here.
    """
    values, texts = [data], []
    for value in values:  # it grows meanwhile
        kind = type(value)
        if kind is str:
            texts.append(value)
        elif kind is dict:
            values += value.values()
        elif kind is list:
            values += value
    return "\n".join(texts)


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[str, Pointer]]:
    if isinstance(value, str):
        yield value, pointer
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*pointer, index))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_SIGNS)
