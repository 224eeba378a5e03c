"""Fields that a later step of the pipeline fills in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document
from pool_lint.validation.fields import FieldPath


def is_one_of(routes: frozenset[FieldPath], pointer: Pointer) -> bool:
    """Whether a pointer leads to one of the fields, or to an item of one's list."""
    route = tuple("[]" if isinstance(step, int) else step for step in pointer)
    items = route[-1:] == ("[]",)
    return bool(routes) and (route in routes or (items and route[:-1] in routes))


def missing(routes: Iterable[FieldPath], document: Document) -> Iterator[Pointer]:
    """Yield the pointers to those fields that a document has no value of."""
    for route in routes:
        for pointer in _pointers(route, (), document):
            if document.get(*pointer) is None:
                yield pointer


def _pointers(
    route: FieldPath, pointer: Pointer, document: Document
) -> Iterator[Pointer]:
    """Yield the pointers of a route, one for each item of the lists on the way."""
    if not route:
        yield pointer
    elif route[0] == "[]":
        items = document.get(*pointer)
        for index in range(len(items) if isinstance(items, list) else 0):
            yield from _pointers(route[1:], (*pointer, index), document)
    else:
        yield from _pointers(route[1:], (*pointer, route[0]), document)
