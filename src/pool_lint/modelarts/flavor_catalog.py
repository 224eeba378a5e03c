"""Flavor catalogs: a table in the settings, or a saved response of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pool_lint.model.errors import CatalogError
from pool_lint.model.location import Location
from pool_lint.model.text import show
from pool_lint.modelarts.flavors import Accelerator, Catalog, Flavor, accelerator
from pool_lint.modelarts.saved_file import error_at, load_document
from pool_lint.parsing import Defect, Limits

_ANSWER = "ResourceFlavorList"
_SCOPE = "os.modelarts/scope"  # job types, separated by dots
_WORDS = {kind.lower(): kind for kind in (*Accelerator,)}


def catalog_of(value: object) -> Catalog:
    """Return the flavors of a table or of a saved response.

    A table maps flavor IDs to cpu, gpu, npu or unknown. A response has ``kind:
    ResourceFlavorList``, as GET /v1/{project_id}/resourceflavors returns it ("Obtaining
    Resource Specifications"). Raises CatalogError for anything else.
    """
    if not isinstance(value, Mapping):
        raise CatalogError("expected a table of flavors or a saved response of the API")
    flavors = _listed(value) if value.get("kind") == _ANSWER else _table(value)
    if not flavors:
        raise CatalogError("the catalog contains no flavors")
    return flavors


def load_catalog(
    file: str, limits: Limits, describe: Callable[[Defect], str]
) -> Catalog:
    """Return the flavors of a YAML or JSON file.

    ``describe`` returns the message for a defect of the text.

    Raises SavedFileError, whose text starts with the position in the file.
    """
    document = load_document(file, limits, describe)
    try:
        return catalog_of(document.data)
    except CatalogError as error:
        raise error_at(document, Location(error.pointer), error.reason) from None


def _table(table: Mapping[Any, Any]) -> Catalog:
    return {str(name): _word(str(name), value) for name, value in table.items()}


def _word(name: str, value: object) -> Flavor:
    if isinstance(value, Flavor):
        return value
    kind = _WORDS.get(value.lower()) if isinstance(value, str) else None
    if kind is None:
        raise CatalogError('expected "cpu", "gpu", "npu" or "unknown"', (name,))
    return Flavor(kind, id=name)


def _listed(response: Mapping[str, Any]) -> Catalog:
    items = response.get("items")
    if not isinstance(items, list):
        raise CatalogError("expected the list of flavors", ("items",))
    if _mapping(response.get("metadata")).get("continue"):
        reason = "this is only the first page of the list; save all pages in one file"
        raise CatalogError(reason, ("metadata", "continue"))
    listed: dict[str, Flavor] = {}
    for index, item in enumerate(items):
        name, flavor = _offer(item, index)
        if listed.setdefault(name, flavor) is not flavor:
            raise CatalogError("duplicate flavor", ("items", index))
    return listed


def _offer(item: object, index: int) -> tuple[str, Flavor]:
    offer = _mapping(item)
    name = _mapping(offer.get("metadata")).get("name")
    if not isinstance(name, str):
        raise CatalogError("the flavor has no metadata.name", ("items", index))
    spec, status = _mapping(offer.get("spec")), _mapping(offer.get("status"))
    modes, phases = spec.get("billingModes"), _mapping(status.get("phase"))
    scope = _mapping(_mapping(offer.get("metadata")).get("labels")).get(_SCOPE)
    architecture = spec.get("cpuArch")
    flavor = Flavor(
        _kind(name, spec),
        zones=frozenset(phases),
        sold_out=frozenset(z for z, phase in phases.items() if phase == "soldout"),
        scope=frozenset(scope.split(".") if isinstance(scope, str) else ()),
        architecture=show(architecture) if isinstance(architecture, str) else "",
        id=name,
    )
    if isinstance(modes, list):
        flavor = flavor._replace(billing_modes=frozenset(map(str, modes)))
    return name, flavor


def _kind(name: str, spec: Mapping[str, Any]) -> Accelerator:
    """Return the accelerator that the specification lists, else guess by the name."""
    for kind in (Accelerator.GPU, Accelerator.NPU):
        if spec.get(kind.lower()):
            return kind
    return Accelerator.CPU if spec.get("cpu") else accelerator(name)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
