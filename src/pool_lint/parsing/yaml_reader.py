"""Read YAML with libyaml's composer, within budgets, without constructing objects."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from yaml import Node

from pool_lint.model.errors import LimitError
from pool_lint.model.location import Span
from pool_lint.parsing.builder import Builder
from pool_lint.parsing.defects import SyntaxProblem
from pool_lint.parsing.document import Document, broken, over_limit
from pool_lint.parsing.limits import Budget, Limits
from pool_lint.parsing.source import Source
from pool_lint.parsing.tree import Tree
from pool_lint.parsing.yaml_aliases import Aliases, crossing, too_many_aliases
from pool_lint.parsing.yaml_characters import forbidden
from pool_lint.parsing.yaml_composer import Composer
from pool_lint.parsing.yaml_markers import LINE_START, Markers

# Each broken document needs a new parser for the rest of the text, which costs time.
_MOST_BROKEN = 20
_ODD_TAG = r"(?<!!)!++[^!\s%]*+%"
_DIRECTIVE = rf"{LINE_START}%TAG"
_DOCUMENT_END = rf"{LINE_START}\.\.\.(?=\s|\Z)"


def read_yaml(source: Source, limits: Limits) -> Iterator[Document]:
    """Yield the documents of a YAML text; a broken one has a defect.

    Reading continues at the next ``---`` line, which YAML never allows inside a
    document.
    """
    text = source.text
    refused = forbidden(text)
    directives = re.findall(_DIRECTIVE, text) if "%TAG" in text else []
    if refused:
        yield broken(source, 0, refused)
    elif len(directives) > limits.directives:
        yield over_limit(source, 0, LimitError("directives", limits.directives))
    else:
        yield from _Reader(source, limits).documents()


class _Reader:
    """Reads the documents of one text, one at a time."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._budget = Budget(limits)
        self._markers = Markers(source.text)
        self._index = 0
        self._nodes = 0
        self._start = 0

    def documents(self) -> Iterator[Document]:
        for _ in range(_MOST_BROKEN):
            try:
                yield from self._stream()
            except yaml.MarkedYAMLError as error:
                problem, hidden = self._explained(error)
                yield broken(self._source, self._index, problem, hidden)
                span = problem.span
            except UnicodeDecodeError:  # libyaml, for %XX in a tag
                tag = re.compile(_ODD_TAG).search(self._source.text, self._start)
                span = Span(*tag.span()) if tag else Span(self._start, self._start)
                problem = SyntaxProblem(span, "the tag is not valid UTF-8", "remove it")
                yield broken(self._source, self._index, problem)
            except LimitError as crossed:
                yield over_limit(self._source, self._index, crossed)
                if crossed.limit != "depth":
                    return
                span = crossed.span or Span(self._start, self._start)
            else:
                return
            self._index += 1
            after = max(span.start, self._start + 1)
            self._start = self._markers.next(after)
            if self._start == len(self._source.text):
                return

    def _explained(
        self, error: yaml.MarkedYAMLError
    ) -> tuple[SyntaxProblem, Span | None]:
        """Return the problem of an error, and its cause if it is an invisible break."""
        from pool_lint.parsing.yaml_errors import explain, hidden_break  # noqa: PLC0415 - start-up

        text = self._source.text
        problem = explain(error, text, self._start)
        return problem, hidden_break(error, text, self._start)

    def _stream(self) -> Iterator[Document]:
        """Yield documents until the text ends or a document is broken."""
        # Line breaks replace the documents before, which keeps the offsets correct.
        text = "\n" * self._start + self._source.text[self._start :]
        crossed = too_many_aliases(text, self._limits)
        if crossed:
            raise crossed
        composer = Composer(text, self._limits, self._nodes)
        aliases = Aliases(text)
        try:
            while root := composer.next_node():
                self._check_count()
                document = self._document(aliases.restore(root))
                self._check_end(root, document, composer.next_error())
                self._start = document.region.end
                yield document
                self._index += 1
        except LimitError as crossed:
            crossed.span = crossed.span or crossing(text, self._limits, self._nodes)
            raise
        finally:
            self._nodes = composer.nodes

    def _check_end(
        self,
        root: Node,
        document: Document,
        error: yaml.MarkedYAMLError | None,
    ) -> None:
        """Raise the error after a document if it shows that the document goes on.

        Text without a ``---`` line above belongs to the same document. Checking
        the part before it would report one mistake several times.
        """
        if not error or not error.problem_mark:
            return
        between = self._source.text[root.end_mark.index : error.problem_mark.index]
        is_same = error.problem_mark.index < document.region.end
        if is_same and not re.search(_DOCUMENT_END, between):
            raise error

    def _check_count(self) -> None:
        if self._index >= self._limits.documents:
            location = Span(self._start, self._start)
            raise LimitError("documents", self._limits.documents, location)

    def _document(self, root: Node) -> Document:
        tree = Tree(root, self._source.text, self._budget)
        builder = Builder(tree, self._budget)
        data = builder.build()
        region = Span(self._start, self._markers.next(root.end_mark.index))
        return Document(
            data,
            index=self._index,
            source=self._source,
            region=region,
            defects=builder.defects,
            has_whole_float=builder.has_whole_float,
            scan=lambda: tree,
        )
