"""What is to be said of JSON that cannot be parsed."""

from __future__ import annotations

import json
import re

from pool_lint.parsing.json_scanner import TOKEN

_ADVICE = {
    "Expecting property name enclosed in double quotes": (
        "a key in double quotes must stand here"
    ),
    "Expecting value": "a value must stand here",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing here",
    "Expecting ':' delimiter": "a colon must stand here",
    "Extra data": "a JSON file holds one value, and it ended before this",
    "Unterminated string starting at": "the string that starts here does not end",
    "Invalid \\escape": "JSON has no such escape",
    "Invalid \\uXXXX escape": "four hex digits must follow \\u",
    "Invalid control character at": "a control character must be written as an escape",
}


def explain(error: json.JSONDecodeError, text: str) -> tuple[int, str]:
    """Return where the error stands and what it is, for every Python alike."""
    start = error.pos
    if not text[start:].strip() and text.strip():  # it ended too early
        return _open_bracket(text), "the bracket that opens here is not closed"
    before = text[:start].rstrip()
    if text[start : start + 1] in {"}", "]"} and before.endswith(","):
        start = len(before) - 1
    if text[start : start + 1] == "," and text[start + 1 :].lstrip()[:1] in {"}", "]"}:
        return start, "JSON allows no comma before a closing bracket"
    if text.startswith(("//", "/*", "#"), start):
        return start, "JSON has no comments"
    if re.fullmatch(r"-?0[0-9]", text[:start][-1:] + text[start : start + 1]):
        return start - 1, "a number of JSON has no leading zeros"
    if text.startswith("'", start):
        return start, "JSON strings stand in double quotes"
    return start, _ADVICE.get(error.msg, error.msg)


def _open_bracket(text: str) -> int:
    """Return where the innermost bracket opens that is not closed, else the end."""
    opened: list[int] = []
    for match in re.finditer(TOKEN, text):
        if match[0] in {"{", "["}:
            opened.append(match.start())
        elif match[0] in {"}", "]"} and opened:
            opened.pop()
    return opened[-1] if opened else len(text.rstrip()) - 1
