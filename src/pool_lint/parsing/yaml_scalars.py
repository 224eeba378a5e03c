"""Resolve plain scalars as in YAML 1.2, and compare them with YAML 1.1."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import yaml
from yaml.constructor import SafeConstructor

from pool_lint.model.text import compiled
from pool_lint.parsing.numbers import BASES, HUGE, integer, is_exact

_LONGEST_EXAMPLE = 40
_LONGEST_WORD = len("false")
_LONGEST_REMEMBERED = 64

# The core schema: YAML 1.2.2, section 10.3.2.
_CORE = (
    r"(?P<null>null|Null|NULL|~|)|(?P<true>true|True|TRUE)|(?P<false>false|False|FALSE)"
    r"|(?P<int>[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_CORE_TAG = "tag:yaml.org,2002:"
# Patterns for texts that match a tag of the core schema.
_AGREEING = {
    "bool": ("true", "false"),
    "float": ("float", "int"),
    "int": ("int",),
    "null": ("null",),
}
# PyYAML reads these as text. The YAML 1.1 specification and other readers (ruamel.yaml,
# the npm package yaml) read them as booleans.
_LETTERS = {"y": "true", "n": "false"}
# The last parts of YAML's tags, including those of YAML 1.1.
_KINDS = {
    "bool": "a boolean",
    "float": "a floating-point number",
    "int": "an integer",
    "merge": "a merge key",
    "null": "null",
    "str": "text",
    "timestamp": "a date",
    "value": "a special value",
    "yaml": "a YAML indicator",
}


class Scalar(NamedTuple):
    """A resolved scalar.

    ``value`` is None, a bool, an int, a float or a str. ``legacy`` describes how
    YAML 1.1 and 1.2 read it if they differ, else it is None. ``merge`` is set for a
    plain ``<<``. ``is_usual`` is set if both read it alike, JSON can represent it,
    and it is neither a merge key nor a number with a fraction.
    """

    value: bool | float | str | None
    legacy: str | None = None
    merge: bool = False
    is_usual: bool = False


def plain(text: str) -> Scalar:
    """Return the meaning of a scalar without quotes and tag."""
    match = compiled(_CORE).fullmatch(text)
    kind = (match.lastgroup if match else None) or "str"
    value = _VALUES[kind](text)
    legacy, merge = _legacy(text, kind, value), text == "<<"
    sent_as_it_is = kind != "float" and (kind != "int" or is_exact(value))
    return Scalar(value, legacy, merge, sent_as_it_is and not (legacy or merge))


def tagged(text: str, tag: str) -> Scalar | None:
    """Return the meaning of a scalar with a tag of the core schema.

    None for another tag, or for a tag that does not match the text.
    """
    name = tag.removeprefix(_CORE_TAG) if tag.startswith(_CORE_TAG) else ""
    match = compiled(_CORE).fullmatch(text)
    kind = (match.lastgroup if match else None) or ""
    if kind not in _AGREEING.get(name, ()):
        return None
    if name == "float":
        return None if text[:2] in BASES else Scalar(_VALUES[name](text))
    value = _VALUES[kind](text)
    same = name != "int" or _same_integer(text, value)
    return Scalar(value, None if same else _both("int", "int", text, value))


def is_core_tag(tag: str) -> bool:
    """Return whether a tag belongs to the core schema, which JSON can represent."""
    return tag.removeprefix(_CORE_TAG) in {*_AGREEING, "str", "map", "seq"} - {tag}


def bare_tag(text: str) -> Scalar:
    """Return the meaning of a scalar with the tag ``!``: text in YAML 1.2."""
    return Scalar(text, _legacy(text, "str", text))


def resolved(text: str) -> Scalar | None:
    """Return the meaning of a scalar without quotes and tag, None for text."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _resolved(text)


# Most keys and values of many files repeat: resolving each again takes 14 % of the time
# for 1,000 files. Long ones are not cached, which bounds the memory.
@lru_cache(4096)
def _remembered(text: str) -> Scalar | None:
    return _resolved(text)


def _resolved(text: str) -> Scalar | None:
    # No longer word has a special meaning in any YAML version.
    if text[:1].isalpha() and len(text) > _LONGEST_WORD:
        return None
    scalar = plain(text)
    return None if scalar.is_usual and isinstance(scalar.value, str) else scalar


_VALUES: dict[str, Callable[[str], Any]] = {
    "null": lambda _: None,
    "true": lambda _: True,
    "false": lambda _: False,
    "int": integer,
    "float": lambda text: float(
        text.lower().replace(".inf", "inf").replace(".nan", "nan")
    ),
    "str": str,
}


def _legacy(text: str, kind: str, value: Any) -> str | None:
    """Return both readings of a scalar if YAML 1.1 reads it differently."""
    kind = "bool" if kind in {"true", "false"} else kind
    legacy = _legacy_kind(text)
    if legacy == kind and (kind != "int" or _same_integer(text, value)):
        return None
    return _both(legacy, kind, text, value)


def _both(legacy: str, kind: str, text: str, value: Any) -> str:
    old, new = _KINDS[legacy], _KINDS[kind]
    if legacy == "bool":
        old = f"the boolean {_legacy_bool(text)}"
    elif legacy == "int":
        old = _integer_words(_legacy_integer(text))
    if kind == "int":
        new = _integer_words(value)
    return f"{old} in YAML 1.1 and {new} in YAML 1.2"


def _integer_words(value: int | None) -> str:
    return "an integer" if value is None else f"the integer {value}"


def _same_integer(text: str, value: int) -> bool:
    return abs(value) == HUGE or _legacy_integer(text) == value


def _legacy_kind(text: str) -> str:
    if text.lower() in _LETTERS:
        return "bool"
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    for tag, pattern in resolvers.get(text[:1], ()):
        if pattern.match(text):
            return str(tag).rpartition(":")[2]
    return "str"


def _legacy_integer(text: str) -> int | None:
    """Return the YAML 1.1 value of an integer that is short enough to show."""
    if len(text) > _LONGEST_EXAMPLE:
        return None
    node = yaml.ScalarNode("tag:yaml.org,2002:int", text)
    try:
        return int(SafeConstructor().construct_yaml_int(node))
    except ValueError:  # PyYAML recognises `0b_` as an integer, but fails to convert it
        return None


def _legacy_bool(text: str) -> str:
    word = text.lower()
    return _LETTERS.get(word) or str(SafeConstructor.bool_values[word]).lower()
