"""One document: its value, and the way back to the text it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from pool_lint.model.errors import LimitError
from pool_lint.model.location import Location, Part, Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.defects import Defect, DefectKind, SyntaxProblem
from pool_lint.parsing.source import Source
from pool_lint.parsing.tree import Tree


class Document:
    """One document of a file, or a value that a program holds.

    ``data`` is plain JSON-like data, None for a document that could not be read, which
    is then ``broken``; ``defects`` are what the reader noticed; ``region`` is its part
    of the text, comments included. ``has_whole_float`` says whether a number is in it
    that :func:`is_whole`, which validators do not agree about. ``scan`` makes the tree
    when a location is first asked for. ``find`` returns the span of one value without
    the tree: most files need one location, for the facts of rules across files, and to
    make all nodes takes half of the time for 1,000 JSON files. It may return None.
    Without a source there are pointers only.
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
        """The nodes, or None where there are none."""
        return self._scan() if self._scan else None

    @property
    def text(self) -> str:
        """The document's part of the text."""
        start, end = self.region
        return self.source.text[start:end] if self.source else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the document."""
        return self.data is None and not self.broken and not self.defects

    def get(self, *pointer: str | int) -> Any:
        """Return the value at a pointer, None where there is none."""
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
        """Return the same document with other values at some pointers.

        Its text and its places stay those of the file.
        """
        _ = self.tree  # shared, in place of being made twice
        from copy import copy  # noqa: PLC0415 - start-up

        changed = copy(self)
        changed.data = replaced(self.data, values)
        return changed

    def part(self, pointer: Pointer) -> Document:
        """Return what is at a pointer as a document, in which pointers start there.

        It has the defects within. Its text is empty where aliases could lead out of it.
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
        """Return the texts of all entries of the root with a key, doubled ones too."""
        return self.tree.values_of(key) if self.tree else []

    def locate(self, location: Location) -> Span | None:
        """Return the text span of a place, None for data that was never text."""
        if location.span:
            return location.span
        if self._find and location.part is Part.VALUE:
            find, self._find = self._find, None  # once: then the tree is faster
            if span := find(location.pointer):
                return span
        return self.tree.locate(location) if self.tree else None

    def anchored(self, location: Location) -> Span | None:
        """Return the text that an alias at a place stands for, None for no alias."""
        return self.tree.anchored(location) if self.tree else None

    def is_block_scalar(self, pointer: Pointer) -> bool:
        """Whether the value at a pointer is text below ``|`` or ``>``."""
        text = self.tree.value_text(pointer) if self.tree else ""
        return text.startswith(("|", ">"))

    def text_at(self, pointer: Pointer) -> str:
        """Return what the file says at a pointer.

        Of text over several lines, and of data, that is the JSON form: it shows the
        line breaks which are part of the value.
        """
        value = self.get(*pointer)
        text = self.tree.value_text(pointer) if self.tree else None
        if text is None or (isinstance(value, str) and len(text.splitlines()) > 1):
            import json  # noqa: PLC0415 - start-up

            return json.dumps(value, ensure_ascii=False)
        return text


def replaced(value: Any, values: Mapping[Pointer, Any]) -> Any:
    """Return data with other values at some pointers. It is not changed itself."""
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
    """Return a document that could not be parsed, with the defect that says why.

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
    """Return a document that is too large to check, with the defect that says so."""
    location = Location((), span=crossed.span)
    defect = Defect(DefectKind.LIMIT, location, str(crossed.most), crossed.limit)
    return Document(None, index=index, source=source, defects=[defect], broken=True)
