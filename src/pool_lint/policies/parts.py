"""The parts of a policy's schema, each with a validator of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.policies.limits import target
from pool_lint.policies.names import relative_field
from pool_lint.policies.policy import CompiledPolicy
from pool_lint.validation.linear import Validator, linear_validator

# The keywords about a value itself. Of several that fail, the first is reported.
OWN = (
    *("type", "enum", "const", "pattern", "minimum", "exclusiveMinimum", "maximum"),
    *("exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems"),
    *("maxItems", "uniqueItems", "minProperties", "maxProperties", "contains"),
    *("anyOf", "oneOf", "not"),
)
_CONTAINS = ("minContains", "maxContains")


class PolicyParts:
    """The parts of the schema of a policy. Each is compiled once, when needed."""

    def __init__(self, policy: CompiledPolicy) -> None:
        self.root = policy.schema
        self._core = policy.core
        self._validators: dict[tuple[int, str], Validator] = {}
        self._compares: dict[int, bool] = {}

    @property
    def compares(self) -> bool:
        """Whether the policy has keywords that JSON Schema lacks."""
        return self._has_comparison(self.root)

    def validator(self, schema: dict[str, Any], word: str) -> Validator:
        """Return the validator of one keyword of an object of the schema."""
        key = (id(schema), word)
        if key not in self._validators:
            names = (word, *(_CONTAINS if word == "contains" else ()))
            part = {name: schema[name] for name in names if name in schema}
            self._validators[key] = self._compiled(part)
        return self._validators[key]

    def own(self, schema: dict[str, Any]) -> Validator:
        """Return the validator of all keywords about a value itself."""
        key = (id(schema), "")
        if key not in self._validators:
            names = (*OWN, *_CONTAINS)
            part = {name: schema[name] for name in names if name in schema}
            self._validators[key] = self._compiled(part)
        return self._validators[key]

    def whole(self, schema: Any) -> Validator:
        """Return the validator of a schema with everything in it."""
        key = (id(schema), "whole")
        if key not in self._validators:
            self._validators[key] = self._compiled({"allOf": [schema]})
        return self._validators[key]

    def matches(self, pattern: str, name: str) -> bool:
        """Whether a pattern of the schema is found in the name of a field."""
        key = (0, pattern)
        if key not in self._validators:
            self._validators[key] = linear_validator({"pattern": pattern})
        return self._validators[key].is_valid(name)

    def _compiled(self, part: dict[str, Any]) -> Validator:
        definitions = self.root.get("$defs")
        return linear_validator({**part, "$defs": definitions} if definitions else part)

    def has_own(self, schema: dict[str, Any]) -> bool:
        """Whether an object has keywords about a value itself."""
        return any(word in schema for word in OWN)

    def _has_comparison(self, schema: Any) -> bool:
        if not isinstance(schema, dict):
            return False
        if id(schema) not in self._compares:
            self._compares[id(schema)] = (
                "x-sum-max" in schema
                or "x-equal" in schema
                or any(map(self._has_comparison, self.parts(schema)))
            )
        return self._compares[id(schema)]

    def parts(self, schema: dict[str, Any]) -> Iterator[Any]:
        """Yield the schemas in which the failures of an object are found."""
        for word in ("then", "else", "items", "additionalProperties"):
            if word in schema:
                yield schema[word]
        yield from schema.get("allOf", ())
        yield from schema.get("prefixItems", ())
        for word in ("properties", "patternProperties", "dependentSchemas"):
            yield from schema.get(word, {}).values()
        if "$ref" in schema:
            yield self.referred(schema["$ref"])

    def referred(self, reference: str) -> Any:
        """Return the schema that a reference names."""
        return target(reference, self.root)

    def skips(self, schema: Any) -> bool:
        """Whether a schema has nothing that JSON Schema lacks."""
        return not self._has_comparison(schema)

    def relative(self, name: str, pointer: Pointer) -> Pointer:
        """Return the pointer of a field below a mapping or a list item."""
        path = tuple("[]" if isinstance(step, int) else step for step in pointer)
        found = relative_field(name, path, self._core)
        return found if found is not None else tuple(name.split("."))
