"""Finds sentences of a page that are hard to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_WORDS = 25
# Words that the guide to writing rules out, in forms that have no other use.
_FORBIDDEN = re.compile(
    r"(?i)\b(so that|for want of|takes? notice|hears?|heard|tells?|silenced?"
    r"|stands?|anew|(?<!there )is no (?!longer|more|less))\b"
)
_BLOCKS = re.compile(r"(?ms)^(```+).*?^\1$|<!--.*?-->|^\|.*?$|^#.*?$")
_ITEM = re.compile(r"(?m)^\s*(?:[-*]|\d+\.) ")


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a page, without code, tables and headings."""
    text = _BLOCKS.sub("\n\n", text)
    text = re.sub(r"(`+)[^`\n]+?\1", "CODE", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    for paragraph in re.split(r"\n\s*\n", _ITEM.sub("\n\n", text)):
        joined = " ".join(paragraph.split())
        yield from filter(
            None, re.split(r"(?<=[.!?])[\"')*]*\s+(?=[A-Z0-9\"'(*]|pool-lint)", joined)
        )


def long_sentences(text: str) -> list[str]:
    """Return the sentences with more than 25 words."""
    return [
        s for s in sentences(text) if len(re.findall(r"\w[\w'./-]*", s)) > MOST_WORDS
    ]


def forbidden_words(text: str) -> list[str]:
    """Return the sentences with words that the writing guide forbids."""
    return [s for s in sentences(text) if _FORBIDDEN.search(s)]
