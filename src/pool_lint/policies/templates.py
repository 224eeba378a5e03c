"""Messages and help texts of policies: templates with placeholders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import compiled, quote

NAMES = ("value", "field", "pool", "file", "allowed")
"""The placeholders of messages and help texts."""

_PARTS = r"\{\{|\}\}|\{([^{}]*)\}|[{}]"


def template_fault(text: str) -> str:
    """Return why a template is invalid, "" if it is valid.

    >>> template_fault("use one of {alowed}")
    'unknown placeholder "{alowed}"; did you mean {allowed}?'
    """
    return next(_faults(text), "")


def _faults(text: str) -> Iterator[str]:
    for match in compiled(_PARTS).finditer(text):
        name = match[1]
        if name is None and len(match[0]) == 1:
            yield f"{quote(match[0])} is not closed; write {match[0] * 2} for a brace"
        elif name is not None and name not in NAMES:
            close = closest_match(name, NAMES)
            known = ", ".join(f"{{{one}}}" for one in NAMES)
            advice = f"did you mean {{{close}}}?" if close else f"choose from {known}"
            yield f"unknown placeholder {quote(match[0])}; {advice}"


def filled(text: str, values: Mapping[str, Callable[[], str]]) -> str:
    """Return a valid template with the values of its placeholders.

    The values are computed on demand.
    """
    return compiled(_PARTS).sub(
        lambda match: match[0][0] if match[1] is None else values[match[1]](), text
    )
