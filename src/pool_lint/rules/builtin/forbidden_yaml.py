"""RP008."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.text import quote, show
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.messages import field
from pool_lint.rules.rule import defect_rule

_NO_TAG = "remove the tag; to make the value a string, put it in quotes"
_WORDS = {
    "collection": ("a mapping or list is used as a key", "use a string as the key"),
    "date": ("{} is a date or time, not a string", "put it in quotes: {}"),
    "key": ("the key {} is not a string", "put the key in quotes: {}"),
    "mismatch": ("the tag {} does not match its value", _NO_TAG),
    "merge": ("a merge key must name mappings", "use an alias: <<: *base"),
    "number": (
        "{} cannot be represented in JSON",
        "use a number of at most 19 digits, or put it in quotes",
    ),
    "recursion": ("recursive alias", "remove the alias: its value contains itself"),
    "tag": ("the tag {} is not allowed", _NO_TAG),
    "template": (
        "this looks like an unrendered template",
        "render the file first, or put the value in quotes",
    ),
}

_UNQUOTED = {"date", "key", "mismatch", "number", "tag"}


@defect_rule("RP008", DefectKind.FORBIDDEN)
def forbidden_yaml(defect: Defect) -> Iterator[Problem]:
    """YAML that cannot be expressed in JSON.

    Why:
        The body is sent as JSON, which has string keys, no tags and no cycles. Tags can
        make an unsafe parser run code. Only the tags of the core schema are allowed,
        such as `!!str` and `!!int`, if they match the value.

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
    place = () if defect.detail == "key" else defect.location.pointer
    message = (f"{field(place)}: " if place else "") + message.format(shown)
    yield Problem(defect.location, message, advice.format(quoting_fix))
