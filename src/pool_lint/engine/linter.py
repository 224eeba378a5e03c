"""One text to findings: its documents are judged by what they are, and counted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from pool_lint.config.options import Config
from pool_lint.engine.checker import Checker, RuleProblem
from pool_lint.engine.collector import FindingCollector
from pool_lint.engine.locate import locate
from pool_lint.engine.suppressions import Suppressions
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Fact
from pool_lint.model.report import FileResult
from pool_lint.modelarts.flavor_catalog import catalog_of
from pool_lint.modelarts.kinds import (
    RESOURCE_KINDS,
    Body,
    Kind,
    Recognition,
    ResourceKind,
    document_name,
    has_sign,
    recognise,
    resource_kind,
)
from pool_lint.parsing import DEEPEST, DefectKind, Document, read
from pool_lint.parsing.source import Source
from pool_lint.rules.rule import Rule


class FileRun:
    """The findings and the counts of one file.

    ``name`` is the name of a value that is no text; a text has its own.
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
        self._facts: list[Fact] = []
        # Suppressions in comments before the first document, and in that document.
        self._of_file: list[Suppressions] = []
        self._documents = 0
        self._skipped = 0
        self._empty = 0
        self._unread = 0
        self._unparsed = False

    def take(self, document: Document) -> None:
        """Judge one document by what it is."""
        if document.is_empty:
            self._suppressions(document)
            self._empty += 1
        elif document.broken or document.data is None:
            self._take_broken(document)
        else:
            self._take_read(document)

    def _take_broken(self, document: Document) -> None:
        """Report a document whose value is not known, if it shows a pool."""
        text = document.text
        shows_pool = has_sign(text, self._kinds) if text else self._file_has_sign
        if self._config.kind is not Kind.AUTO or shows_pool:
            self._unread += 1
            self._collector.add(document, self._checker.check_broken(document))
        else:
            self._unparsed = True

    @cached_property
    def _file_has_sign(self) -> bool:
        source = self._source
        return source is not None and (
            source.hides_pool or has_sign(source.text, self._kinds)
        )

    @property
    def _content(self) -> int:
        """How many documents are more than comments."""
        return self._documents + self._skipped + self._unread + self._unparsed

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
        problems = self._problems(document, suppressions)
        if problems is None:
            self._skipped += 1
            return
        self._documents += 1
        if problems:
            self._collector.add(document, problems, suppressions)
        if suppressions.directives:
            self._collector.add(document, self._checker.check_comments(suppressions))

    def _problems(
        self, document: Document, suppressions: Suppressions
    ) -> Iterable[RuleProblem] | None:
        """Return what is wrong with a document, None for one of another kind."""
        kind = self._config.kind
        found = Recognition(resource_kind(kind))
        if kind in {Kind.AUTO, Kind.REQUEST}:
            found = recognise(document, self._kinds)
        if found.misuse and self._checker.reports(found.misuse):
            body = self._body(document, resource_kind(Kind.REQUEST))
            return self._checker.check_misuse(found.misuse, body)
        if found.kind:
            return self._judged(self._body(document, found.kind), suppressions)
        if kind is Kind.REQUEST:
            return self._judged(self._body(document, resource_kind(kind)), suppressions)
        return None

    def _body(self, document: Document, kind: ResourceKind) -> Body:
        return Body(document, kind, kind.schema(self._config.edition))

    def _judged(self, body: Body, suppressions: Suppressions) -> list[RuleProblem]:
        """Return what is wrong with a body, and keep its facts for other files."""
        result = self._checker.check(body)
        document, file = body.document, self._name
        target = self._config.target
        for rule in self._checker.comparing(body) if result.pools else ():
            ignored = not self._checker.is_enabled(rule.id)
            for pool in result.pools:
                for location, claim in rule.claims(pool):
                    about = (rule.id, rule.severity, claim, document_name(document))
                    at = locate(file, document, location)
                    reason = suppressions.reason(rule.id, location)
                    self._facts.append(Fact(*about, at, reason, ignored, target))
        return result.problems

    def result(self) -> FileResult:
        """Return the findings in the order of the text, and the counts."""
        content = self._content
        for suppressions in self._of_file if self._documents == content else ():
            if suppressions.of_file:
                unused = self._checker.check_file_comments(suppressions)
                self._collector.add(suppressions.document, unused)
        skipped = self._skipped + (self._empty or not content)
        judged = self._config.kind is not Kind.AUTO and not content
        if judged:
            skipped = 0
            self._judge_nothing()
        return FileResult(
            self._name,
            *self._collector.collected(),
            documents=self._documents + judged,
            skipped_documents=skipped,
            unread_documents=self._unread,
            unparsed=self._unparsed,
            facts=tuple(self._facts),
        )

    def _judge_nothing(self) -> None:
        """Judge a file without any document where the run asks for a kind."""
        nothing = Document(None, source=self._source)
        body = self._body(nothing, resource_kind(self._config.kind))
        suppressions = Suppressions(nothing, self._checker.names)
        self._collector.add(nothing, self._judged(body, suppressions))


class Linter:
    """Turns sources into results by one set of rules and settings.

    ``ignored`` names rules that report nothing about these files. Their facts count for
    other files all the same. ``kinds`` are the kinds of bodies that are recognised.

    Raises what ``config.enabled`` does, CatalogError for an invalid list of flavors,
    and ValueError for an unknown kind or a limit of depth that the interpreter's own
    stack would not survive.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        config: Config,
        ignored: Iterable[str] = (),
        kinds: Iterable[ResourceKind] = RESOURCE_KINDS,
    ) -> None:
        config = config._replace(kind=Kind(config.kind))  # its name is enough
        rules = tuple(rules)
        severities = config.severities(rules)
        enabled = config.ignoring(ignored).enabled(rules)
        compared = config.enabled(rules)
        rules = tuple(
            r._replace(severity=severities.get(r.id, r.severity)) for r in rules
        )
        if config.limits.depth > DEEPEST:
            raise ValueError(f"a depth over {DEEPEST} is not safe to read")
        self.limits = config.limits
        self._config = config
        self._kinds = tuple(kinds)
        given = config.flavors
        catalog = None if given is None else catalog_of(given)
        injected = config.injected_fields()
        self._checker = Checker(rules, enabled, compared, catalog, injected)
        limit_rules = [r.id for r in rules if r.defect is DefectKind.LIMIT]
        self.limit_rule = next(iter(limit_rules), "")

    def lint(self, source: Source, documents: Iterable[Document] = ()) -> FileResult:
        """Return the findings of one text by itself, and its facts for other texts.

        ``documents`` replaces reading if the bytes could not be decoded.
        """
        run = FileRun(self._checker, self._config, self._kinds, source)
        for document in documents or read(source, self.limits):
            run.take(document)
        return run.result()

    def lint_document(self, document: Document, name: str) -> list[Finding]:
        """Return the findings about a value that was never text."""
        auto = self._config.kind is Kind.AUTO
        config = self._config._replace(kind=Kind.REQUEST) if auto else self._config
        run = FileRun(self._checker, config, self._kinds, None, name)
        run.take(document)
        return list(run.result().findings)

    def runs(self, rule_id: str) -> bool:
        """Whether a rule runs."""
        return self._checker.is_enabled(rule_id)

    @property
    def cross_document_rules(self) -> list[Rule]:
        """The rules across documents that run."""
        return self._checker.cross_document_rules
