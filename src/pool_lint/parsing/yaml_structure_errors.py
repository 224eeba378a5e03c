"""Texts for errors in the structure of YAML: colons, dashes and indentation."""

from __future__ import annotations

import re

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from pool_lint.model.text import quote, show
from pool_lint.parsing.yaml_error_site import ErrorSite, ErrorText, indentation

_KEY = r"\s*(?:- +)*(?P<key>[A-Za-z][\w./-]*)"
_NO_SPACE = rf"{_KEY}:(?P<value>[^\s:/].*)"
_NO_COLON = rf"{_KEY} +(?P<value>[^\s:#]+)"
_COLON_AND_SPACE = "write a key, a colon and a space"
_NOTICED = "noticed here"
_EARLY = "remove the bracket above that closes the document too early"
# How far to look for the text behind a comma.
_SEARCHED = 2_000
# The first line of a block mapping or a block list that is indented.
_BLOCK_LINE = r" +(?:-(?:\s|$)|[^\s\[{|>].*:(?:\s|$))"
# Values that mean something else than their text: aliases, tags, templates.
_SPECIAL = r"[*&!|>%@`]|\{[{%]"
# A line of plain text, without quotes, brackets, signs and colons.
_PLAIN_LINE = r"\s*[^\s\"'#\[\]{}&*!|>%@`,-](?:(?!: | #).)*[^\s:]\s*"


def unexpected_colon(site: ErrorSite) -> ErrorText:
    """Return the text for a colon at a place where no key can be."""
    if re.match(r"\s*(?:- +)*[^\s\"'#{\[][^#]*?: +\S", site.lead):
        return ErrorText(
            'a value without quotes cannot contain ": "',
            "put the whole value in quotes",
        )
    above, line = site.above, site.line
    if re.match(r"[^#]*\S: +\S", above) and indentation(line) > indentation(above):
        return ErrorText(
            "this key is indented deeper than the key above, which already has a value",
            "align it with the key above",
        )
    return ErrorText(
        "a colon is not allowed here",
        "check the indentation, and put a value that contains a colon in quotes",
    )


def key_without_colon(site: ErrorSite) -> ErrorText | None:
    """Return the text if the line above an unexpected colon lacks a colon, else None.

    libyaml reads that line and the key below as one text. A line that continues the
    value of a key is valid.
    """
    line, before = site.above_lines
    is_start = before.rstrip().endswith(":") or indentation(before) == indentation(line)
    if not is_start and indentation(before) < indentation(line):
        return None
    return _line_without_colon(line)


def missing_colon(site: ErrorSite) -> ErrorText:
    """Return the text for a line that should be a key but has no colon."""
    key = ErrorSite(site.text, site.began, site.began)
    if re.match(r" *- ", key.above) and indentation(key.above) <= len(key.lead):
        return ErrorText(
            "this line is neither a list item nor a key with a value",
            "begin it with a dash and a space, or write a key, a colon and a space",
            _NOTICED,
        )
    return _line_without_colon(key.line) or ErrorText(
        "a colon is missing after the key", _COLON_AND_SPACE, _NOTICED
    )


def _line_without_colon(line: str) -> ErrorText | None:
    advice = _COLON_AND_SPACE
    if match := re.fullmatch(_NO_SPACE, line.rstrip()):
        message = "a space is missing after the colon"
    elif re.fullmatch(_PLAIN_LINE, line):
        match = re.fullmatch(_NO_COLON, line.rstrip())
        message = "a colon is missing after the key"
    else:
        return None
    if match and _is_valid(match["key"], match["value"]):
        advice = f"write `{show(match['key'])}: {show(match['value'])}`"
    return ErrorText(message, advice, _NOTICED)


def _is_valid(key: str, value: str) -> bool:
    """Return whether a value is valid after a key, without quotes around it."""
    if re.match(_SPECIAL, value):
        return False
    parser = CParser(f"{key}: {value}")
    try:
        while parser.get_event():
            pass
    except yaml.YAMLError:
        return False
    return True


def unexpected_in_mapping(site: ErrorSite) -> ErrorText:
    """Return the text for something in place of a key."""
    before = site.lead.rstrip()
    if site.character in {"]", "}"}:
        return _unopened(site)
    if before.endswith(('"', "'")):
        return after_quote(before[-1])
    if before.endswith(("]", "}")):
        return ErrorText(
            "unexpected text after a closing bracket",
            "remove the text, or put the whole value in quotes",
        )
    if before:
        return ErrorText(
            "unexpected text after the value",
            "check the quotes, the brackets and the indentation",
        )
    if re.match(r"-\s", site.text[site.start : site.start + 2]):
        return ErrorText(
            "a list item is not allowed at this indentation",
            "indent it like the other items of the list",
        )
    return ErrorText(
        "the indentation of this line does not match the lines above",
        "indent it like the other keys of the same mapping",
    )


def after_quote(mark: str) -> ErrorText:
    """Return the text for something after a closing quote."""
    escaped = {'"': r"\" inside double quotes", "'": "'' inside single quotes"}[mark]
    return ErrorText(
        "unexpected text after the closing quote",
        f"remove the text, or write a quote as {escaped}",
        "the quoted text begins here",
    )


def after_document(site: ErrorSite) -> ErrorText:
    """Return the text for something that follows a complete document."""
    if site.character in {"]", "}"}:
        return _unopened(site)
    first = site.first_line
    is_less = len(site.lead) < indentation(first) and re.match(_BLOCK_LINE, first)
    if is_less and not site.lead.strip():
        entries = "list items" if first.lstrip().startswith("-") else "top-level keys"
        return ErrorText(
            "this line is indented less than the first line",
            f"indent all {entries} equally",
        )
    separate = "separate documents with a line that contains only ---"
    message = "unexpected text after the end of the document"
    following = site.text[site.start + 1 : site.start + _SEARCHED].lstrip()[:1]
    if site.character in {'"', "'"} and site.is_after_bracket:
        return ErrorText(message, _EARLY)
    if site.character != "," or following in {"{", "["}:
        if site.character != "," and site.lead.strip():
            separate = f"remove the text, or {separate}"
        return ErrorText(message, separate)
    return ErrorText(message, _EARLY if following else 'remove ","')


def _unopened(site: ErrorSite) -> ErrorText:
    message = f"{quote(site.character)} has no opening bracket"
    return ErrorText(message, "remove it, or add the opening bracket")


def unexpected_in_list(site: ErrorSite) -> ErrorText:
    """Return the text for something in place of a list item."""
    if site.lead.strip():
        return unexpected_in_mapping(site)
    return ErrorText(
        "a key cannot follow a list item at the same indentation",
        "indent the key like the key of the list, or begin the line with a dash",
    )
