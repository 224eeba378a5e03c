"""Fixes → edits of the text, which leave everything else as it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pool_lint.edits.insert import moved
from pool_lint.edits.preview import applied, hunks
from pool_lint.edits.remove import removed
from pool_lint.edits.rewrite import rewritten
from pool_lint.edits.text import Text, TextEdit
from pool_lint.model.fix import Edit, Fix, Move, Removal
from pool_lint.model.location import Part
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document

__all__ = ["TextEdit", "applied", "hunks", "text_edits", "touched"]


def text_edits(document: Document, fix: Fix) -> list[TextEdit] | None:
    """Return the edits of a fix by place, which do not overlap.

    None where it cannot be done in the text: where there is none, or where anchors,
    tags or merge keys would let it change more than is meant.
    """
    found: list[TextEdit] = []
    for part in _parts(document, fix):
        if part is None:
            return None
        found += part
    found.sort()
    apart = all(one.span.end <= other.span.start for one, other in pairwise(found))
    return found if apart else None


def _parts(document: Document, fix: Fix) -> Iterator[list[TextEdit] | None]:
    if document.tree is None:
        yield None
        return
    text = Text(document, document.tree)
    removals = [edit.pointer for edit in fix.edits if isinstance(edit, Removal)]
    if removals:
        yield removed(text, removals)
    for edit in fix.edits:
        if isinstance(edit, Edit):
            one = rewritten(text, edit.location, edit.value)
            yield one and [one]
        elif isinstance(edit, Move):
            yield moved(text, edit.pointer, edit.to)


def touched(document: Document, fix: Fix) -> tuple[Pointer, ...]:
    """Return the pointers whose values a fix changes, with all that is below."""
    return tuple(pointer for edit in fix.edits for pointer in _touched(document, edit))


def _touched(document: Document, edit: Edit | Removal | Move) -> list[Pointer]:
    if isinstance(edit, Removal):
        return [edit.pointer]
    if isinstance(edit, Move):
        ways = (edit.to[:end] for end in range(1, len(edit.to)))
        new = next((way for way in ways if document.get(*way) is None), edit.to)
        return [edit.pointer, new]
    if edit.location.span:
        return []
    here = edit.location.pointer
    renamed = [(*here[:-1], edit.value)] if edit.location.part is Part.KEY else []
    return [here, *renamed]
