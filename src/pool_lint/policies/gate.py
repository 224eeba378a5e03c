"""Find out quickly which policies a document may fail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from pool_lint.policies.compiling import PolicyCheck
from pool_lint.rules.rule import Rule
from pool_lint.validation.linear import Validator, linear_validator


class PolicyGate:
    """Several policies as one schema: most documents need one validation for all."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._comparing = [r for r in rules if _check(r).parts.compares]

    def suspects(self, data: Any) -> Sequence[Rule]:
        """Return the policies that data may fail."""
        return self._comparing if self._validator.is_valid(data) else self._rules

    @cached_property
    def _validator(self) -> Validator:
        schemas = [_check(rule).compiled.schema for rule in self._rules]
        parts = [moved(s, f"#/allOf/{n}") for n, s in enumerate(schemas)]
        return linear_validator({"allOf": parts})


def _check(rule: Rule) -> PolicyCheck:
    check = rule.check
    assert isinstance(check, PolicyCheck)  # noqa: S101 - for type checkers
    return check


def moved(value: Any, prefix: str) -> Any:
    """Return a schema whose references start at another place."""
    if isinstance(value, list):
        return [moved(one, prefix) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: one.replace("#", prefix, 1)
        if key == "$ref" and isinstance(one, str)
        else moved(one, prefix)
        for key, one in value.items()
    }
