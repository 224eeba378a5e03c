"""Limits of schemas in policies: size, depth, references and keywords."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pool_lint.model.pointer import Pointer, json_pointer
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote, show
from pool_lint.policies.policy import PolicyFaultError

MOST_POLICIES = 200
"""The number of policies that can apply to one file."""
MOST_NODES = 500
"""The number of objects in the schema of one policy, with references expanded."""
_MOST_DEPTH = 32
_LONGEST_PATTERN = 1_000
_MOST_VALUES = 5_000

# The keywords whose value is a schema, a list of schemas, or a mapping of schemas.
ONE = (
    *("items", "additionalProperties", "propertyNames", "contains", "not"),
    *("if", "then", "else"),
)
MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas")
DEFINITIONS = ("$defs",)
ASSERTIONS = (
    *("type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum"),
    *("minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern"),
    *("maxItems", "minItems", "uniqueItems", "maxContains", "minContains"),
    *("maxProperties", "minProperties", "required", "dependentRequired"),
)
OWN = ("x-sum-max", "x-equal", "x-known")
_TEXTS = (
    *("$schema", "$comment", "title", "description", "default", "examples"),
    *("deprecated", "readOnly", "writeOnly"),
)
KEYWORDS = (*ONE, *MANY, *NAMED, *DEFINITIONS, *ASSERTIONS, *OWN, *_TEXTS, "$ref")
_UNSUPPORTED = {
    "format": "use pattern",
    "$id": "a policy has one schema",
    "$anchor": "use #/$defs/NAME",
    "$dynamicRef": "use $ref",
    "$dynamicAnchor": "use #/$defs/NAME",
    "definitions": "use $defs",
    "dependencies": "use dependentRequired or dependentSchemas",
    "unevaluatedProperties": "use additionalProperties",
    "unevaluatedItems": "use items",
}
_SHAPES = {
    "x-equal": "a list of two different fields",
    "x-sum-max": 'an object such as {"of": "count", "max": 8}',
    "x-known": "true or false",
}
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_PAIR = 2
_LARGEST = 1 << 63
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def check_size(schema: Any, at: Pointer) -> int:
    """Return the number of objects of a schema, with references expanded.

    ``at`` is the pointer of the schema in the table of the policy. Raises
    PolicyFaultError for a schema that is too large or too deep, and for an unknown
    keyword. So it does for a reference that is recursive or leaves the schema.
    """
    _check_values(schema, at)
    return _Counter(schema, at).count(schema, (), ())


def children(schema: Mapping[str, Any]) -> Iterator[tuple[Pointer, Any]]:
    """Yield the schemas directly in an object of a schema, each with its pointer."""
    for word in ONE:
        if word in schema:
            yield (word,), schema[word]
    for word in MANY:
        if isinstance(schema.get(word), list):
            yield from (((word, n), one) for n, one in enumerate(schema[word]))
    for word in (*NAMED, *DEFINITIONS):
        if isinstance(schema.get(word), dict):
            yield from (((word, name), one) for name, one in schema[word].items())


def target(reference: str, root: Any) -> Any:
    """Return the schema that a reference inside a schema names, None if none."""
    found = root
    for step in reference.removeprefix("#").split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        elif isinstance(found, dict) and name in found:
            found = found[name]
        else:
            return None
    return found


class _Counter:
    """Counts the objects of a schema; definitions count where they are used."""

    def __init__(self, root: Any, at: Pointer) -> None:
        self._root = root
        self._at = at
        self._known: dict[int, int] = {}

    def count(self, schema: Any, pointer: Pointer, through: tuple[str, ...]) -> int:
        """Return the number of objects; ``through`` are the references followed."""
        if len(pointer) + len(through) > 2 * _MOST_DEPTH:
            raise self._fault(pointer, "the schema is nested too deeply")
        if not isinstance(schema, dict):
            return 1
        _check_keywords(schema, self._at, pointer)
        total = 1
        for below, child in children(schema):
            count = self.count(child, (*pointer, *below), through)
            total += 0 if below[0] in DEFINITIONS else count
        if "$ref" in schema:
            total += self._referred(schema["$ref"], pointer, through)
        if total > MOST_NODES:
            reason = f"the schema has more than {MOST_NODES} objects"
            raise self._fault(pointer, reason)
        return total

    def _referred(
        self, reference: Any, pointer: Pointer, through: tuple[str, ...]
    ) -> int:
        if not isinstance(reference, str) or not reference.startswith("#/"):
            reason = (
                "$ref must refer to a part of the same schema, such as #/$defs/NAME"
            )
            raise self._fault(pointer, reason)
        if reference in through:
            raise self._fault(pointer, f"$ref {quote(reference)} is recursive")
        found = target(reference, self._root)
        if not isinstance(found, (dict, bool)):
            raise self._fault(pointer, f"$ref {quote(reference)} does not exist")
        if id(found) not in self._known:
            below = (*through, reference)
            self._known[id(found)] = self.count(found, (), below)
        return self._known[id(found)]

    def _fault(self, pointer: Pointer, reason: str) -> PolicyFaultError:
        return PolicyFaultError(self._at, f"{reason}{inside(pointer)}")


def inside(pointer: Pointer) -> str:
    """Return " at " and the place in a schema, "" for its root."""
    return f" at {show(json_pointer(pointer))}" if pointer else ""


def _check_keywords(schema: dict[str, Any], at: Pointer, pointer: Pointer) -> None:
    for word, value in schema.items():
        where = inside(pointer)
        if word in _UNSUPPORTED:
            reason = f"the keyword {word} is not supported{where}; {_UNSUPPORTED[word]}"
            raise PolicyFaultError(at, reason)
        if word not in KEYWORDS:
            close = closest_match(word, KEYWORDS)
            advice = f"; did you mean {close}?" if close else ""
            reason = f"unknown keyword {quote(word)}{where}{advice}"
            raise PolicyFaultError(at, reason)
        if word == "$schema" and value != _DIALECT:
            raise PolicyFaultError(at, f"$schema must be {_DIALECT}")
        if word in _SHAPES and not _has_shape(word, value):
            reason = f"{word} must be {_SHAPES[word]}{where}"
            raise PolicyFaultError(at, reason)
        patterns = [value] if word == "pattern" else []
        if word == "patternProperties" and isinstance(value, dict):
            patterns = list(value)
        if any(isinstance(p, str) and len(p) > _LONGEST_PATTERN for p in patterns):
            reason = f"a pattern has more than {_LONGEST_PATTERN:,} characters{where}"
            raise PolicyFaultError(at, reason)


def _has_shape(word: str, value: Any) -> bool:
    """Whether the value of a keyword that JSON Schema lacks has its form."""
    if word == "x-known":
        return isinstance(value, bool)
    if word == "x-equal":
        names = value if isinstance(value, list) else ()
        texts = {name for name in names if isinstance(name, str)}
        return len(names) == len(texts) == _PAIR
    if not isinstance(value, dict) or set(value) != {"of", "max"}:
        return False
    most = value["max"]
    is_number = isinstance(most, (int, float)) and not isinstance(most, bool)
    return isinstance(value["of"], str) and is_number


def _check_values(value: Any, at: Pointer) -> None:
    """Raise PolicyFaultError for values that JSON lacks, and for too many values."""
    left = [(value, 0)]
    for count in range(_MOST_VALUES + 1):
        if not left:
            return
        one, depth = left.pop()
        if depth > 2 * _MOST_DEPTH:
            raise PolicyFaultError(at, "the schema is nested too deeply")
        if isinstance(one, dict):
            left += [(inner, depth + 1) for pair in one.items() for inner in pair]
        elif isinstance(one, list):
            left += [(inner, depth + 1) for inner in one]
        elif reason := _not_in_json(one):
            raise PolicyFaultError(at, reason)
        if count == _MOST_VALUES:
            reason = f"the schema has more than {_MOST_VALUES:,} values"
            raise PolicyFaultError(at, reason)


def _not_in_json(value: Any) -> str:
    """Return why a value that is not a table or list cannot be in a schema, or ""."""
    if isinstance(value, str):
        return "texts must be valid Unicode" if _HALF_PAIR.search(value) else ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else "numbers must be finite"
    if isinstance(value, int):
        is_large = abs(value) > _LARGEST
        return "integers must have at most 64 bits" if is_large else ""
    return "" if value is None else "dates and times must be in quotes"
