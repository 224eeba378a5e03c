"""libyaml's errors: where they stand, and what people should know."""

from __future__ import annotations

import yaml

from pool_lint.finding import Span

# What libyaml says, the character it says it of, and what people should know.
_ADVICE = {
    "found character that cannot start any token": {
        "\t": "a tab cannot indent YAML",
        "@": "put the value in quotes",
        "`": "put the value in quotes",
        "%": "put the value in quotes",
    },
    "mapping values are not allowed in this context": {
        ":": "check the indentation, or put a value with a colon in quotes"
    },
}


def place_of(error: yaml.MarkedYAMLError, text: str) -> Span:
    """Return the character that an error is about; none at the end of the text."""
    mark = error.problem_mark or error.context_mark
    start = min(mark.index, len(text)) if mark else 0
    return Span(start, min(start + 1, len(text)))


def explain(error: yaml.MarkedYAMLError, text: str, start: int) -> tuple[str, str]:
    """Return what a syntax error is and what to do, the latter empty at times."""
    if "duplicate anchor" in (error.context or ""):
        return "the anchor is defined a second time", "give the second another name"
    message = " ".join(part for part in (error.problem, error.context) if part)
    first = error.context_mark.index if error.context_mark else start
    around = text[text.rfind("\n", 0, first) + 1 : start]
    lines = around + text[start:].partition("\n")[0]
    if "{{" in lines or "{%" in lines:
        return message, "this looks like a template: render the file first"
    return message, _ADVICE.get(error.problem or "", {}).get(
        text[start : start + 1], ""
    )
