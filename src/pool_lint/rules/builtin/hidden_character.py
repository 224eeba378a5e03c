"""RP009."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule

_NAMES = {
    "\x85": "an old line break (NEL)",
    "\xa0": "a no-break space",
    "\xad": "a soft hyphen",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\u200b": "a space without width",
    "\u200c": "a joiner without width",
    "\u200d": "a joiner without width",
    "\u2060": "a joiner without width",
    "\ufeff": "a byte order mark",
}
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NAMES |= dict.fromkeys(_BIDI, "a control for the direction of text")


@defect_rule("RP009", DefectKind.HIDDEN)
def hidden_character(defect: Defect) -> Iterator[Problem]:
    """A character that no reviewer sees changes how the file is read or shown.

    Why:
        NEL, LS and PS end a line for some YAML readers, so a key can hide behind a
        comment; bidi controls show text in another order than it is sent. In a key, a
        name or an ID any invisible character makes two equal-looking texts different.

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
    character = defect.text
    name = _NAMES.get(character, "an invisible character")
    message = f"U+{ord(character):04X} is hidden here, {name}"
    ends_line = character in "\x85\u2028\u2029"
    is_free = not (defect.hides or ends_line)
    advice = "remove it, or write it as an escape in quotes" if is_free else "remove it"
    yield Problem(defect.location, message, advice)
