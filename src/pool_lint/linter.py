"""One text: documents, checks, and problems stamped with their lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from pool_lint.across import compared
from pool_lint.catalog import catalog_of
from pool_lint.checking import Checker, Said
from pool_lint.config import Config
from pool_lint.document import Document, read
from pool_lint.edition import CREATE_POOL
from pool_lint.finding import Fact, Finding
from pool_lint.report import FileResult, RuleText
from pool_lint.routing import Kind, Route, route
from pool_lint.rule import Rule
from pool_lint.source import Source, shows_pool
from pool_lint.stamping import Collected

MOST_SHOWN = 100
DEEPEST = 150


class Linter:
    """Turns sources into results by one set of rules and settings."""

    def __init__(self, rules: Iterable[Rule], config: Config) -> None:
        """Take every rule and the settings.

        Raises what ``config.enabled`` does, MalformedCatalog for flavors that are no
        list of them, and ValueError for a limit of depth that the interpreter's own
        stack would not survive.
        """
        rules = tuple(rules)
        if config.limits.depth > DEEPEST:
            raise ValueError(f"a depth over {DEEPEST} is not safe to read")
        self.limits = config.limits
        self.noun = config.kind.noun
        self._config = config
        self._rules = {rule.id: rule for rule in rules}
        given = config.flavors
        catalog = None if given is None else catalog_of(given)
        self._checker = Checker(rules, config.enabled(rules), catalog)

    def lint(self, source: Source, documents: Iterable[Document] = ()) -> FileResult:
        """Return what one text holds, by itself: see :meth:`compare`.

        ``documents`` stands in for reading where the bytes could not be decoded.
        """
        run = _Run(self._checker, self._config, source)
        for document in documents or read(source, self.limits):
            run.take(document)
        return run.result()

    def compare(self, files: Iterable[FileResult]) -> tuple[FileResult, ...]:
        """Return the files of a run with the findings of rules across documents."""
        return compared(files, self._checker.rules_across, MOST_SHOWN)

    def describe(self, rule_id: str) -> RuleText:
        """Return what a rule says of itself."""
        rule = self._rules[rule_id]
        said = rule.documentation
        return RuleText(rule.id, rule.name, rule.severity, *said)

    def lint_document(self, document: Document, name: str) -> list[Finding]:
        """Return the findings about a value that was never text."""
        auto = self._config.kind is Kind.AUTO
        config = self._config._replace(kind=Kind.REQUEST) if auto else self._config
        run = _Run(self._checker, config, None, name)
        run.take(document)
        return list(run.result().findings)


class _Run:
    """The findings and the counts of one file."""

    def __init__(
        self, checker: Checker, config: Config, source: Source | None, name: str = ""
    ) -> None:
        self._checker = checker
        self._config = config
        self._source = source
        self._name = source.name if source else name
        self._collected = Collected(self._name, MOST_SHOWN if source else None)
        self._facts: list[Fact] = []
        self._documents = 0
        self._skipped = 0
        self._empty = 0
        self._unread = 0
        self._unparsed = False

    def take(self, document: Document) -> None:
        """Judge one document by what it is."""
        if document.is_empty:
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
        return self._source is not None and shows_pool(self._source.text)

    def _take_read(self, document: Document) -> None:
        kind = self._config.kind
        found = route(document) if kind.schema == CREATE_POOL else Route.REQUEST
        if found in {Route.WRAPPED, Route.ANSWER} and self._checker.is_enabled(found):
            self._documents += 1
            self._collected.add(document, self._checker.run(found, document))
        elif found is Route.REQUEST or kind is Kind.REQUEST:
            self._documents += 1
            self._collected.add(document, self._judged(document))
        else:
            self._skipped += 1

    def _judged(self, document: Document) -> list[Said]:
        """Return what is wrong with a document, and keep what it says for others."""
        whole = self._config.kind.schema
        judgement = self._checker.check(document, whole)
        for rule in self._checker.across(whole):
            for place, claim in chain.from_iterable(map(rule.claims, judgement.pools)):
                fact = self._collected.fact(rule, document, place, claim)
                self._facts.append(fact)
        return judgement.problems

    def result(self) -> FileResult:
        """Return the findings in the order of the text, and the counts."""
        content = self._documents + self._skipped + self._unread + self._unparsed
        if self._config.kind is not Kind.AUTO and not content:
            nothing = Document(None, source=self._source)
            self._collected.add(nothing, self._judged(nothing))
        findings, hidden = self._collected.chosen()
        return FileResult(
            self._name,
            findings,
            hidden,
            documents=self._documents,
            skipped_documents=self._skipped + (self._empty or not content),
            unread_documents=self._unread,
            unparsed=self._unparsed,
            facts=tuple(self._facts),
        )
