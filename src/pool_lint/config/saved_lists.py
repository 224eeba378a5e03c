"""Saved lists that settings name: known flavors, and pools that already exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pool_lint.model.errors import SavedFileError
from pool_lint.model.location import Location
from pool_lint.model.text import show
from pool_lint.modelarts.flavor_catalog import catalog_of, load_catalog
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.pool_bodies import is_answer_list
from pool_lint.modelarts.saved_file import error_at, load_document
from pool_lint.parsing import Defect, Document, Limits
from pool_lint.rules.registry import rule_for_defect
from pool_lint.rules.rule import Rule

if TYPE_CHECKING:
    from pool_lint.config.settings_file import Layer

KNOWN_POOLS = "known-pools"
"""The key that names a saved list of the pools that the service already has."""
FLAVOR_CATALOG = "flavor-catalog"
"""The key that names a file with the known flavors."""


def load_flavors(file: str, rules: Iterable[Rule]) -> Catalog:
    """Return the flavors in a file. Raises SavedFileError."""
    return load_catalog(file, Limits(), _describer(tuple(rules)))


def load_known_pools(layer: Layer) -> Document:
    """Return the saved list of pools that settings name. Raises SettingsError."""
    file = layer.inside(KNOWN_POOLS, layer.folder)
    try:
        document = load_document(file, Limits(), _describer(layer.rules))
        listed = document.data if isinstance(document.data, dict) else {}
        if not is_answer_list(listed) or not isinstance(listed.get("items"), list):
            reason = "expected a saved list of pools (kind: PoolList)"
            raise error_at(document, Location(()), reason)
    except SavedFileError as error:
        reason = f"{KNOWN_POOLS}: {show(error.place)}: {error.reason}"
        raise layer.malformed((KNOWN_POOLS,), reason) from None
    return document


def _describer(rules: tuple[Rule, ...]) -> Callable[[Defect], str]:
    """Return a function that describes a defect with the message of its rule."""

    def describe(defect: Defect) -> str:
        rule = rule_for_defect(defect.kind, rules)
        message = next(iter(rule.check(defect))).message
        return f"{message}; see `pool-lint explain {rule.id}`"

    return describe


def flavors_of(layer: Layer, base: Mapping[str, Any] | None) -> Catalog | None:
    """Return the flavors of a settings file and of those it inherits from."""
    listed = dict(base or {})
    table = layer.values.get("flavors")
    if FLAVOR_CATALOG in layer.values:
        file = layer.inside(FLAVOR_CATALOG, layer.folder)
        try:
            listed |= load_flavors(file, layer.rules)
        except SavedFileError as error:
            reason = f"{FLAVOR_CATALOG}: {show(error.place)}: {error.reason}"
            raise layer.malformed((FLAVOR_CATALOG,), reason) from None
    if table:
        listed |= catalog_of(table)
    return listed or None
