"""Compile policies for an edition, and turn them into rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pool_lint.model.location import Location
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Problem
from pool_lint.modelarts.kinds import Body
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.parsing import DefectKind
from pool_lint.policies.evaluate import TooManyStepsError, policy_failures
from pool_lint.policies.limits import check_size, children, target
from pool_lint.policies.names import FILE_STEM, relative_field, shown_name
from pool_lint.policies.parts import PolicyParts
from pool_lint.policies.policy import CompiledPolicy, Policy, PolicyFaultError
from pool_lint.policies.reach import Reach
from pool_lint.policies.short_form import EQUAL, SUM, compiled
from pool_lint.policies.strict import with_types
from pool_lint.policies.wording import Wording, file_name
from pool_lint.rules.documentation import Documentation
from pool_lint.rules.messages import field
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.linear import SchemaError, linear_validator
from pool_lint.validation.schemas import Schema, schema_names


def compile_policy(policy: Policy, edition: str) -> CompiledPolicy:
    """Return a policy for an edition, or for the only edition that it applies to.

    Raises PolicyFaultError for a policy that is invalid, too large, or that can never
    report anything. The pointer of the error is that of a key in the policy's table.
    """
    edition = policy.edition or edition
    if policy.kind not in schema_names(edition):
        reason = f"edition {edition} has no manifests of this kind"
        raise PolicyFaultError(("kind",), f'{reason}; add edition = "2026-01"')
    core = Schema(edition, policy.kind)
    path: FieldPath = ()
    if "schema" in policy.body:
        schema, fields = dict(policy.body["schema"]), list[str]()
        at: Pointer = ("schema",)
    else:
        schema, fields, path = compiled(policy.body, core)
        at = ("field",) if "field" in policy.body else ()
    check_size(schema, at)
    try:
        linear_validator(schema)
    except SchemaError as error:
        raise PolicyFaultError(_key(policy, error.pointer, at), error.reason) from None
    Reach(schema, core, at).check()
    paths = tuple(dict.fromkeys(_paths(schema, (), schema, core)))
    fields = fields or [shown_name(path) for path in paths]
    if not policy.suppressible:
        schema = with_types(schema, core)
    return CompiledPolicy(policy, schema, core, tuple(fields), path, paths)


def _key(policy: Policy, pointer: Pointer, at: Pointer) -> Pointer:
    """Return the key of a table that an invalid keyword comes from."""
    is_key = pointer[-1:] and pointer[-1] in policy.body
    return (pointer[-1],) if is_key else at


def _paths(
    schema: Any, path: FieldPath, root: Any, core: Schema
) -> Iterator[FieldPath]:
    """Yield the paths of the fields that a schema looks at, the innermost only."""
    found = False
    if not isinstance(schema, dict):
        yield path
        return
    for pointer, child in children(schema):
        word, *rest = pointer
        step = rest if word == "properties" else ["[]"] if word == "items" else []
        for one in _paths(child, (*path, *(str(name) for name in step)), root, core):
            if one != path:
                found = True
                yield one
    compared = list(_compared(schema, path, core))
    yield from compared
    if "$ref" in schema:
        yield from _paths(target(schema["$ref"], root), path, root, core)
    elif not (found or compared):
        yield path


def _compared(
    schema: dict[str, Any], path: FieldPath, core: Schema
) -> Iterator[FieldPath]:
    """Yield the paths of the fields that an object of a schema compares or adds."""
    names = [(path, name) for name in schema.get(EQUAL, ()) if name != FILE_STEM]
    if SUM in schema:
        names.append(((*path, "[]"), schema[SUM]["of"]))
    for around, name in names:
        yield (*around, *(relative_field(name, around, core) or name.split(".")))


def rule_of(compiled_policy: CompiledPolicy) -> Rule:
    """Return the rule that reports what fails a policy."""
    policy = compiled_policy.policy
    return Rule(
        policy.id,
        policy.name,
        policy.severity,
        Stage.POLICY,
        PolicyCheck(compiled_policy),
        fields=compiled_policy.fields,
        kinds=(policy.kind,),
        always=not policy.suppressible,
        off=False,
        editions=(policy.edition,) if policy.edition else (),
        url=policy.url,
        origin=policy.source,
        about=documentation(compiled_policy),
    )


def documentation(compiled_policy: CompiledPolicy) -> Documentation:
    """Return the documentation of a policy: its message, help, examples and source."""
    policy = compiled_policy.policy
    summary = policy.message or f"A policy about {', '.join(compiled_policy.fields)}."
    source = f"{policy.source} ({policy.place})" if policy.place else policy.source
    bad, good = (
        "\n---\n".join(e.strip("\n") for e in t) for t in (policy.bad, policy.good)
    )
    return Documentation(summary, policy.help, bad, good, source)


class PolicyCheck:
    """The check of a policy: yields the problems of a body."""

    def __init__(self, compiled_policy: CompiledPolicy) -> None:
        self.compiled = compiled_policy

    @cached_property
    def parts(self) -> PolicyParts:
        """The parts of the schema of the policy."""
        return PolicyParts(self.compiled)

    def __reduce__(self) -> tuple[object, ...]:
        """Return how to create the check again; validators cannot be pickled."""
        return PolicyCheck, (self.compiled,)

    def __call__(self, body: Body) -> Iterator[Problem]:
        """Yield a problem for each value that fails the policy."""
        source = body.document.source
        file = file_name(source.name) if source else ""
        data = body.document.data
        is_plain = self.parts.whole(self.compiled.schema).is_valid(data)
        try:
            found = policy_failures(self.parts, data, file, only_comparisons=is_plain)
        except TooManyStepsError:
            message = (
                f"the document is too large for the policy {self.compiled.policy.name}"
            )
            yield Problem(Location(()), message, "split it into several documents")
            return
        for failure in found:
            if failure.keyword == "type" and self._is_unfilled(body, failure.pointer):
                continue
            wording = Wording(self.compiled, failure, body, file)
            subject = wording.subject
            missing = subject.pointer if subject.is_missing else None
            yield wording.problem()._replace(field=missing)
        if not self.compiled.policy.suppressible:
            yield from self._uncertain(body)

    def _is_unfilled(self, body: Body, pointer: Pointer) -> bool:
        """Whether a value of the wrong type is a placeholder: it is filled in later."""
        value = body.document.get(*pointer)
        return bool(find_placeholder(value, pointer))

    def _uncertain(self, body: Body) -> Iterator[Problem]:
        """Yield duplicate keys: only one of their values can be checked."""
        for defect in body.document.defects:
            pointer = defect.location.pointer
            if defect.kind is DefectKind.DUPLICATE_KEY and self._looks_at(pointer):
                message = f"{field(pointer)} is defined twice"
                name = self.compiled.policy.name
                advice = "remove one of the two"
                yield Problem(
                    defect.location, f"{message}; the policy {name} needs one", advice
                )

    def _looks_at(self, pointer: Pointer) -> bool:
        if pointer[-1:] == ("<<",):
            pointer = pointer[:-1]
        path = tuple("[]" if isinstance(step, int) else step for step in pointer)
        for own in self.compiled.paths:
            shorter = min(len(own), len(path))
            if own[:shorter] == path[:shorter]:
                return True
        return False
