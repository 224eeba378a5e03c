"""Read the policies of a settings file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pool_lint.config.docs_url import why_invalid_url
from pool_lint.filesystem.globs import why_useless
from pool_lint.filesystem.paths import relative
from pool_lint.filesystem.read import read_bytes
from pool_lint.model.errors import (
    GlobError,
    PolicyError,
    ReadError,
)
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Severity
from pool_lint.model.text import quote, show
from pool_lint.policies.limits import MOST_POLICIES
from pool_lint.policies.policy import KINDS, Policy, PolicyFaultError
from pool_lint.policies.short_form import SHORT
from pool_lint.policies.templates import template_fault
from pool_lint.rules.rule import Rule, Stage

if TYPE_CHECKING:
    from pool_lint.config.settings import ScopedPolicy, Settings
    from pool_lint.config.settings_file import Layer

TABLE = "policy"
"""The key of settings files that holds the policies by ID."""

_ID = re.compile("[A-Z]{2,10}[0-9]{3}")
_NAME = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_RESERVED = ("RP", "RD")
_MOST_BYTES = 256 * 1024
_SHORT_KEYS = ("field", "when", *SHORT)


def check_ids(layer: Layer) -> None:
    """Raise SettingsError for the ID of a policy that is not valid."""
    tables = layer.values.get(TABLE)
    for id_ in tables if isinstance(tables, dict) else ():
        if not _ID.fullmatch(id_):
            reason = f"{quote(id_)} is not a valid policy ID"
            advice = "use 2 to 10 capitals and 3 digits, such as ACME001"
            raise layer.malformed((TABLE, id_), f"{reason}; {advice}")
        if _ID.fullmatch(id_) and id_[:-3] in _RESERVED:
            reason = f"{id_} is reserved for rules of pool-lint; use other letters"
            raise layer.malformed((TABLE, id_), reason)


def policies_of(layer: Layer) -> tuple[Policy, ...]:
    """Return the policies of a settings file that matches the schema.

    Raises SettingsError, or PolicyError with the ID of the policy.
    """
    tables = layer.values.get(TABLE, {})
    if len(tables) > MOST_POLICIES:
        reason = f"these settings have more than {MOST_POLICIES} policies"
        raise layer.malformed((TABLE,), reason)
    found = tuple(_policy(id_, table, layer) for id_, table in tables.items())
    names: dict[str, str] = {}
    for policy in found:
        first = names.setdefault(policy.name, policy.id)
        if first != policy.id:
            reason = f"the policy {first} has the same name"
            raise policy_error(layer, policy.id, ("name",), reason)
    return found


def compiled_rules(policies: Iterable[ScopedPolicy], edition: str) -> tuple[Rule, ...]:
    """Return the rules of policies in an edition. Raises PolicyError.

    This checks that each policy can report something.
    """
    from pool_lint.policies.compiling import compile_policy, rule_of  # noqa: PLC0415

    rules = []
    for policy, layer, _ in policies:
        try:
            rules.append(rule_of(compile_policy(policy, edition)))
        except PolicyFaultError as fault:
            raise policy_error(layer, policy.id, fault.pointer, fault.reason) from None
    return tuple(rules)


def require_one_place(found: Iterable[Settings]) -> None:
    """Raise PolicyError if settings files define different policies with one ID."""
    every = (one for settings in found for one in settings.policies)
    first: dict[str, ScopedPolicy] = {}
    for one in sorted(every, key=lambda one: (one.policy.file, one.policy.place)):
        other = first.setdefault(one.policy.id, one).policy
        if _without_place(other) != _without_place(one.policy):
            reason = f"already defined in {other.place}"
            raise policy_error(one.layer, other.id, (), reason)


def _without_place(policy: Policy) -> Policy:
    return policy._replace(origin="", place="", file="")


def named_rules(policies: Iterable[Policy]) -> list[Rule]:
    """Return the policies as rules that settings can name; they check nothing."""
    return [
        Rule(p.id, p.name, p.severity, Stage.POLICY, iter, always=not p.suppressible)
        for p in policies
    ]


def policy_error(layer: Layer, id_: str, pointer: Pointer, reason: str) -> PolicyError:
    """Return the error to raise for a key of a policy."""
    path = (TABLE, id_, *pointer)
    return PolicyError(layer.place(path), reason, id_)


def _policy(id_: str, table: Mapping[str, Any], layer: Layer) -> Policy:
    name = table["name"]
    if not _NAME.fullmatch(name):
        reason = f"{quote(name)} is not a valid name"
        advice = "use lower-case letters, digits and hyphens"
        raise policy_error(layer, id_, ("name",), f"{reason}; {advice}")
    for rule in layer.rules:
        if name in rule.names or id_ == rule.id:
            reason = f"the rule {rule.id} has the same name or ID"
            raise policy_error(layer, id_, ("name",), reason)
    for key in ("message", "help"):
        if reason := template_fault(table.get(key, "")):
            raise policy_error(layer, id_, (key,), f"{key}: {reason}")
    url = table.get("url", "")
    if url and (reason := why_invalid_url(url)):
        raise policy_error(layer, id_, ("url",), f"url: {reason}")
    for number, glob in enumerate(table.get("files", ())):
        if reason := why_useless(glob):
            raise policy_error(
                layer, id_, ("files", number), str(GlobError(glob, reason))
            )
    return Policy(
        id_,
        name,
        Severity(table.get("severity", Severity.ERROR)),
        table.get("message", ""),
        table.get("help", ""),
        url,
        tuple(table.get("files", ())),
        KINDS[table.get("kind", "Pool")],
        table.get("edition", ""),
        table.get("suppressible", True),
        _several(table.get("bad", ())),
        _several(table.get("good", ())),
        _body(id_, table, layer),
        layer.origin or layer.file.path,
        _header(id_, layer),
        layer.file.path,
    )


def _header(id_: str, layer: Layer) -> str:
    """Return the place of a policy; its header is found without parsing the file."""
    table = ".".join((*map(str, layer.table), TABLE, id_))
    lines = layer.file.text.split("\n")
    headers = (n for n, line in enumerate(lines, 1) if line.strip() == f"[{table}]")
    line = next(headers, 0)
    return f"{layer.file.path}:{line}" if line else layer.place((TABLE, id_))


def _several(examples: str | Sequence[str]) -> tuple[str, ...]:
    return (examples,) if isinstance(examples, str) else tuple(examples)


def _body(id_: str, table: Mapping[str, Any], layer: Layer) -> dict[str, Any]:
    """Return the keys of a table that say what to check."""
    short = [key for key in _SHORT_KEYS if key in table]
    if "schema" not in table:
        if not {"field", "x-equal"} & set(short):
            reason = "add what to check: field with a keyword, or schema"
            raise policy_error(layer, id_, (), reason)
        return {key: table[key] for key in (*short, "x-known") if key in table}
    if short:
        reason = f"{short[0]} cannot be combined with schema"
        raise policy_error(layer, id_, (short[0],), reason)
    schema = table["schema"]
    if isinstance(schema, str):
        schema = _read(id_, schema, layer)
    known = {} if table.get("x-known", True) else {"x-known": False}
    return {"schema": {**schema, **known}}


def _read(id_: str, name: str, layer: Layer) -> dict[str, Any]:
    """Return the schema in a file. Raises PolicyError."""
    root, at = os.path.realpath(layer.folder), ("schema",)
    path = os.path.join(layer.folder, name)
    if "\0" in path or os.path.commonpath([os.path.realpath(path), root]) != root:
        reason = "schema must be a path inside the folder of these settings"
        raise policy_error(layer, id_, at, reason)
    what = f"schema: {show(name)}"
    try:
        data = read_bytes(relative(os.path.normpath(path)), _MOST_BYTES)
    except ReadError as error:
        raise policy_error(layer, id_, at, f"{what}: {error.reason}") from None
    if len(data) > _MOST_BYTES:
        reason = f"{what}: the file is larger than {_MOST_BYTES:,} bytes"
        raise policy_error(layer, id_, at, reason)
    try:
        schema = json.loads(data)
    except RecursionError:
        raise policy_error(layer, id_, at, f"{what} is nested too deeply") from None
    except ValueError:
        raise policy_error(layer, id_, at, f"{what} is not valid JSON") from None
    if not isinstance(schema, dict):
        raise policy_error(layer, id_, at, f"{what} must hold a JSON object")
    return schema
