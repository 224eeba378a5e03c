"""Plain sentences for libyaml's errors."""

from __future__ import annotations

import re
from collections.abc import Callable

from pool_lint.model.text import quote, show
from pool_lint.parsing.yaml_error_site import ErrorSite, ErrorText
from pool_lint.parsing.yaml_structure_errors import (
    after_document,
    missing_colon,
    unexpected_colon,
    unexpected_in_list,
    unexpected_in_mapping,
)

_LONGEST_NAME = 200


def error_text(problem: str, context: str, site: ErrorSite) -> ErrorText:
    """Return the text for an error, from the two phrases of libyaml."""
    described = f"{problem} {context}"
    for part, found in _TEXTS:
        if part in described:
            return found(site) if callable(found) else found
    return ErrorText("invalid YAML")


def unclosed_bracket(bracket: str) -> ErrorText:
    """Return the text for a bracket that is not closed; ``bracket`` is in quotes."""
    return ErrorText(
        f"the bracket {bracket} is not closed",
        "add the closing bracket",
        "it is still open here",
    )


def _in_brackets(site: ErrorSite) -> ErrorText:
    if site.ends_document:
        return unclosed_bracket(site.bracket)
    advice = "separate the entries with commas, and close the bracket"
    if site.is_one_line:
        return ErrorText("a comma or a closing bracket is missing", advice)
    message = f"the bracket {site.bracket} is not closed, or a comma is missing"
    return ErrorText(message, advice, "it is still open here")


def _missing_value(site: ErrorSite) -> ErrorText:
    if site.character == "-":
        return ErrorText(
            "a list item in brackets cannot begin with a dash",
            "remove the dash, and separate the items with commas",
        )
    if site.is_at_end:
        return ErrorText("a value is missing at the end", "add the value")
    found = quote(site.character)
    return ErrorText(f"a value is missing before {found}", f"add it, or remove {found}")


def _unexpected_character(site: ErrorSite) -> ErrorText:
    if site.character == "\t":
        return _TAB
    message = f"a value without quotes cannot begin with {quote(site.character)}"
    return ErrorText(message, _IN_QUOTES)


def _unnamed(site: ErrorSite) -> ErrorText:
    sign = site.text[site.began : site.began + 1]
    use = "an alias" if sign == "*" else "an anchor"
    return ErrorText(f"{quote(sign)} begins {use}, but no name follows", _IN_QUOTES)


def _undefined_alias(site: ErrorSite) -> ErrorText:
    name = _name(site)
    advice = f"define the anchor &{name} above, or put the value in quotes"
    return ErrorText(f"undefined alias *{name}", advice)


def _duplicate_anchor(site: ErrorSite) -> ErrorText:
    message = f"duplicate anchor &{_name(site)}"
    return ErrorText(message, "rename one of the anchors", "first defined here")


def _name(site: ErrorSite) -> str:
    text = site.text[site.start : site.start + _LONGEST_NAME]
    found = re.match(r"[&*]([\w-]*)", text)
    return show(found[1]) if found else ""


def _unknown_escape(site: ErrorSite) -> ErrorText:
    escape = site.text[site.start : site.start + 2]
    message = f"unknown escape {show(escape)} in double quotes"
    return ErrorText(message, r"write \\ for a backslash, or use single quotes")


def _short_escape(site: ErrorSite) -> ErrorText:
    letter = site.text[site.start - 1 : site.start]
    digits = {"u": 4, "U": 8}.get(letter, 2)
    advice = r"add the digits, or write \\ for a backslash"
    return ErrorText(rf"the escape \{show(letter)} needs {digits} hex digits", advice)


def _expected_document(site: ErrorSite) -> ErrorText:
    if site.above.startswith("%"):
        return ErrorText(
            "a line with --- is missing below the directive",
            "add the line, or remove the directive",
        )
    return after_document(site)


_IN_QUOTES = "put the value in quotes"
_REMOVE_ONE = "remove one of the two"
_TAB = ErrorText(
    "a tab is used for indentation, which YAML does not allow",
    "replace the tab with spaces",
)
_QUOTE = ErrorText(
    "the quote is not closed", "add the closing quote", "it is still open here"
)
_ESCAPE = ErrorText(
    "invalid Unicode escape",
    "write the character itself; YAML has no surrogate pairs",
)
_DASH = ErrorText(
    "a list item cannot follow a key on the same line",
    "begin the list on a line of its own, or write it in brackets",
)
_BLOCK = ErrorText(
    'unexpected text after the "|" or ">" of a text block',
    "begin the text on the next line",
)
_DIRECTIVE = ErrorText(
    "unknown directive", "remove the line; only %YAML and %TAG are allowed"
)
_YAML = ErrorText("invalid %YAML directive", "write %YAML 1.2, or remove the line")
_TAG_LINE = ErrorText("invalid %TAG directive", "remove the line")
_TAG = ErrorText("invalid tag", "remove the tag, or put the value in quotes")

# Parts of libyaml's messages, in the order of the search, with the texts to report.
_TEXTS: list[tuple[str, ErrorText | Callable[[ErrorSite], ErrorText]]] = [
    ("could not find expected ':'", missing_colon),
    ("mapping values are not allowed", unexpected_colon),
    ("found unknown escape character", _unknown_escape),
    ("did not find expected hexdecimal number", _short_escape),
    ("found invalid Unicode character escape code", _ESCAPE),
    ("while scanning a quoted scalar", _QUOTE),
    ("did not find expected ',' or", _in_brackets),
    ("did not find expected key", unexpected_in_mapping),
    ("did not find expected '-' indicator", unexpected_in_list),
    ("did not find expected node content", _missing_value),
    ("found undefined alias", _undefined_alias),
    ("found duplicate anchor", _duplicate_anchor),
    ("while scanning an alias", _unnamed),
    ("while scanning an anchor", _unnamed),
    ("found a tab character", _TAB),
    ("cannot start any token", _unexpected_character),
    ("block sequence entries are not allowed", _DASH),
    (
        "mapping keys are not allowed",
        ErrorText('a value without quotes cannot begin with "? "', _IN_QUOTES),
    ),
    (
        "found an indentation indicator equal to 0",
        ErrorText("a text block cannot be indented by 0 spaces", "remove the 0"),
    ),
    ("while scanning a block scalar", _BLOCK),
    (
        "found undefined tag handle",
        ErrorText("the prefix of this tag is not defined", _TAG.advice),
    ),
    ("duplicate %YAML", ErrorText("duplicate %YAML directive", _REMOVE_ONE)),
    ("duplicate %TAG", ErrorText("duplicate %TAG directive", _REMOVE_ONE)),
    (
        "found incompatible YAML document",
        ErrorText("unsupported version of YAML", _YAML.advice),
    ),
    ("%YAML directive", _YAML),
    ("%TAG directive", _TAG_LINE),
    ("a tag directive", _TAG_LINE),
    ("a tag", _TAG),
    ("while scanning a directive", _DIRECTIVE),
    ("did not find expected <document start>", _expected_document),
]
