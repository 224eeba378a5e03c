"""Documents: values, and the way back to their text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pool_lint.model.errors import LimitError
from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.defects import Defect, DefectKind, SyntaxProblem
from pool_lint.parsing.source import Source

if TYPE_CHECKING:
    from pool_lint.parsing.tree import Tree


class Document:
    """One document of a file, or a value of a program.

    ``data`` is plain JSON-like data; it is None if the document is ``broken``.
    ``defects`` are those the reader found. ``region`` is the part of the text, with
    comments. ``has_whole_float`` is set if a number is :func:`is_whole`, about
    which validators disagree.

    ``scan`` builds the node tree on first use. ``find`` returns the span of one
    value without the tree, or None; most files need only one location, for facts
    across documents. The tree takes half of the time for 1,000 JSON files. Without
    a source, locations are pointers only.
    """

    def __init__(  # noqa: PLR0913 - the parts of a document, all by keyword
        self,
        data: Any,
        *,
        index: int = 0,
        source: Source | None = None,
        region: Span | None = None,
        defects: Iterable[Defect] = (),
        has_whole_float: bool = False,
        broken: bool = False,
        scan: Callable[[], Tree] | None = None,
        find: Callable[[Pointer], Span | None] | None = None,
    ) -> None:
        self.data = data
        self.index = index
        self.source = source
        self.region = region or Span(0, 0)
        self.defects = tuple(defects)
        self.has_whole_float = has_whole_float
        self.broken = broken
        self._scan = scan
        self._find = find

    @cached_property
    def tree(self) -> Tree | None:
        """The node tree, None without text."""
        return self._scan() if self._scan else None

    @property
    def text(self) -> str:
        """The document's part of the text."""
        start, end = self.region
        return self.source.text[start:end] if self.source else ""

    @property
    def is_empty(self) -> bool:
        """Whether the document has no content."""
        return self.data is None and not self.broken and not self.defects

    def get(self, *pointer: str | int) -> Any:
        """Return the value at a pointer, None if there is none."""
        value = self.data
        for step in pointer:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step] if step < len(value) else None
            else:
                return None
        return value

    def with_values(self, values: Mapping[Pointer, Any]) -> Document:
        """Return the document with other values at some pointers.

        The text and the positions do not change.
        """
        _ = self.tree  # share the tree, so that it is built only once
        from copy import copy  # noqa: PLC0415 - start-up

        changed = copy(self)
        changed.data = replaced(self.data, values)
        return changed

    def without(self, pointers: Iterable[Pointer]) -> Document:
        """Return the same document without the entries at some pointers.

        Its text and its places stay those of the file.
        """
        changed = self
        for around, name in ((pointer[:-1], pointer[-1]) for pointer in pointers):
            kept = {k: v for k, v in changed.get(*around).items() if k != name}
            changed = changed.with_values({around: kept})
        return changed

    def part(self, pointer: Pointer) -> Document:
        """Return the value at a pointer as a document of its own.

        It has the defects in that part. Its text is empty if aliases could
        point outside of the part.
        """
        if not pointer:
            return self
        size, tree = len(pointer), self.tree
        return Document(
            self.get(*pointer),
            index=self.index,
            source=self.source,
            region=None if tree is None or self._has_alias else tree.region(pointer),
            defects=[
                defect.above(size)
                for defect in self.defects
                if defect.location.pointer[:size] == pointer
            ],
            has_whole_float=self.has_whole_float,
            scan=(lambda: tree.part(pointer)) if tree else None,
        )

    @cached_property
    def _has_alias(self) -> bool:
        return "*" in self.text

    def values_of(self, key: str) -> list[str]:
        """Return the texts of all root entries with a key, including duplicate ones."""
        return self.tree.values_of(key) if self.tree else []

    def locate(self, location: Location) -> Span | None:
        """Return the span of a location, None for data without text."""
        if location.span:
            return location.span
        if self._find and location.part is Part.VALUE:
            # Used once: for more locations, the tree is faster.
            find, self._find = self._find, None
            if span := find(location.pointer):
                return span
        return self.tree.locate(location) if self.tree else None

    def anchored(self, location: Location) -> Span | None:
        """Return the span that an alias at a location refers to, None for no alias."""
        return self.tree.anchored(location) if self.tree else None

    def is_block_scalar(self, pointer: Pointer) -> bool:
        """Return whether the value at a pointer is a ``|`` or ``>`` block."""
        text = self.tree.value_text(pointer) if self.tree else ""
        return text.startswith(("|", ">"))

    def text_at(self, pointer: Pointer) -> str:
        """Return the text of the file at a pointer.

        For text over several lines and for data it is the JSON form, which
        shows line breaks.
        """
        value = self.get(*pointer)
        text = self.tree.value_text(pointer) if self.tree else None
        if text is None or (isinstance(value, str) and len(text.splitlines()) > 1):
            import json  # noqa: PLC0415 - start-up

            return json.dumps(value, ensure_ascii=False)
        return text


def replaced(value: Any, values: Mapping[Pointer, Any]) -> Any:
    """Return a copy of data with other values at some pointers."""
    below: dict[str | int, dict[Pointer, Any]] = {}
    for pointer, new in values.items():
        if not pointer:
            return new
        below.setdefault(pointer[0], {})[pointer[1:]] = new
    if not below:
        return value
    if isinstance(value, dict):
        there = {name: value[name] for name in below if name in value}
        return {**value, **{n: replaced(v, below[n]) for n, v in there.items()}}
    if isinstance(value, list):
        return [replaced(v, below.get(index, {})) for index, v in enumerate(value)]
    return value


def broken(
    source: Source, index: int, problem: SyntaxProblem, hidden: Span | None = None
) -> Document:
    """Return a document that could not be parsed, with the defect that explains it.

    ``hidden`` is the place of an invisible line break that causes the problem.
    """
    first = Location((), span=problem.first) if problem.first else None
    defect = Defect(
        DefectKind.SYNTAX,
        Location((), span=problem.span),
        problem.advice,
        problem.message,
        first,
        first_message=problem.first_message,
        note=problem.note,
    )
    if hidden:
        character = source.text[hidden.start]
        defect = Defect(DefectKind.HIDDEN, Location((), span=hidden), character)
    return Document(None, index=index, source=source, defects=[defect], broken=True)


def over_limit(source: Source | None, index: int, crossed: LimitError) -> Document:
    """Return a document that is too large to check, with the defect for the limit."""
    location = Location((), span=crossed.span)
    defect = Defect(DefectKind.LIMIT, location, str(crossed.most), crossed.limit)
    return Document(None, index=index, source=source, defects=[defect], broken=True)
