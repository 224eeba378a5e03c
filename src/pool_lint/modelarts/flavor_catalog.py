"""Flavor catalogs: a table in the settings, or a saved response of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pool_lint.filesystem.read import is_stdin, read_bytes
from pool_lint.model.errors import (
    CatalogError,
    CatalogFileError,
    DecodeError,
    ReadError,
)
from pool_lint.model.location import Location, Span, format_location
from pool_lint.modelarts.flavors import Accelerator, Catalog, Flavor, accelerator
from pool_lint.parsing import DefectKind, Document, Limits, read
from pool_lint.parsing.encoding import decode
from pool_lint.parsing.source import Source

_ANSWER = "ResourceFlavorList"
# Defects that make the content unreliable. An ambiguous date, for example, does not.
_FATAL = frozenset(
    {
        DefectKind.SYNTAX,
        DefectKind.DUPLICATE_KEY,
        DefectKind.LIMIT,
        DefectKind.FORBIDDEN,
    }
)
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
    file: str, limits: Limits, rule_name: Callable[[DefectKind], str]
) -> Catalog:
    """Return the flavors of a YAML or JSON file.

    ``rule_name`` returns the name of the rule for a kind of defect, for the message.

    Raises CatalogFileError, whose text starts with the position in the file.
    """
    source = Source(file, _text(file, limits))
    documents = [d for d in read(source, limits) if not d.is_empty]
    if len(documents) != 1:
        raise CatalogFileError(file, "expected exactly one document")
    [document] = documents
    for defect in document.defects:
        if defect.kind in _FATAL:
            is_syntax = defect.kind is DefectKind.SYNTAX
            name = rule_name(defect.kind)
            what = defect.detail if is_syntax else f"this breaks rule {name}"
            reason = f"{what}; see `pool-lint explain {name}`"
            raise _at(document, defect.location, reason)
    try:
        return catalog_of(document.data)
    except CatalogError as error:
        raise _at(document, Location(error.pointer), error.reason) from None


def _text(file: str, limits: Limits) -> str:
    if is_stdin(file):
        raise CatalogFileError(
            file, "expected a file: standard input is only for manifests"
        )
    try:
        data = read_bytes(file, limits.size)
        text = decode(data[: limits.size])
    except (ReadError, DecodeError) as error:
        raise CatalogFileError(file, error.reason) from None
    if len(data) > limits.size:
        reason = f"the file is larger than {limits.size:,} bytes"
        raise CatalogFileError(file, reason)
    return text


def _at(document: Document, place: Location, reason: str) -> CatalogFileError:
    source = document.source or Source("", "")
    span = document.locate(place) or Span(0, 0)
    return CatalogFileError(
        format_location(source.name, source.position(span.start)), reason
    )


def _table(table: Mapping[Any, Any]) -> Catalog:
    return {str(name): _word(str(name), value) for name, value in table.items()}


def _word(name: str, value: object) -> Flavor:
    if isinstance(value, Flavor):
        return value
    kind = _WORDS.get(value.lower()) if isinstance(value, str) else None
    if kind is None:
        raise CatalogError('expected "cpu", "gpu", "npu" or "unknown"', (name,))
    return Flavor(kind)


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
    flavor = Flavor(
        _kind(name, spec),
        is_sold_out=bool(phases) and all(p == "soldout" for p in phases.values()),
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
