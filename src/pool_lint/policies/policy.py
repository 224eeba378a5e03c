"""The Policy type: a rule of an organisation, as a settings file defines it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pool_lint.model.errors import PoolLintError
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Severity
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.schemas import Schema, SchemaName

KINDS = {
    "Pool": SchemaName.CREATE_POOL,
    "Network": SchemaName.NETWORK,
    "NodePool": SchemaName.NODE_POOL,
}
"""The kinds of manifests that a policy can check, and the schema of each."""


class PolicyFaultError(PoolLintError, ValueError):
    """A policy is invalid: the key in its table at ``pointer``, and the reason."""

    def __init__(self, pointer: Pointer, reason: str) -> None:
        super().__init__(pointer, reason)
        self.pointer = pointer
        self.reason = reason


class Policy(NamedTuple):
    """A policy as it is written in a table ``[policy.ID]``.

    ``message`` and ``help`` are templates with placeholders such as ``{value}``.
    Without a message, the wording is that of the built-in rules. ``files`` are the
    globs that it is limited to, none for all files. ``kind`` is the schema of the
    manifests that it checks, ``edition`` the only edition that it applies to, "" for
    all. If it is not ``suppressible``, nothing disables it but a run without settings.
    ``bad`` and ``good`` are example manifests, or parts of them.

    ``body`` holds the keys of the short form, or ``schema`` with the JSON Schema of the
    long form. ``origin`` is the settings file or the installed distribution that has
    the policy, ``place`` its line, and ``file`` the path of the settings file.
    """

    id: str
    name: str
    severity: Severity = Severity.ERROR
    message: str = ""
    help: str = ""
    url: str = ""
    files: tuple[str, ...] = ()
    kind: SchemaName = SchemaName.CREATE_POOL
    edition: str = ""
    suppressible: bool = True
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    body: Mapping[str, Any] = {}
    origin: str = ""
    place: str = ""
    file: str = ""

    @property
    def source(self) -> str:
        """The origin, with a remark if the policy cannot be suppressed."""
        return self.origin + ("" if self.suppressible else " (cannot be suppressed)")


class CompiledPolicy(NamedTuple):
    """A policy for one edition: its JSON Schema, beside the schema of the manifests.

    ``schema`` is plain JSON Schema 2020-12, but for the keywords ``x-sum-max``,
    ``x-equal`` and ``x-known``. ``core`` is the schema of the manifests in the edition.
    ``fields`` are the short names of the fields that the policy looks at, ``paths``
    their paths, and ``path`` that of the key ``field``.
    """

    policy: Policy
    schema: dict[str, Any]
    core: Schema
    fields: tuple[str, ...] = ()
    path: FieldPath = ()
    paths: tuple[FieldPath, ...] = ()
