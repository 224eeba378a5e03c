"""Addresses in settings: ``url`` of a rule, and the template ``docs-url``."""

from __future__ import annotations

import re

from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote
from pool_lint.model.version import __version__
from pool_lint.rules.rule import Rule

_PLACEHOLDERS = ("id", "name", "version")
# An address in ASCII, without characters that end a link in some format.
_SCHEME = "https?://"
_HOST = r"[\w.-]+(:\d+)?"
_CHARACTER = r"[\w.~:/?#@!$&'*+,;=%-]"
_TEMPLATE = rf"{_SCHEME}{_HOST}/({_CHARACTER}|\{{\w+\}})*"


def why_invalid(template: str) -> str:
    """Return why a text cannot be a template of addresses, "" if it can."""
    for name in re.findall(r"\{([^{}]*)\}", template):
        if name not in _PLACEHOLDERS:
            right = closest_match(name, _PLACEHOLDERS)
            known = "the placeholders are {id}, {name} and {version}"
            advice = f'did you mean "{{{right}}}"?' if right else known
            return f"unknown placeholder {quote(f'{{{name}}}')}; {advice}"
    if not re.search(r"\{(id|name)\}", template):
        return f"{quote(template)} must contain {{id}} or {{name}}"
    return "" if re.fullmatch(_TEMPLATE, template, re.ASCII) else _reason(template)


def why_invalid_url(url: str) -> str:
    """Return why a text cannot be the address of a page, "" if it can."""
    pattern = rf"{_SCHEME}{_HOST}(/{_CHARACTER}*)?"
    return "" if re.fullmatch(pattern, url, re.ASCII) else _reason(url)


def _reason(text: str) -> str:
    if not re.match(_SCHEME, text):
        return f"{quote(text)} is not a URL that starts with https:// or http://"
    host, slash, path = re.sub(_SCHEME, "", text, count=1).partition("/")
    if not (slash and re.fullmatch(_HOST, host, re.ASCII)):
        parts = "a host of letters, digits, dots and hyphens, and a path"
        return f"{quote(text)} must have {parts}"
    odd = re.sub(rf"{_CHARACTER}|\{{\w+\}}", "", path, flags=re.ASCII)
    return f"{quote(text)} must not contain {quote(odd[:1])}, which can end a link"


def expanded(template: str, rule: Rule) -> str:
    """Return the address of the documentation of a rule."""
    values = {"id": rule.id, "name": rule.name, "version": __version__}
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), template)
