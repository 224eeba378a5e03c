"""Turn fixes into edits of the text that change nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pool_lint.edits.insert import insertion_edits
from pool_lint.edits.preview import edited_text, hunks
from pool_lint.edits.remove import removal_edits
from pool_lint.edits.rewrite import replacement_edit
from pool_lint.edits.text import EditableText, TextEdit
from pool_lint.model.fix import Edit, Fix, Insert, Removal
from pool_lint.model.location import Part
from pool_lint.model.pointer import Pointer
from pool_lint.parsing import Document

__all__ = ["TextEdit", "edited_text", "hunks", "text_edits", "touched_pointers"]


def text_edits(document: Document, fix: Fix) -> list[TextEdit] | None:
    """Return the sorted edits of a fix; they do not overlap.

    None if the fix is not possible: the document has no text, or the edits would
    change other values through anchors, tags or merge keys.
    """
    found: list[TextEdit] = []
    for part in _parts(document, fix):
        if part is None:
            return None
        found += part
    found.sort()
    sound = all(one.span.end <= other.span.start for one, other in pairwise(found))
    return found if sound else None


def _parts(document: Document, fix: Fix) -> Iterator[list[TextEdit] | None]:
    if document.tree is None:
        yield None
        return
    text = EditableText(document, document.tree)
    removed = [edit.pointer for edit in fix.edits if isinstance(edit, Removal)]
    moved = {source for source, _ in fix.moves if source in removed}
    if not moved.issuperset(removed):
        yield removal_edits(text, (one for one in removed if one not in moved))
    for edit in fix.edits:
        if isinstance(edit, Edit):
            one = replacement_edit(text, edit.location, edit.value)
            yield one and [one]
        elif isinstance(edit, Insert):
            yield insertion_edits(text, edit, moves=edit.source in moved)


def touched_pointers(document: Document, fix: Fix) -> tuple[Pointer, ...]:
    """Return the pointers of the values that a fix changes, with all values below."""
    return tuple(
        pointer for edit in fix.edits for pointer in _touched_by(document, edit)
    )


def _touched_by(document: Document, edit: Edit | Removal | Insert) -> list[Pointer]:
    if isinstance(edit, Removal):
        return [edit.pointer]
    if isinstance(edit, Insert):
        parents = (edit.pointer[:end] for end in range(1, len(edit.pointer)))
        return [next((p for p in parents if document.get(*p) is None), edit.pointer)]
    if edit.location.span:
        return []
    here = edit.location.pointer
    renamed = [(*here[:-1], str(edit.value))] if edit.location.part is Part.KEY else []
    return [here, *renamed]
