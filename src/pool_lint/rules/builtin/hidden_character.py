"""RP009."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.text import escape
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.messages import field
from pool_lint.rules.rule import defect_rule

_NAMES = {
    "\x85": "next line, NEL",
    "\xa0": "no-break space",
    "\xad": "soft hyphen",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NAMES |= dict.fromkeys(_BIDI, "changes the direction of text")


@defect_rule("RP009", DefectKind.HIDDEN)
def hidden_character(defect: Defect) -> Iterator[Problem]:
    """An invisible character that can mislead reviewers.

    Why:
        NEL, LS and PS end a line in some YAML parsers, so a key can hide behind a
        comment. Bidirectional controls show text in a different order than it is sent.
        In a key, a name or an ID, any invisible character makes two texts differ that
        look the same.

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
        CVE-2021-42574 (Trojan Source); YAML 1.1, section 4.2; Unicode, category Cf.
    """
    character, place = defect.text, defect.location.pointer
    name = f" ({_NAMES[character]})" if character in _NAMES else ""
    where = f" in {field(place)}" if place else ""
    message = f"hidden character U+{ord(character):04X}{name}{where}"
    advice = "remove it"
    if not (defect.hides or character in "\x85\u2028\u2029"):
        advice += f", or write {escape(character)} in a value in double quotes"
    yield Problem(defect.location, message, advice)
