"""Read settings files and those that they inherit from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pool_lint.config.settings_file import (
    Layer,
    check_keys,
    check_values,
    holds_table,
)
from pool_lint.config.toml import read_toml
from pool_lint.filesystem.paths import relative
from pool_lint.model.errors import SettingsError
from pool_lint.model.problem import Severity
from pool_lint.model.text import quote
from pool_lint.rules.rule import Rule

if TYPE_CHECKING:
    from pool_lint.config.settings import ScopedPolicy

_TABLE = ("tool", "pool-lint")
_MOST_LAYERS = 10
_PACKAGE = "package:"
_FAIL_ON = "fail-on"


def layers(
    file: str,
    root: str,
    rules: Sequence[Rule],
    known: dict[str, Layer],
    above: Sequence[ScopedPolicy] = (),
) -> list[Layer]:
    """Return a settings file and those it inherits from, the nearest last.

    Inherited files must lie inside ``root``, or belong to an installed distribution.
    ``known`` caches files between calls. ``above`` are policies of files in folders
    above that cannot be suppressed. Raises SettingsError.
    """
    found = list(_read(file, root, rules, known))[::-1]
    inherited, fail_on = [one.policy for one in above], str(Severity.ERROR)
    for layer in found:
        named: list[Rule] = []
        if inherited or layer.policies:
            from pool_lint.config import policy_tables, strict_policies  # noqa: PLC0415

            strict_policies.check_inherited(layer, inherited, fail_on)
            strict_policies.check_below(layer, above)
            inherited += layer.policies
            named = policy_tables.named_rules(inherited)
        check_values(layer, named)
        fail_on = layer.values.get(_FAIL_ON, fail_on)
    return found


def _read(
    file: str, root: str, rules: Sequence[Rule], known: dict[str, Layer]
) -> Iterator[Layer]:
    """Yield a settings file and those it inherits from, the nearest first."""
    seen = set[str]()
    layer: Layer | None = None
    origin, scope = "", ""
    for _ in range(_MOST_LAYERS):
        seen.add(os.path.realpath(file))
        key = f"{scope}\0{file}" if scope else file
        if key not in known:
            known[key] = _layer(file, rules, origin, scope)
        layer = known[key]
        yield layer
        if "extend" not in layer.values:
            return
        if layer.values["extend"].startswith(_PACKAGE):
            from pool_lint.config.packages import packaged_settings  # noqa: PLC0415

            if layer.origin:
                reason = "extend: a distribution cannot inherit from another one"
                raise layer.malformed(("extend",), reason)
            name = layer.values["extend"].removeprefix(_PACKAGE)
            file, origin = packaged_settings(name, layer)
            scope = layer.folder
        else:
            file = layer.inside("extend", layer.folder if layer.origin else root)
        if not os.path.isfile(file):
            named = layer.values["extend"]
            raise layer.malformed(("extend",), f"extend: {quote(named)} does not exist")
        if os.path.realpath(file) in seen:
            raise layer.malformed(
                ("extend",), "extend: these settings files inherit from each other"
            )
    reason = f"extend: settings can inherit through at most {_MOST_LAYERS} files"
    raise (
        SettingsError(file, reason)
        if layer is None
        else layer.malformed(("extend",), reason)
    )


def _layer(path: str, rules: Sequence[Rule], origin: str, scope: str) -> Layer:
    """Read a settings file; ``origin`` and ``scope`` are those of a distribution."""
    file = read_toml(relative(path))
    table = _TABLE if os.path.basename(path) == "pyproject.toml" else ()
    if table and not holds_table(file.data):
        raise SettingsError(file.path, "missing table [tool.pool-lint]")
    layer = Layer(file, table, tuple(rules), (), origin, scope)
    if not isinstance(layer.value, dict):
        raise layer.malformed((), "tool.pool-lint must be a table")
    if "policy" not in layer.values:
        check_keys(layer)
        return layer
    from pool_lint.config import policy_tables  # noqa: PLC0415 - start-up

    policy_tables.check_ids(layer)
    check_keys(layer)
    return layer._replace(policies=policy_tables.policies_of(layer))
