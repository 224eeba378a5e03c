"""A failure of a policy in words: the wording of the built-in rules."""

from __future__ import annotations

import json
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.model.text import escape, quote, show
from pool_lint.parsing import Document
from pool_lint.policies.evaluate import FORBIDDEN, PolicyFailure
from pool_lint.policies.policy import CompiledPolicy
from pool_lint.rules.messages import (
    choices,
    field,
    inside,
    joined,
    kind,
    sample,
    type_name,
)
from pool_lint.validation.fields import field_at
from pool_lint.validation.options import Options, options_at

_MOST_ALLOWED = 20
_SECRET = "a value that is not shown here"  # noqa: S105 - not a password
BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
}
"""What a number must be, by keyword."""
SIZES = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "entry"),
    "maxItems": ("at most", "entry"),
    "minProperties": ("at least", "field"),
    "maxProperties": ("at most", "field"),
}
"""What is counted, by keyword."""
_PLURALS = {"entry": "entries"}
_ONLY_VALUES = ({"const"}, {"enum"})


class Subject:
    """The value or the missing field that a failure of a policy is about."""

    def __init__(
        self, compiled: CompiledPolicy, failure: PolicyFailure, document: Document
    ) -> None:
        self._compiled = compiled
        self._failure = failure
        self._document = document
        self.pointer = self._full(failure.pointer)
        self.value = document.get(*self.pointer)
        self._core = field_at(self.pointer, compiled.core)

    def _full(self, pointer: Pointer) -> Pointer:
        """Return the field of the policy if a mapping around it is missing."""
        if self._failure.keyword not in {"required", "type"}:
            return pointer
        wanted = self._compiled.path
        path = tuple("[]" if isinstance(step, int) else step for step in pointer)
        is_above = wanted[: len(path)] == path and "[]" not in wanted[len(path) :]
        return (*pointer, *wanted[len(path) :]) if is_above else pointer

    @property
    def is_missing(self) -> bool:
        """Whether the field is missing, or null in its place."""
        word = self._failure.keyword
        return word == "required" or (word == "type" and self.value is None)

    @property
    def is_secret(self) -> bool:
        """Whether reports must not show the value."""
        return "x-secret" in self._core

    @property
    def options(self) -> Options:
        """The text values that the policy allows, with their meanings."""
        known = options_at(self.pointer, self._compiled.core)
        return known._replace(values=tuple(v for v in self.allowed if is_text(v)))

    @property
    def allowed(self) -> tuple[Any, ...]:
        """The values that the policy allows, none if it has no list of them."""
        failure = self._failure
        schema = failure.subschema
        if self.is_missing:
            schema = self._selected
        if "enum" in schema:
            return tuple(schema["enum"])
        return (schema["const"],) if "const" in schema else ()

    @property
    def _selected(self) -> dict[str, Any]:
        """The part of the policy about a missing field."""
        schema: Any = self._failure.subschema
        start = len(self._failure.pointer) - (self._failure.keyword == "required")
        for step in self.pointer[start:]:
            below = schema.get("properties", {}) if isinstance(schema, dict) else {}
            schema = below.get(step, {})
        return schema if isinstance(schema, dict) else {}

    def message(self) -> str:
        """Return the message in the wording of the built-in rules."""
        failure, name = self._failure, field(self.pointer)
        word, expected = failure.keyword, failure.expected
        if self.is_missing:
            return f"{name} is missing"
        if word == FORBIDDEN:
            return f"{name} is not allowed"
        if word in {"enum", "const"}:
            return f"{name} must be {self._listed()}, not {self.shown()}"
        if word in BOUNDS:
            must = BOUNDS[word].format(show(str(expected)))
            return f"{name} must be {must}, not {self.shown()}"
        if word in SIZES:
            bound, unit = SIZES[word]
            count = many(expected, unit)
            return f"{name} must have {bound} {count}, not {len(self.value)}"
        return f"{name} {self._other_message(word, expected)}"

    def _other_message(self, word: str, expected: Any) -> str:
        found = self._failure.found
        if word == "type":
            is_scalar = not isinstance(self.value, (dict, list))
            what = f"but {self.shown()} is" if is_scalar else "not"
            must = type_name(_known_types(expected))
            return f"must be {must}, {what} {kind(self.value)}"
        if word == "pattern":
            return f"must match the pattern {quote(expected)}, but is {self.shown()}"
        if word == "x-sum-max":
            of = show(self._failure.subschema["x-sum-max"]["of"])
            return f"has a total {of} of {found}; at most {expected} is allowed"
        if word == "x-equal":
            return f"must be equal to {self._other_name()}, not {self.shown()}"
        if word == "not" and set(expected) in _ONLY_VALUES:
            return f"must not be {self.shown()}"
        texts = {
            "uniqueItems": "must not have equal entries",
            "contains": "must have other entries",
            "propertyNames": "is not an allowed name",
        }
        return texts.get(
            word, f"does not match the policy {self._compiled.policy.name}"
        )

    def _other_name(self) -> str:
        other, found = self._failure.other, in_words(self._failure.found)
        if other is None:
            return f"the name of the file ({found})"
        return f"{field(other)} ({found})"

    def advice(self) -> str:
        """Return the help in the wording of the built-in rules."""
        failure = self._failure
        if self.is_missing:
            name, example = str(self.pointer[-1]), self._example()
            source = self._document.source
            if source and source.is_json:
                name = f'"{name}"'
            to = inside(self.pointer).replace(" in ", " to ") or " at the top level"
            return f"add {name}: {example}{to}" if example else f"add {name}{to}"
        if failure.keyword in {FORBIDDEN, "propertyNames"}:
            return "remove it"
        if failure.keyword in {"enum", "const"}:
            return f"change it to {self._listed()}"
        if failure.keyword == "x-equal":
            return f"change it to {in_words(failure.found)}"
        return ""

    def _example(self) -> str:
        return json.dumps(self.allowed[0]) if self.allowed else sample(self._core)

    def _listed(self) -> str:
        values = self.allowed
        if all(map(is_text, values)) and len(values) <= _MOST_ALLOWED:
            return escape(choices(self.options))
        return joined(self.allowed_words())

    def allowed_words(self) -> list[str]:
        """Return the allowed values as messages show them, at most twenty."""
        more = len(self.allowed) - _MOST_ALLOWED
        words = [*map(in_words, self.allowed[:_MOST_ALLOWED])]
        return [*words, f"{more} more"] if more > 0 else words

    def shown(self) -> str:
        """Return the value as messages show it."""
        return _SECRET if self.is_secret else in_words(self.value)


def many(count: Any, unit: str) -> str:
    """Return a number with a noun in the singular or plural."""
    return f"{count} {unit if count == 1 else _PLURALS.get(unit, f'{unit}s')}"


def _known_types(names: Any) -> Any:
    """Return one type, or several in a fixed order; null is only a missing value."""
    if isinstance(names, str):
        return names
    return sorted(set(names) - {"null"}) or ["null"]


def is_text(value: Any) -> bool:
    """Whether a value is a string."""
    return isinstance(value, str)


def in_words(value: Any) -> str:
    """Return a value as messages show it: text in double quotes, the rest as JSON."""
    if isinstance(value, str):
        return quote(value.replace("\n", r"\n"))
    return show(json.dumps(value, ensure_ascii=False))
