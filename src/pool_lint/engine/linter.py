"""One text to findings: its documents are judged by what they are, and counted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import product

from pool_lint.config.options import Config
from pool_lint.engine.checker import Checker, Said
from pool_lint.engine.collector import Collected
from pool_lint.engine.locate import finder
from pool_lint.engine.suppression import Suppressions
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Fact
from pool_lint.model.report import FileResult
from pool_lint.modelarts.flavor_catalog import catalog_of
from pool_lint.modelarts.kinds import Kind, Route, route, shows_pool
from pool_lint.parsing import DEEPEST, Document, read
from pool_lint.parsing.source import Source
from pool_lint.rules.rule import Rule
from pool_lint.validation.schemas import CREATE_POOL


class FileRun:
    """The findings and the counts of one file."""

    def __init__(
        self, checker: Checker, config: Config, source: Source | None, name: str = ""
    ) -> None:
        self._checker = checker
        self._config = config
        self._source = source
        self._name = source.name if source else name
        self._collected = Collected(
            self._name, config.limits.findings if source else None
        )
        self._facts: list[Fact] = []
        self._heard: list[Suppressions] = []  # those at the top of the file, or above
        self._documents = 0
        self._skipped = 0
        self._empty = 0
        self._unread = 0
        self._unparsed = False

    def take(self, document: Document) -> None:
        """Judge one document by what it is."""
        if document.is_empty:
            self._hear(document)
            self._empty += 1
        elif document.broken or document.data is None:
            self._take_unread(document)
        else:
            self._take_read(document)

    def _take_unread(self, document: Document) -> None:
        """Report a document whose value is not known, if it shows a pool."""
        wanted = self._config.kind is not Kind.AUTO
        if wanted or (shows_pool(document.text) if document.text else self._shows_pool):
            self._unread += 1
            self._collected.add(document, self._checker.check_unread(document))
        else:
            self._unparsed = True

    @cached_property
    def _shows_pool(self) -> bool:
        source = self._source
        return source is not None and (source.hides_pool or shows_pool(source.text))

    @property
    def _content(self) -> int:
        """How many documents are more than comments."""
        return self._documents + self._skipped + self._unread + self._unparsed

    def _hear(self, document: Document) -> Suppressions:
        silences = Suppressions(
            document,
            self._checker.names,
            self._heard[-1] if self._heard else None,
            first=not self._content,
            heard=self._config.suppressions,
        )
        if not self._content:
            self._heard.append(silences)
        return silences

    def _take_read(self, document: Document) -> None:
        silences = self._hear(document)
        problems = self._problems(document, silences)
        if problems is None:
            self._skipped += 1
            return
        self._documents += 1
        if problems:
            self._collected.add(document, problems, silences)
        if silences.directives:
            self._collected.add(document, self._checker.comments(silences))

    def _problems(
        self, document: Document, silences: Suppressions
    ) -> Iterable[Said] | None:
        """Return what is wrong with a document, None for one of another kind."""
        kind = self._config.kind
        found = route(document) if kind.schema == CREATE_POOL else Route.REQUEST
        if found is Route.REQUEST:
            return self._judged(document, silences)
        if found is not Route.OTHER and self._checker.is_enabled(found):
            return self._checker.run(found, document)
        return self._judged(document, silences) if kind is Kind.REQUEST else None

    def _judged(self, document: Document, silences: Suppressions) -> list[Said]:
        """Return what is wrong with a document, and keep what it says for others."""
        whole = self._config.kind.schema
        judgement = self._checker.check(document, whole)
        for rule, pool in product(self._checker.across(whole), judgement.pools):
            for location, claim in rule.claims(pool):
                told = (rule.id, rule.severity, claim, self._name, document.index)
                find = finder(document, location, self._name, self._config.limits)
                reason = silences.reason(rule.id, location)
                ignored = not self._checker.is_enabled(rule.id)
                self._facts.append(Fact(*told, find, reason, ignored))
        return judgement.problems

    def result(self) -> FileResult:
        """Return the findings in the order of the text, and the counts."""
        content = self._content
        for silences in self._heard if self._documents == content else ():
            if silences.of_file:
                unused = self._checker.unused_of_file(silences)
                self._collected.add(silences.document, unused)
        skipped = self._skipped + (self._empty or not content)
        judged = self._config.kind is not Kind.AUTO and not content
        if judged:
            skipped = 0
            nothing = Document(None, source=self._source)
            silences = Suppressions(nothing, self._checker.names)
            self._collected.add(nothing, self._judged(nothing, silences))
        return FileResult(
            self._name,
            *self._collected.chosen(),
            documents=self._documents + judged,
            skipped_documents=skipped,
            unread_documents=self._unread,
            unparsed=self._unparsed,
            facts=tuple(self._facts),
        )


class Linter:
    """Turns sources into results by one set of rules and settings."""

    def __init__(
        self, rules: Iterable[Rule], config: Config, ignored: Iterable[str] = ()
    ) -> None:
        """Take every rule, the settings, and rules that say nothing of these files.

        What the files say counts for others all the same: a rule across files that is
        ignored here finds clashes there.

        Raises what ``config.enabled`` does, CatalogError for flavors that are no
        list of them, and ValueError for a kind that there is not, and for a limit of
        depth that the interpreter's own stack would not survive.
        """
        config = config._replace(kind=Kind(config.kind))  # its name will do
        rules = tuple(rules)
        matters = config.severities(rules)
        enabled = config.without(ignored).enabled(rules)
        rules = tuple(r._replace(severity=matters.get(r.id, r.severity)) for r in rules)
        if config.limits.depth > DEEPEST:
            raise ValueError(f"a depth over {DEEPEST} is not safe to read")
        self.limits = config.limits
        self._config = config
        given = config.flavors
        catalog = None if given is None else catalog_of(given)
        self._checker = Checker(rules, enabled, catalog, config.injected_fields())
        self._checker.listen(config.enabled(rules))

    def lint(self, source: Source, documents: Iterable[Document] = ()) -> FileResult:
        """Return what one text holds by itself: :func:`across.compared` does the rest.

        ``documents`` stands in for reading where the bytes could not be decoded.
        """
        run = FileRun(self._checker, self._config, source)
        for document in documents or read(source, self.limits):
            run.take(document)
        return run.result()

    def runs(self, rule_id: str) -> bool:
        """Whether a rule runs."""
        return self._checker.is_enabled(rule_id)

    @property
    def rules_across(self) -> list[Rule]:
        """The rules across documents that run."""
        return self._checker.rules_across

    def lint_document(self, document: Document, name: str) -> list[Finding]:
        """Return the findings about a value that was never text."""
        auto = self._config.kind is Kind.AUTO
        config = self._config._replace(kind=Kind.REQUEST) if auto else self._config
        run = FileRun(self._checker, config, None, name)
        run.take(document)
        return list(run.result().findings)
