"""Protect policies of other settings files from settings that would weaken them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pool_lint.config.policy_tables import named_rules, policy_error
from pool_lint.config.selectors import is_selector
from pool_lint.model.errors import SettingsError
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Severity
from pool_lint.modelarts.kinds import Kind
from pool_lint.policies.policy import Policy

if TYPE_CHECKING:
    from pool_lint.config.settings import ScopedPolicy
    from pool_lint.config.settings_file import Layer

_NEVER = "never"


def check_inherited(layer: Layer, inherited: Sequence[Policy], fail_on: str) -> None:
    """Raise SettingsError if settings redefine or weaken inherited policies.

    ``inherited`` are the policies of the files that a settings file inherits from, and
    those of the files above it that cannot be suppressed. ``fail_on`` is the inherited
    fail level. Policies that can be suppressed may be ignored, but not redefined.
    """
    own = {policy.id: policy for policy in layer.policies}
    names = {policy.name: policy for policy in layer.policies}
    for policy in inherited:
        same = own.get(policy.id) or names.get(policy.name)
        if same and same.place != policy.place:
            reason = f"already defined in {policy.place}"
            raise policy_error(layer, same.id, (), reason)
    for policy in inherited:
        if not policy.suppressible and policy.file != layer.file.path:
            for pointer in _weakenings(layer, policy, fail_on):
                raise _refused(layer, pointer, policy)


def check_below(layer: Layer, above: Iterable[ScopedPolicy]) -> None:
    """Raise SettingsError if settings exclude files from policies of folders above.

    ``above`` are the policies that cannot be suppressed. The settings that define them
    may exclude files, and so may those beside or above them. Another kind also hides a
    manifest: policies check requests only.
    """
    kinds = layer.values.get("kinds", {})
    keys = [("kinds", glob) for glob in kinds if kinds[glob] != Kind.REQUEST]
    pointers: list[Pointer] = [*keys, *([("exclude",)] if _excludes(layer) else [])]
    for pointer in pointers:
        for policy, owner, _ in above:
            if not _contains(layer.globs_start, owner.globs_start):
                raise _refused(layer, pointer, policy)


def _excludes(layer: Layer) -> bool:
    return bool(layer.values.get("exclude"))


def _contains(folder: str, inner: str) -> bool:
    """Whether a folder is another one, or above it."""
    paths = [os.path.realpath(folder), os.path.realpath(inner)]
    return os.path.commonpath(paths) == paths[0]


def _refused(layer: Layer, pointer: Pointer, policy: Policy) -> SettingsError:
    reason = f"{policy.id} cannot be suppressed or weakened here"
    place = f"it is defined in {policy.place} with suppressible = false"
    return layer.malformed(pointer, f"{reason}; {place}")


def _weakenings(layer: Layer, policy: Policy, fail_on: str) -> Iterator[Pointer]:
    """Yield the pointers of settings that would hide or weaken a policy."""
    values, rules = layer.values, named_rules([policy])
    for selector, severity in values.get("severity", {}).items():
        is_weaker = Severity(severity).rank > policy.severity.rank
        if is_weaker and is_selector(selector, rules):
            yield "severity", selector
    for pointer, selector in _naming(layer):
        if is_selector(selector, rules):
            yield pointer
    if _fails(policy, fail_on) and not _fails(policy, values.get("fail-on", fail_on)):
        yield ("fail-on",)
    if policy.edition and values.get("edition", policy.edition) != policy.edition:
        yield ("edition",)


def _naming(layer: Layer) -> Iterator[tuple[Pointer, str]]:
    """Yield the selectors of rules that settings ignore, or give other texts."""
    values = layer.values
    for index, selector in enumerate(values.get("ignore", ())):
        yield ("ignore", index), selector
    for glob, ignored in values.get("per-file-ignores", {}).items():
        for selector in ignored:
            yield ("per-file-ignores", glob), selector
    for selector in values.get("rule", {}):
        yield ("rule", selector), selector


def _fails(policy: Policy, level: str) -> bool:
    return level != _NEVER and policy.severity.rank <= Severity(level).rank
