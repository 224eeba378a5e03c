"""One text: documents, checks, and problems stamped with their lines."""

from __future__ import annotations

from collections.abc import Iterable

from pool_lint.config.options import Config
from pool_lint.engine.checker import Checker
from pool_lint.engine.filerun import FileRun
from pool_lint.model.finding import Finding
from pool_lint.model.report import FileResult
from pool_lint.modelarts.flavor_catalog import catalog_of
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import DEEPEST, Document, read
from pool_lint.parsing.source import Source
from pool_lint.rules.rule import Rule


class Linter:
    """Turns sources into results by one set of rules and settings."""

    def __init__(
        self, rules: Iterable[Rule], config: Config, ignored: Iterable[str] = ()
    ) -> None:
        """Take every rule, the settings, and rules that say nothing of these files.

        What the files say counts for others all the same: a rule across files that is
        ignored here finds clashes there.

        Raises what ``config.enabled`` does, MalformedCatalog for flavors that are no
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
        self._checker = Checker(rules, enabled, catalog, config.awaited())
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
