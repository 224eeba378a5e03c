"""Recognition of the bodies in a document by its content, never by its file name."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.model.skipped import SkipReason
from pool_lint.modelarts.kinds import (
    POOL_REQUEST,
    RESOURCE_KINDS,
    Misuse,
    ResourceKind,
)
from pool_lint.modelarts.pool_bodies import (
    Data,
    bodies_inside,
    is_answer,
    is_answer_list,
    is_declared_pool,
    is_grouped,
    is_pool,
    is_update,
)
from pool_lint.parsing import DefectKind, Document

_HEAD = ("kind", "apiVersion")
_MOST_VALUES = 10


class Recognition(NamedTuple):
    """What a document is: a resource, a misused resource, or neither.

    ``misuses`` are the reasons why it is not the body of one request, the most
    important first. ``inside`` holds the pointers of the bodies in it. ``skip`` is the
    reason for skipping a document that is not a resource or that no rule reports.
    """

    kind: ResourceKind | None = None
    misuses: tuple[Misuse, ...] = ()
    inside: tuple[Pointer, ...] = ()
    skip: SkipReason = SkipReason.NO_POOL


def recognise(document: Document, kinds: Iterable[ResourceKind]) -> Recognition:
    """Return what a parsed document is."""
    kinds = tuple(kinds)
    found = _recognition(document.data, kinds)
    if found.kind or found.misuses:
        return found
    others = (_recognition(data, kinds) for data in _other_readings(document))
    return next((other for other in others if other.kind or other.misuses), found)


def misuse_at(document: Document, pointer: Pointer) -> Misuse | None:
    """Return why a body inside a document is not a create request, or None."""
    data = document.get(*pointer)
    if is_answer(data):
        return Misuse.SAVED_RESPONSE
    return None if is_pool(data) else Misuse.NOT_A_CREATE_REQUEST


def _other_readings(document: Document) -> Iterator[Data]:
    """Yield the data with the other values of a duplicate kind or apiVersion."""
    doubled = (d for d in document.defects if d.kind is DefectKind.DUPLICATE_KEY)
    names = {defect.location.pointer for defect in doubled}
    heads = [name for name in _HEAD if (name,) in names]
    values = [document.values_of(name)[:_MOST_VALUES] for name in heads]
    for reading in product(*values) if heads else ():
        yield {**document.data, **dict(zip(heads, reading, strict=True))}


def _recognition(data: object, kinds: tuple[ResourceKind, ...]) -> Recognition:
    mapping: Data = data if isinstance(data, dict) else {}
    if is_declared_pool(mapping):
        return _of_pool(mapping)
    if is_answer_list(mapping):
        return _misused(Misuse.SAVED_RESPONSE)
    if is_update(mapping):
        return _misused(Misuse.NOT_A_CREATE_REQUEST)
    inside = tuple(bodies_inside(data))
    if inside:
        return _of_collection(data, inside)
    kind = next((kind for kind in kinds if kind.recognises(mapping)), None)
    if kind is POOL_REQUEST:
        return _of_pool(mapping)
    return Recognition(kind, skip=_reason(mapping))


def _of_pool(data: Data) -> Recognition:
    if is_answer(data):
        return _misused(Misuse.SAVED_RESPONSE)
    return Recognition(POOL_REQUEST)


def _misused(*misuses: Misuse, inside: tuple[Pointer, ...] = ()) -> Recognition:
    return Recognition(None, misuses, inside, SkipReason.RULE_OFF)


def _of_collection(data: object, inside: tuple[Pointer, ...]) -> Recognition:
    """Return the recognition of a collection; its first body decides the misuse."""
    root = Document(data)
    misuses = [Misuse.NOT_A_CREATE_REQUEST]
    if misuse_at(root, inside[0]) is Misuse.SAVED_RESPONSE:
        misuses = [Misuse.SAVED_RESPONSE, *misuses]
    return _misused(*misuses, inside=inside)


def _reason(data: Data) -> SkipReason:
    kind = data.get("kind")
    if is_grouped(data.get("apiVersion")):
        return SkipReason.OTHER_API
    if kind == "Pool":
        return SkipReason.NO_POOL_FIELD
    if any(other.editions and other.recognises(data) for other in RESOURCE_KINDS):
        return SkipReason.OTHER_EDITION
    return SkipReason.OTHER_KIND if isinstance(kind, str) else SkipReason.NO_POOL
