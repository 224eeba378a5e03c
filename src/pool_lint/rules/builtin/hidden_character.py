"""RP009."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pool_lint.model.location import Location, Span
from pool_lint.model.problem import Problem
from pool_lint.parsing import Document
from pool_lint.rules.rule import document_rule

_NAMES = {
    "\x85": "an old line break (NEL)",
    "\xa0": "a no-break space",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\u200b": "a space of no width",
    "\u2060": "a joiner of no width",
    "\ufeff": "a byte order mark",
}
_CONTROLS = "[\x85\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]+"
# A no-break space is seen between two words, and not at either end of a value.
_AT_START = r"""(?:(?<=[:-] )|(?<=[:-] ["']))\xa0+"""
_AT_END = r"""(?<!\xa0)\xa0++(?=["']?[ \t]*+(?:[\r\n,\]}]|\Z))"""
_HIDDEN = f"{_CONTROLS}|{_AT_START}|{_AT_END}"
_ADVICE = "remove it, or write it as an escape in quotes"
_MOST = 200  # twice what is shown of a file


@document_rule("RP009")
def hidden_character(document: Document) -> Iterator[Problem]:
    """A character that no reviewer sees changes how the file is read or shown.

    Why:
        NEL, LS and PS end a comment for some YAML readers, so a key can hide behind
        one; bidi controls show text in another order than it is sent; characters of no
        width, and no-break spaces at the end of a value, make two equal-looking names
        different.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/node.prefix: "node\u200b1"  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/node.prefix: "node1"

    Source:
        CVE-2021-42574 (Trojan Source); YAML 1.1, section 4.2.
    """
    hidden = () if document.text.isascii() else re.finditer(_HIDDEN, document.text)
    for match in islice(hidden, _MOST):
        first, offset = match[0][0], document.region.start
        name = _NAMES.get(first, "a control for the direction of text")
        message = f"U+{ord(first):04X} is hidden here, {name}"
        span = Span(offset + match.start(), offset + match.end())
        yield Problem(Location((), span=span), message, _ADVICE)
