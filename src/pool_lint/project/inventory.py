"""Describe the pools, node pools and networks in a file for an inventory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pool_lint.engine.linter import Linter
from pool_lint.model.inventory import (
    PAY_PER_USE,
    PREPAID,
    UNKNOWN,
    Billing,
    ListedPool,
    Nodes,
    Value,
)
from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.flavors import accelerator_of
from pool_lint.modelarts.injected import is_injected
from pool_lint.modelarts.kinds import (
    ERROR_RESPONSE,
    NETWORK_REQUEST,
    NODE_POOL_REQUEST,
    POOL_REQUEST,
    Misuse,
)
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.modelarts.recognition import recognise
from pool_lint.parsing import Document

_LABELS = ("metadata", "labels")
_ANNOTATIONS = ("metadata", "annotations")
_PREFIX = "os.modelarts/"
_PERIODS = {"2": "monthly", "3": "yearly"}
_MOST_PLACEHOLDERS = 10
_MOST_DIGITS = 19
_OPEN = Value(None, UNKNOWN, is_known=False)


def holds_only_responses(documents: Iterable[Document], linter: Linter) -> bool:
    """Return whether all documents with content are saved responses of the API."""
    found = [d for d in documents if not d.is_empty]
    return bool(found) and all(_is_response(document, linter) for document in found)


def _is_response(document: Document, linter: Linter) -> bool:
    if document.broken:
        return False
    found = recognise(document, linter.kinds)
    return found.misuses == (Misuse.SAVED_RESPONSE,) and not found.inside


def pools_of(
    documents: Iterable[Document], file: str, linter: Linter
) -> tuple[ListedPool, ...]:
    """Return the pools, node pools and networks in the documents of a file.

    Pools in a saved response, in a list and in a wrapper are included.
    """
    return tuple(
        _described(place, document, file, linter)
        for document in documents
        if not document.broken
        for place in _places(document, linter)
    )


class _Place(NamedTuple):
    """Where a resource is. Findings below ``owner`` are about it."""

    noun: str
    pointer: Pointer
    owner: Pointer


def _places(document: Document, linter: Linter) -> Iterator[_Place]:
    bodies = linter.bodies(document)
    for body in bodies:
        if body.kind.is_request:
            yield _Place(body.kind.noun, body.pointer, body.pointer)
        elif body.kind is not ERROR_RESPONSE:
            for pointer in _answers(document):
                yield _Place(POOL_REQUEST.noun, pointer, pointer)
    if bodies:
        return
    found = recognise(document, linter.kinds)
    inside = found.inside
    if Misuse.SAVED_RESPONSE in found.misuses and not inside:
        inside = tuple(_answers(document))
    for pointer in inside:  # one finding is about the whole document
        yield _Place(POOL_REQUEST.noun, pointer, ())


def _answers(document: Document) -> Iterator[Pointer]:
    """Yield the pointers of the pools in a saved response."""
    if document.get("kind") != "PoolList":
        yield ()
        return
    items = document.get("items")
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield "items", index


def _described(
    place: _Place, document: Document, file: str, linter: Linter
) -> ListedPool:
    fields = _Fields(document, place.pointer, linter)
    start = document.locate(Location(place.pointer, Part.KEY))
    source = document.source
    about = ListedPool(
        noun=place.noun,
        name=fields.value(*_LABELS, f"{_PREFIX}name"),
        file=file,
        document=document.index,
        pointer=place.owner,
        line=source.position(start.start).line if source and start else None,
        workspace=fields.value(*_LABELS, f"{_PREFIX}workspace.id", default="0"),
        target=linter.target,
    )
    if place.noun == NETWORK_REQUEST.noun:
        return about
    about = about._replace(billing=fields.billing, nodes=tuple(fields.nodes))
    if place.noun == NODE_POOL_REQUEST.noun:  # it has the workspace of its pool
        name = fields.value("metadata", "name")
        return about._replace(name=name, workspace=None)
    return about._replace(network=fields.network)


class _Fields:
    """The fields of a resource at a pointer of a document, of any type."""

    def __init__(self, document: Document, pointer: Pointer, linter: Linter) -> None:
        self._document = document
        self._pointer = pointer
        self._injected = linter.injected
        self._catalog = linter.catalog

    def _get(self, *steps: str | int) -> Any:
        return self._document.get(*self._pointer, *steps)

    def value(self, *steps: str | int, default: str | None = None) -> Value:
        """Return a scalar field; with a default, a missing one has that value.

        A missing field that a later step fills in is unknown.
        """
        found = self._get(*steps)
        if found is None:
            if is_injected(self._injected, steps):
                return _OPEN
            return Value() if default is None else Value(default, default)
        if isinstance(found, (bool, dict, list)):
            return _OPEN
        text = str(found)
        shown = _without_placeholders(text, steps)
        return Value(text, shown, is_known=shown == text)

    @property
    def network(self) -> Value:
        """The network as it is written: the name of a placeholder helps to find it."""
        name = self.value("spec", "network", "name")
        if name.text is None and name.is_known:
            name = self.value("spec", "network", "vpcId")
        return name if name.text is None else name._replace(shown=name.text)

    @property
    def billing(self) -> Billing:
        """The billing mode, and the period of a prepaid pool."""
        mode = self._annotation("billing.mode", default="0")
        if mode.text == "0":
            return Billing(PAY_PER_USE)
        if mode.text != "1":
            return Billing(UNKNOWN)
        unit = _PERIODS.get(self._annotation("period.type").text or "", PREPAID)
        renews = self._annotation("auto.renew").text == "1"
        return Billing(unit, self._annotation("period.num"), renews)

    def _annotation(self, name: str, default: str | None = None) -> Value:
        return self.value(*_ANNOTATIONS, f"{_PREFIX}{name}", default=default)

    @property
    def nodes(self) -> Iterator[Nodes]:
        """The entries of ``spec.resources``, which is a mapping in a node pool."""
        resources = self._get("spec", "resources")
        if isinstance(resources, dict):
            yield self._nodes("spec", "resources")
        for index in range(len(resources) if isinstance(resources, list) else 0):
            yield self._nodes("spec", "resources", index)

    def _nodes(self, *steps: str | int) -> Nodes:
        flavor = self.value(*steps, "flavor")
        if flavor.text is None:
            flavor = _OPEN
        kind = UNKNOWN
        if flavor.is_known and flavor.text:
            kind = accelerator_of(flavor.text, self._catalog).value
        count = self.value(*steps, "count")
        digits = count.text or "" if count.is_known else ""
        is_number = digits.isascii() and digits.isdigit()
        number = int(digits) if is_number and len(digits) <= _MOST_DIGITS else None
        return Nodes(flavor, number, kind)


def _without_placeholders(text: str, steps: Pointer) -> str:
    """Return a text with ``?`` for each placeholder."""
    for _ in range(_MOST_PLACEHOLDERS):
        found = find_placeholder(text, steps)
        if not found:
            return text
        text = text.replace(found, UNKNOWN)
    return UNKNOWN
