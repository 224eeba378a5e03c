"""What is wrong with JSON that cannot be parsed, in plain sentences."""

from __future__ import annotations

import json
import re

from pool_lint.model.location import Span
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote, show
from pool_lint.parsing.defects import SyntaxProblem
from pool_lint.parsing.json_error_site import JsonSite
from pool_lint.parsing.json_tokens import HALF_PAIR, NOT_A_VALUE

Text = tuple[str, str]

# The texts for messages of :mod:`json`; they do not depend on the Python version.
_TEXTS = {
    "Expecting property name enclosed in double quotes": (
        "a key in double quotes is expected here",
        'write it as in {"kind": "Pool"}',
    ),
    "Expecting value": ("a value is expected here", "add a value"),
    "Expecting ',' delimiter": (
        "a comma or a closing bracket is missing here",
        "separate the entries with commas, and close the bracket",
    ),
    "Expecting ':' delimiter": (
        "a colon is missing after the key",
        'write it as in {"kind": "Pool"}',
    ),
    "Extra data": (
        "unexpected text after the end of the JSON value",
        "write one pool per file, or several in a YAML file, separated by ---",
    ),
    "Unterminated string starting at": (
        "the string that begins here is not closed",
        "add the closing double quote",
    ),
    "Invalid \\uXXXX escape": (
        r"the escape \u needs 4 hex digits",
        r"add the digits, or write \\ for a backslash",
    ),
    HALF_PAIR: (
        HALF_PAIR,
        r"write both halves, as in \ud83d\ude00, or the character itself",
    ),
}
_UNKNOWN = "invalid JSON"
_CONSTANTS = {"True": "true", "False": "false", "None": "null", "undefined": "null"}
# Spaces that JSON does not allow, and quotes that are not straight.
_SPACE = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff]"
_QUOTES = "\u2018\u2019\u201c\u201d"


def explain(error: json.JSONDecodeError, text: str) -> SyntaxProblem:
    """Return what to report about a syntax error."""
    start = error.pos
    if not text[start:].strip() and text.strip():  # the text ended too early
        return _unclosed(text)
    before = text[:start].rstrip()
    if text[start : start + 1] in {"}", "]"} and before.endswith(","):
        start = len(before) - 1
    at = JsonSite(text, error.msg, start)
    message, advice = _text(at)
    note = f"json: {error.msg}" if message == _UNKNOWN else ""
    if error.msg.startswith("Invalid control") and at.character in {"\r", "\n"}:
        start = at.token_start
    elif at.number and message.startswith(show(at.number[0])):
        start = at.number.start()
    return SyntaxProblem(_character(start, text), message, advice, note=note)


def _text(at: JsonSite) -> Text:
    """Return message and help: those for the text at the error, else for the error."""
    texts = (check(at) for check in _CHECKS)
    shown = next((text for text in texts if text), None)
    known = (text for part, text in _TEXTS.items() if at.problem.startswith(part))
    return shown or next(known, (_UNKNOWN, ""))


def _comma(at: JsonSite) -> Text | None:
    if at.character != "," or at.problem == "Extra data":
        return None
    if at.text[at.start + 1 :].lstrip()[:1] in {"}", "]"}:
        message = "a comma before a closing bracket is not allowed in JSON"
        return message, "remove the comma"
    return "an entry is missing before this comma", "add it, or remove the comma"


def _behind_value(at: JsonSite) -> Text | None:
    """Return the texts for something other than a second value behind the first."""
    is_sign = at.character in {",", ";"}
    following = at.following if is_sign else at.character
    if at.problem != "Extra data" or following in {"{", "["}:
        return None
    if at.character in {"}", "]"}:
        return _unopened(at)
    message = _TEXTS["Extra data"][0]
    if at.is_after_bracket and (following == '"' or (is_sign and following)):
        return message, "remove the bracket above that closes the value too early"
    removed = quote(at.character) if is_sign else "the text"
    return message, f"remove {removed}"


def _comment(at: JsonSite) -> Text | None:
    if at.text.startswith(("//", "/*", "#"), at.start):
        return "JSON has no comments", "remove the comment, or use a .yaml file"
    return None


def _number(at: JsonSite) -> Text | None:
    found = at.number
    if not found:
        return None
    kind = "an incomplete" if found["incomplete"] else "not a JSON"
    message = f"{show(found[0])} is {kind} number"
    return message, "write a number such as 10, 0.5 or -1"


def _template(at: JsonSite) -> Text | None:
    if not at.text.startswith(("{{", "{%", "${"), max(0, at.start - 1)):
        return None
    message = "this looks like an unrendered template"
    return message, "render the file first"


def _quotes(at: JsonSite) -> Text | None:
    if at.character not in {"'", "`", *_QUOTES}:
        return None
    message = "a string must be in double quotes"
    return message, f'replace {at.character} with "'


def _space(at: JsonSite) -> Text | None:
    if not re.match(_SPACE, at.character):
        return None
    name = f"U+{ord(at.character):04X}"
    return f"{name} is not allowed between JSON values", "write a plain space"


def _control(at: JsonSite) -> Text | None:
    if not at.problem.startswith("Invalid control character"):
        return None
    if at.character in {"\r", "\n"}:
        message = "the string is not closed on its line"
        return message, r"add the closing double quote, or write \n for a line break"
    is_tab = at.character == "\t"
    escape = r"\t" if is_tab else f"\\u{ord(at.character):04x}"
    name = "tab" if is_tab else "control character"
    return f"a {name} is not allowed in a JSON string", f"write {escape}"


def _escape(at: JsonSite) -> Text | None:
    if not at.problem.startswith("Invalid \\escape"):
        return None
    escape = show(at.text[at.start : at.start + 2])
    return f"unknown escape {escape}", r"write \\ for a backslash"


def _constant(at: JsonSite) -> Text | None:
    """Return the texts for NaN and Infinity, which :mod:`json` accepts by default."""
    is_refused = at.problem.endswith(NOT_A_VALUE)
    return (at.problem, "write a number or null") if is_refused else None


def _word(at: JsonSite) -> Text | None:
    """Return the texts for a word without quotes."""
    found = re.compile(r"[A-Za-z_$][\w.$-]*").match(at.text, at.start)
    word = found[0] if found else ""
    if word and at.problem.startswith("Expecting property name"):
        return "a key must be in double quotes", f"write {quote(word)}"
    if not word or at.problem != "Expecting value":
        return None
    if word in _CONSTANTS:
        return f"{word} {NOT_A_VALUE}", f"write {_CONSTANTS[word]}"
    if not at.text[: at.start].strip():
        message = "this is not JSON, but the file name ends in .json"
        return message, "write JSON, or rename a YAML file to .yaml"
    constant = closest_match(word, _CONSTANTS.values())
    if constant:
        return f"unknown word {show(word)}", f"did you mean {constant}?"
    return "a string must be in double quotes", f"write {quote(word)}"


def _sign(at: JsonSite) -> Text | None:
    """Return the texts for a sign that JSON does not allow there."""
    if at.problem == "Expecting ':' delimiter" and at.character == "=":
        return "JSON separates key and value by a colon", "replace = with :"
    if at.character not in {"}", "]", ";"}:
        return None
    if at.problem != "Expecting ',' delimiter":
        return None
    if at.character != ";":
        return _wrong_bracket(at)
    is_last = at.following in {"}", "]"}
    advice = "remove it" if is_last else 'write "," in its place'
    return '";" is not expected here', advice


def _wrong_bracket(at: JsonSite) -> Text:
    """Return the texts for a closing bracket of the other kind.

    The change with which all brackets match is the one to suggest.
    """
    opening, expected = {"}": ("{", "]"), "]": ("[", "}")}[at.character]
    opened = [at.text[start] for start in at.open_brackets]
    message = f"{quote(at.character)} is not expected here"
    if at.is_balanced(opened, expected):
        return message, f"write {quote(expected)} in its place"
    if opening not in opened or at.is_balanced(opened, ""):
        return _unopened(at)
    return message, f"add {quote(expected)} before it"


def _unopened(at: JsonSite) -> Text:
    message = f"{quote(at.character)} has no opening bracket"
    return message, "remove it, or add the opening bracket"


_CHECKS = (
    _comma,
    _comment,
    _number,
    _template,
    _quotes,
    _space,
    _control,
    _escape,
    _constant,
    _word,
    _sign,
    _behind_value,
)


def _unclosed(text: str) -> SyntaxProblem:
    """Return the problem of the innermost bracket that is not closed."""
    opened = JsonSite(text, "", len(text)).open_brackets
    start = opened[-1] if opened else len(text.rstrip()) - 1
    message = f"the bracket {quote(text[start])} is not closed"
    return SyntaxProblem(_character(start, text), message, "add the closing bracket")


def _character(start: int, text: str) -> Span:
    return Span(start, min(start + 1, len(text)))
