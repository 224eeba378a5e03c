"""RP008."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.text import quote, show
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule

_WORDS = {
    "collection": ("a mapping or a list stands as a key", "use text as the key"),
    "date": (
        "{} is a date or a time, and JSON has neither",
        "pass it as text, or put it in quotes in the YAML: {}",
    ),
    "key": ("the key {} is not text", "put the key in quotes: {}"),
    "mismatch": (
        "the tag {} does not match the value",
        "remove the tag; quotes make a value text",
    ),
    "merge": ("a merge key takes a mapping or a list of mappings", "name an anchor"),
    "number": (
        "{} is no number that can be sent",
        "write a number of JSON with up to 19 digits, or put it in quotes",
    ),
    "recursion": ("this alias stands for something that contains it", "remove it"),
    "tag": ("the tag {} is not allowed", "remove the tag; quotes make a value text"),
    "template": (
        "this looks like a template that was not rendered",
        "render the file first, or put the value in quotes",
    ),
}

_UNQUOTED = {"date", "mismatch", "number", "tag"}


@defect_rule("RP008", DefectKind.FORBIDDEN)
def forbidden_yaml(defect: Defect) -> Iterator[Problem]:
    """YAML that has no counterpart in JSON, or that only some readers accept.

    Why:
        The body is sent as JSON: text as keys, no tags, no cycles. Tags can make a
        careless reader run code. Only the tags of the core schema are harmless, such as
        `!!str` and `!!int`, where they agree with the value.

    Bad:
        metadata:
          labels:
            os.modelarts/name: !secret pool-name  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: !!str pool-001

    Source:
        RFC 8259; YAML 1.2.2, section 10.3 (core schema).
    """
    message, advice = _WORDS[defect.detail]
    quoting_fix = quote(defect.text)
    shown = show(defect.text.replace("tag:yaml.org,2002:", "!!"))
    shown = shown if defect.detail in _UNQUOTED else quoting_fix
    yield Problem(defect.location, message.format(shown), advice.format(quoting_fix))
