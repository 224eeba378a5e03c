"""Fields that a later step of the pipeline fills in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document
from pool_lint.validation.fields import FieldPath


def is_injected(field_paths: frozenset[FieldPath], pointer: Pointer) -> bool:
    """Whether a pointer names one of the fields, or an item of a list field."""
    field_path = tuple("[]" if isinstance(step, int) else step for step in pointer)
    items = field_path[-1:] == ("[]",)
    known = field_path in field_paths
    return known or (items and field_path[:-1] in field_paths)


def missing_injected(
    field_paths: Iterable[FieldPath], document: Document
) -> Iterator[Pointer]:
    """Yield the pointers of the fields that have no value in a document."""
    for field_path in field_paths:
        for pointer in pointers_to(field_path, (), document):
            if document.get(*pointer) is None:
                yield pointer


def pointers_to(
    field_path: FieldPath, pointer: Pointer, document: Document
) -> Iterator[Pointer]:
    """Yield the pointers of a field path, one for each item of the lists in it."""
    if not field_path:
        yield pointer
    elif field_path[0] == "[]":
        items = document.get(*pointer)
        for index in range(len(items) if isinstance(items, list) else 0):
            yield from pointers_to(field_path[1:], (*pointer, index), document)
    else:
        yield from pointers_to(field_path[1:], (*pointer, field_path[0]), document)
