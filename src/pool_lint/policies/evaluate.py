"""Find the keywords of a policy that a manifest fails, each with its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from pool_lint.model.errors import PoolLintError
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document
from pool_lint.policies.names import FILE_STEM
from pool_lint.policies.parts import OWN, PolicyParts
from pool_lint.validation.failures import MOST_FAILURES

FORBIDDEN = "forbidden"
"""The keyword of a field whose schema is ``false``, and of an unlisted field."""

# The number of times that a value is compared with a part of a policy.
_MOST_STEPS = 300_000


class PolicyFailure(NamedTuple):
    """A keyword of a policy that a value fails.

    ``pointer`` is the place of the value, or of the missing or forbidden entry.
    ``expected`` is the value of the keyword in ``subschema``. For two fields that must
    be equal, ``other`` is the pointer of the first one, and ``found`` its value. For a
    list, ``other`` is the way from an entry to its number, and ``found`` is the sum.
    """

    pointer: Pointer
    keyword: str
    expected: Any
    subschema: dict[str, Any]
    other: Pointer | None = None
    found: Any = None


class TooManyStepsError(PoolLintError):
    """A document is too large to find all places where it fails a policy."""


def policy_failures(
    parts: PolicyParts, data: Any, file: str, *, only_comparisons: bool = False
) -> list[PolicyFailure]:
    """Return the failures of a document, at most a thousand, one for each value.

    ``file`` is the name of the file, "" if it has none. ``only_comparisons`` skips the
    keywords of JSON Schema. Raises TooManyStepsError.
    """
    walk = _Walk(parts, file, only_comparisons=only_comparisons)
    found: dict[Pointer, PolicyFailure] = {}
    for failure in walk.failures(parts.root, data, ()):
        found.setdefault(failure.pointer, failure)
        if len(found) == MOST_FAILURES:
            break
    return list(found.values())


class _Walk:
    """One search for failures, with a limited number of steps."""

    def __init__(
        self, parts: PolicyParts, file: str, *, only_comparisons: bool
    ) -> None:
        self._parts = parts
        self._file = file
        self._only = only_comparisons
        self._left = _MOST_STEPS

    def failures(
        self, schema: Any, value: Any, pointer: Pointer
    ) -> Iterator[PolicyFailure]:
        self._left -= 1
        if self._left < 0:
            raise TooManyStepsError
        if schema is False:
            yield PolicyFailure(pointer, FORBIDDEN, False, {})  # noqa: FBT003 - a schema
        if isinstance(schema, bool) or (self._only and self._parts.skips(schema)):
            return
        if not self._only:
            yield from self._own(schema, value, pointer)
        if isinstance(value, dict):
            yield from self._of_mapping(schema, value, pointer)
        elif isinstance(value, list):
            yield from self._of_list(schema, value, pointer)
        for part in schema.get("allOf", ()):
            yield from self.failures(part, value, pointer)
        if "$ref" in schema:
            found = self._parts.referred(schema["$ref"])
            yield from self.failures(found, value, pointer)
        if "if" in schema:
            holds = self._parts.whole(schema["if"]).is_valid(value)
            part = schema.get("then" if holds else "else", True)
            yield from self.failures(part, value, pointer)

    def _own(
        self, schema: dict[str, Any], value: Any, pointer: Pointer
    ) -> Iterator[PolicyFailure]:
        parts = self._parts
        if not parts.has_own(schema) or parts.own(schema).is_valid(value):
            return
        for word in OWN:
            if word in schema and not parts.validator(schema, word).is_valid(value):
                yield PolicyFailure(pointer, word, schema[word], schema)
                return

    def _of_mapping(
        self, schema: dict[str, Any], value: dict[str, Any], pointer: Pointer
    ) -> Iterator[PolicyFailure]:
        if not self._only:
            yield from self._missing(schema, value, pointer)
            yield from self._of_names(schema, value, pointer)
        listed = schema.get("properties", {})
        for name, part in listed.items():
            if name in value:
                yield from self.failures(part, value[name], (*pointer, name))
        for name, part in schema.get("dependentSchemas", {}).items():
            if name in value:
                yield from self.failures(part, value, pointer)
        if "x-equal" in schema:
            yield from self._unequal(schema, pointer, value)
        patterns = schema.get("patternProperties", {})
        rest = schema.get("additionalProperties", True)
        for name, inner in value.items() if patterns or rest is not True else ():
            fitting = [p for p in patterns if self._parts.matches(p, name)]
            parts = [patterns[pattern] for pattern in fitting]
            parts += [rest] if not fitting and name not in listed else []
            for part in parts:
                yield from self.failures(part, inner, (*pointer, name))

    def _missing(
        self, schema: dict[str, Any], value: dict[str, Any], pointer: Pointer
    ) -> Iterator[PolicyFailure]:
        names = [name for name in schema.get("required", ()) if name not in value]
        for name, others in schema.get("dependentRequired", {}).items():
            names += [o for o in others if name in value and o not in value]
        for name in names:
            yield PolicyFailure((*pointer, name), "required", [name], schema)

    def _of_names(
        self, schema: dict[str, Any], value: dict[str, Any], pointer: Pointer
    ) -> Iterator[PolicyFailure]:
        if "propertyNames" not in schema:
            return
        part = schema["propertyNames"]
        for name in value:
            if not self._parts.whole(part).is_valid(name):
                yield PolicyFailure((*pointer, name), "propertyNames", part, schema)

    def _of_list(
        self, schema: dict[str, Any], value: list[Any], pointer: Pointer
    ) -> Iterator[PolicyFailure]:
        first = schema.get("prefixItems", ())
        has_parts = bool(first) or "items" in schema
        for number, inner in enumerate(value) if has_parts else ():
            part = first[number] if number < len(first) else schema.get("items", True)
            if part is not True:
                yield from self.failures(part, inner, (*pointer, number))
        if "x-sum-max" in schema:
            wanted = schema["x-sum-max"]
            steps = self._parts.relative(wanted["of"], (*pointer, 0))
            numbers = (_inside(entry, steps) for entry in value)
            total = sum(n for n in numbers if _is_number(n))
            if total > wanted["max"]:
                failure = PolicyFailure(pointer, "x-sum-max", wanted["max"], schema)
                yield failure._replace(other=steps, found=total)

    def _unequal(
        self, schema: dict[str, Any], pointer: Pointer, value: dict[str, Any]
    ) -> Iterator[PolicyFailure]:
        places = [
            None if name == FILE_STEM else self._parts.relative(name, pointer)
            for name in schema["x-equal"]
        ]
        document = Document(value)
        stem = os.path.splitext(os.path.basename(self._file))[0] or None
        found = [stem if p is None else document.get(*p) for p in places]
        if None in found or found[0] == found[1]:
            return
        first, second = places
        if second is None:
            first, second, found = None, first, found[::-1]
        other = None if first is None else (*pointer, *first)
        at = (*pointer, *(second or ()))
        failure = PolicyFailure(at, "x-equal", schema["x-equal"], schema)
        yield failure._replace(other=other, found=found[0])


def _inside(value: Any, steps: Pointer) -> Any:
    """Return the value of a field below an entry of a list, None if there is none."""
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
