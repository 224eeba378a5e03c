"""Lint one file: read its documents, check them and count them."""

from __future__ import annotations

from functools import cached_property

from pool_lint.config.options import Config, Unparsed
from pool_lint.engine.checker import Checker
from pool_lint.engine.collector import FindingCollector
from pool_lint.engine.document_judge import DocumentJudge
from pool_lint.engine.suppressions import Suppressions
from pool_lint.model.report import FileResult
from pool_lint.model.skipped import Skipped, SkipReason
from pool_lint.modelarts.kinds import Kind, ResourceKind, resource_kind, shows_body
from pool_lint.parsing import DefectKind, Document
from pool_lint.parsing.source import Source


class FileRun:
    """The findings and counts of one file.

    ``name`` is the name for data without text; a source has its own name.
    """

    def __init__(
        self,
        checker: Checker,
        config: Config,
        kinds: tuple[ResourceKind, ...],
        source: Source | None,
        name: str = "",
    ) -> None:
        self._checker = checker
        self._config = config
        self._kinds = kinds
        self._source = source
        self._name = source.name if source else name
        most = config.limits.findings if source else None
        self._collector = FindingCollector(self._name, most)
        # Suppressions in comments before the first document, and in it.
        self._of_file: list[Suppressions] = []
        self._judge = DocumentJudge(checker, config, kinds, self._name)
        self._empty: list[Skipped] = []
        self._unread = 0

    def take(self, document: Document) -> None:
        """Check one document, or record why it is skipped."""
        if document.is_empty:
            self._suppressions(document)
            self._empty.append(Skipped(document.index, SkipReason.EMPTY))
        elif document.broken or document.data is None:
            self._take_broken(document)
        else:
            self._take_read(document)

    def _take_broken(self, document: Document) -> None:
        """Report a document that could not be read, if it shows signs of a pool."""
        if self._refuses(document) or self._shows_body(document):
            self._unread += 1
            self._collector.add(document, self._checker.check_broken(document))
        elif not self._is_unparsed:
            # Document boundaries in broken text are uncertain: name the whole file.
            source = self._source
            is_pointer = source is not None and source.is_lfs_pointer
            reason = SkipReason.LFS_POINTER if is_pointer else SkipReason.NOT_PARSED
            self._judge.skipped.append(Skipped(None, reason))

    def _refuses(self, document: Document) -> bool:
        """Return whether an unreadable document is always reported in this run."""
        config, source = self._config, self._source
        if config.kind is not Kind.AUTO or config.unparsed is Unparsed.ERROR:
            return True
        return config.unparsed is Unparsed.BYTES and (
            any(defect.kind is DefectKind.LIMIT for defect in document.defects)
            or (source is not None and source.is_binary)
        )

    def _shows_body(self, document: Document) -> bool:
        text = document.text
        return shows_body(text, self._kinds) if text else self._file_shows_body

    @cached_property
    def _file_shows_body(self) -> bool:
        source = self._source
        return source is not None and (
            source.hides_pool or shows_body(source.text, self._kinds)
        )

    @property
    def _is_unparsed(self) -> bool:
        return any(one.reason is SkipReason.NOT_PARSED for one in self._judge.skipped)

    @property
    def _content(self) -> int:
        """The number of documents with more than comments."""
        return self._judge.documents + len(self._judge.skipped) + self._unread

    def _suppressions(self, document: Document) -> Suppressions:
        suppressions = Suppressions(
            document,
            self._checker.names,
            self._of_file[-1] if self._of_file else None,
            first=not self._content,
            enabled=self._config.suppressions,
        )
        if not self._content:
            self._of_file.append(suppressions)
        return suppressions

    def _take_read(self, document: Document) -> None:
        suppressions = self._suppressions(document)
        problems = self._judge.problems(document, suppressions)
        if problems is None:
            return
        if problems:
            self._collector.add(document, problems, suppressions)
        if suppressions.directives:
            self._collector.add(document, self._checker.check_comments(suppressions))

    def result(self) -> FileResult:
        """Return the findings in the order of the text, and the counts."""
        content = self._content
        for suppressions in self._of_file if self._judge.documents == content else ():
            if suppressions.of_file:
                unused = self._checker.check_file_comments(suppressions)
                self._collector.add(suppressions.document, unused)
        nothing = [] if content else [Skipped(None, SkipReason.EMPTY)]
        skipped = [*self._judge.skipped, *(self._empty or nothing)]
        skipped.sort(key=lambda one: (one.document is None, one.document or 0))
        judged = self._config.kind is not Kind.AUTO and not content
        if judged:
            skipped = []
            self._judge_nothing()
        return FileResult(
            self._name,
            *self._collector.collected(),
            documents=self._judge.documents + judged,
            skipped=tuple(skipped),
            unread_documents=self._unread,
            facts=tuple(self._judge.facts),
            nouns=frozenset(self._judge.nouns),
        )

    def _judge_nothing(self) -> None:
        """Check an empty file, if the run requires a kind of document."""
        nothing = Document(None, source=self._source)
        body = self._judge.body(nothing, resource_kind(self._config.kind))
        suppressions = Suppressions(nothing, self._checker.names)
        self._collector.add(nothing, self._judge.judge(body, nothing, suppressions))
