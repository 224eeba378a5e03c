"""Check that a policy can fail: its edition has the fields and values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote, show
from pool_lint.policies.limits import inside, target
from pool_lint.policies.names import (
    FILE_STEM,
    relative_field,
    relative_names,
    shown_name,
)
from pool_lint.policies.policy import PolicyFaultError
from pool_lint.policies.strength import (
    BOUNDS,
    asserts,
    options_in,
    types_in,
    widened,
)
from pool_lint.rules.messages import type_name
from pool_lint.validation.fields import KEY_PREFIX, FieldPath, step_into
from pool_lint.validation.schemas import Schema

# The types of values that a keyword looks at; it ignores all others.
_KEYWORDS = {
    "string": ("minLength", "maxLength", "pattern"),
    "integer": ("minimum", "maximum", "multipleOf"),
    "array": ("minItems", "maxItems", "uniqueItems", "items", "contains"),
    "object": ("properties", "required", "minProperties", "maxProperties"),
}
_MORE_KEYWORDS = {
    "integer": ("exclusiveMinimum", "exclusiveMaximum"),
    "array": ("prefixItems", "x-sum-max"),
    "object": ("additionalProperties", "patternProperties", "propertyNames", "x-equal"),
}
_TYPES = {
    word: type_
    for table in (_KEYWORDS, _MORE_KEYWORDS)
    for type_, words in table.items()
    for word in words
}


class _Place(NamedTuple):
    """An object of the policy's schema, beside the schema of the same field.

    ``core`` is {} for a field that the edition does not have, or that is not checked.
    """

    schema: Any
    core: dict[str, Any]
    path: FieldPath
    pointer: Pointer


class Reach:
    """Compares the schema of a policy with the schema of the manifests."""

    def __init__(self, schema: dict[str, Any], core: Schema, at: Pointer) -> None:
        self._schema = schema
        self._core = core
        self._at = at

    def check(self) -> None:
        """Raise PolicyFaultError if the policy can never report anything."""
        known = {} if self._schema.get("x-known") is False else self._core.data
        place = _Place(self._schema, known, (), ())
        if not self._can_fail(place):
            reason = "it cannot fail: the API reference requires the same or more"
            if not known:
                reason = "it cannot fail: it requires nothing"
            raise self._fault(reason, place)

    def _fault(self, reason: str, place: _Place) -> PolicyFaultError:
        return PolicyFaultError(self._at, f"{reason}{self._where(place)}")

    def _where(self, place: _Place) -> str:
        return inside(place.pointer) if self._at == ("schema",) else ""

    def _can_fail(self, place: _Place) -> bool:
        """Return whether a valid manifest can fail a part of the policy.

        Raises PolicyFaultError for a part that can never apply.
        """
        schema = place.schema
        if isinstance(schema, bool):
            return not schema
        if schema.get("x-known") is False:
            place = place._replace(core={})
        self._check_types(place)
        self._check_names(place)
        self._check_values(place)
        results = [asserts(word, schema, place.core) for word in schema]
        results += [self._below(place, *found) for found in self._children(place)]
        if "if" in schema:
            self._can_fail(self._inner(place, "if"))
            results += [
                self._can_fail(self._inner(place, word))
                for word in ("then", "else")
                if word in schema
            ]
        return any(results)

    def _inner(self, place: _Place, *steps: str | int) -> _Place:
        schema = place.schema
        for step in steps:
            schema = schema[step]
        return place._replace(schema=schema, pointer=(*place.pointer, *steps))

    def _children(self, place: _Place) -> Iterator[tuple[str, list[_Place]]]:
        """Yield each keyword with schemas, and the places of these schemas."""
        schema = place.schema
        if "$ref" in schema:
            found = target(schema["$ref"], self._schema)
            yield "$ref", [place._replace(schema=found)]
        for word in ("allOf", "anyOf", "oneOf"):
            if word in schema:
                yield (
                    word,
                    [self._inner(place, word, n) for n in range(len(schema[word]))],
                )
        if "not" in schema:
            yield "not", [self._inner(place, "not")]
        if "properties" in schema:
            names = schema["properties"]
            yield (
                "properties",
                [self._step(place, name, "properties", name) for name in names],
            )
        for word in ("items", "contains"):
            if word in schema:
                yield word, [self._step(place, 0, word)]
        for number in range(len(schema.get("prefixItems", ()))):
            yield "items", [self._step(place, 0, "prefixItems", number)]
        for name in schema.get("dependentSchemas", ()):
            yield "allOf", [self._inner(place, "dependentSchemas", name)]

    def _step(self, place: _Place, step: str | int, *keys: str | int) -> _Place:
        inner = self._inner(place, *keys)
        core = step_into(place.core, step, self._core) if place.core else {}
        name = "[]" if isinstance(step, int) else step
        return inner._replace(core=core, path=(*place.path, name))

    def _below(self, place: _Place, word: str, parts: list[_Place]) -> bool:
        results = [self._can_fail(part) for part in parts]
        if word == "anyOf":
            return all(results)
        if word == "properties":
            self._refuse_forbidden(place, parts)
        return any(results) or word in {"not", "oneOf", "contains"}

    def _refuse_forbidden(self, place: _Place, parts: list[_Place]) -> None:
        """Raise PolicyFaultError if the policy forbids what the API requires."""
        for part in parts:
            if part.schema is False and part.path[-1] in place.core.get("required", ()):
                reason = f"the API requires {shown_name(part.path)}"
                raise self._fault(reason, part)

    def _check_types(self, place: _Place) -> None:
        types = types_in(place.core)
        if not types:
            return
        for word in place.schema:
            wanted = _TYPES.get(word)
            if wanted and wanted not in widened(types):
                name, found = shown_name(place.path), type_name(sorted(types))
                reason = f"{word} has no effect: {name} is {found}"
                raise self._fault(reason, place)
        own = types_in(place.schema)
        if own and not widened(own) & widened(types):
            name, found = shown_name(place.path), type_name(sorted(types))
            reason = f"no value can match: {name} is {found}"
            raise self._fault(reason, place)

    def _check_names(self, place: _Place) -> None:
        """Raise PolicyFaultError for a field that the edition does not have."""
        schema, core = place.schema, place.core
        names = [*schema.get("properties", ()), *schema.get("required", ())]
        names += schema.get("dependentSchemas", ())
        for name, others in schema.get("dependentRequired", {}).items():
            names += [name, *others]
        is_closed = core.get("additionalProperties") is False
        for name in names if is_closed else ():
            if not step_into(core, name, self._core):
                known = core.get("properties", {})
                close = closest_match(name, known, KEY_PREFIX)
                shown = [shown_name((*place.path, n)) for n in (close,) if n]
                advice = "".join(f"; did you mean {one}?" for one in shown)
                what = show(shown_name((*place.path, name)))
                edition = self._core.edition
                reason = f"{what} is not a field of edition {edition}{advice}"
                raise self._fault(reason, place)
        for name in schema.get("x-equal", ()):
            if name != FILE_STEM and core:
                self._check_relative(name, place.path, place)
        if "x-sum-max" in schema and core:
            items = (*place.path, "[]")
            self._check_relative(schema["x-sum-max"]["of"], items, place)

    def _check_relative(self, name: str, around: FieldPath, place: _Place) -> None:
        if relative_field(name, around, self._core):
            return
        close = closest_match(name, relative_names(around, self._core), KEY_PREFIX)
        where = f" in {shown_name(around)}" if around else ""
        advice = f"; did you mean {close}?" if close else ""
        edition = self._core.edition
        reason = f"{show(name)} is not a field{where} of edition {edition}{advice}"
        raise self._fault(reason, place)

    def _check_values(self, place: _Place) -> None:
        """Raise PolicyFaultError for a value that the edition never accepts."""
        schema, core = place.schema, place.core
        values = [*schema.get("enum", ())]
        values += [schema["const"]] if "const" in schema else []
        validator = self._core.validator_of(core) if core and values else None
        for value in values:
            if validator and not validator.is_valid(value):
                known = options_in(core)
                close = closest_match(str(value), known)
                advice = f'; did you mean "{close}"?' if close else ""
                shown = quote(value) if isinstance(value, str) else show(str(value))
                name = shown_name(place.path)
                reason = f"{shown} is not a valid value of {name} in edition"
                reason = f"{reason} {self._core.edition}{advice}"
                raise self._fault(reason, place)
        for low, high in BOUNDS.items():
            limits = (schema, core), (core, schema), (schema, schema)
            for one, other in limits:
                if low in one and high in other and one[low] > other[high]:
                    name = shown_name(place.path)
                    reason = f"no value can match: {low} of {name} is {one[low]}"
                    raise self._fault(f"{reason}, {high} is {other[high]}", place)
