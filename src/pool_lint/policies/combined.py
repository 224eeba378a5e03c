"""The JSON Schema of manifests together with policies, for editors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pool_lint.policies.compiling import PolicyCheck
from pool_lint.policies.gate import moved
from pool_lint.rules.rule import Rule
from pool_lint.validation.schemas import Schema

_ALL = "allOf"


def combined_schema(core: Schema, rules: Iterable[Rule]) -> dict[str, Any]:
    """Return the schema of manifests, with the schemas of policies under ``allOf``.

    ``rules`` without a policy are left out, and so are policies about other kinds of
    manifests. The comparisons ``x-sum-max`` and ``x-equal`` stay in the schema; other
    validators ignore them. The schema has no ``$id``: it is not the published one.
    """
    whole = {key: value for key, value in core.data.items() if key != "$id"}
    parts = list(whole.pop(_ALL, ()))
    for rule in rules:
        check = rule.check
        if isinstance(check, PolicyCheck) and check.compiled.core.name == core.name:
            at = f"#/{_ALL}/{len(parts)}"
            parts.append(_described(rule, moved(check.compiled.schema, at)))
    return {**whole, _ALL: parts} if parts else whole


def _described(rule: Rule, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a policy with its ID, name and documentation."""
    documentation = rule.documentation
    texts = {"title": f"{rule.id} {rule.name}", "description": documentation.summary}
    link = {"markdownDescription": f"{documentation.summary} [{rule.id}]({rule.url})"}
    return {**texts, **(link if rule.url else {}), **schema}
