"""A list of flavors that a user hands over: a table, or an answer of the API."""

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
# What makes the content unsure; that 1.1 readers take a date for one does not.
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
    """Return the flavors of a table (id → cpu, gpu or npu), or of a saved answer.

    The answer is that of GET /v1/{project_id}/resourceflavors ("Obtaining Resource
    Specifications"), of ``kind: ResourceFlavorList``. Raises CatalogError.
    """
    if not isinstance(value, Mapping):
        raise CatalogError("write a table of flavors, or a saved answer of the API")
    flavors = _listed(value) if value.get("kind") == _ANSWER else _table(value)
    if not flavors:
        raise CatalogError("it names no flavor")
    return flavors


def load_catalog(
    file: str, limits: Limits, rule_name: Callable[[DefectKind], str]
) -> Catalog:
    """Return the flavors of a YAML or JSON file.

    ``rule_name`` says which rule explains a kind of defect.

    Raises CatalogFileError, whose text begins with the place in the file.
    """
    source = Source(file, _text(file, limits))
    documents = [d for d in read(source, limits) if not d.is_empty]
    if len(documents) != 1:
        raise CatalogFileError(file, "one document must stand in it")
    [document] = documents
    for defect in document.defects:
        if defect.kind in _FATAL:
            is_syntax = defect.kind is DefectKind.SYNTAX
            detail = f": {defect.detail}" if is_syntax else ""
            name = rule_name(defect.kind)
            reason = f"this is {name}, see `pool-lint explain {name}`"
            raise _at(document, defect.location, f"{reason}{detail}")
    try:
        return catalog_of(document.data)
    except CatalogError as error:
        raise _at(document, Location(error.pointer), error.reason) from None


def _text(file: str, limits: Limits) -> str:
    if is_stdin(file):
        raise CatalogFileError(file, "name a file: standard input is for manifests")
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
        raise CatalogError('write "cpu", "gpu", "npu" or "unknown"', (name,))
    return Flavor(kind)


def _listed(answer: Mapping[str, Any]) -> Catalog:
    items = answer.get("items")
    if not isinstance(items, list):
        raise CatalogError("the answer of the API has a list here", ("items",))
    if _mapping(answer.get("metadata")).get("continue"):
        reason = "this is one page of the list; save the others with it"
        raise CatalogError(reason, ("metadata", "continue"))
    listed: dict[str, Flavor] = {}
    for index, item in enumerate(items):
        name, flavor = _offer(item, index)
        if listed.setdefault(name, flavor) is not flavor:
            raise CatalogError("the flavor stands twice", ("items", index))
    return listed


def _offer(item: object, index: int) -> tuple[str, Flavor]:
    offer = _mapping(item)
    name = _mapping(offer.get("metadata")).get("name")
    if not isinstance(name, str):
        raise CatalogError("a flavor has metadata.name", ("items", index))
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
    """Return what a specification counts, or else what the name says."""
    for kind in (Accelerator.GPU, Accelerator.NPU):
        if spec.get(kind.lower()):
            return kind
    return Accelerator.CPU if spec.get("cpu") else accelerator(name)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
