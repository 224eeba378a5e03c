"""The linter: turns texts into findings with one set of rules and settings."""

from __future__ import annotations

from collections.abc import Iterable

from pool_lint.config.options import Config, Unparsed
from pool_lint.engine.checker import Checker
from pool_lint.engine.document_judge import DocumentJudge
from pool_lint.engine.file_run import FileRun
from pool_lint.model.finding import Finding
from pool_lint.model.location import Span
from pool_lint.model.report import FileResult
from pool_lint.modelarts.flavor_catalog import catalog_of
from pool_lint.modelarts.kinds import RESOURCE_KINDS, Body, Kind, ResourceKind
from pool_lint.parsing import DEEPEST, DefectKind, Document, SyntaxProblem, broken, read
from pool_lint.parsing.source import Source
from pool_lint.rules.rule import Rule


class Linter:
    """Lints sources with one set of rules and settings.

    ``ignored`` names rules that report nothing for these files; their facts are
    still compared with other files. ``kinds`` are the kinds of bodies to recognise.
    ``idle`` names policies that do not apply to these files.

    Raises the errors of ``config.enabled``, and CatalogError for an invalid list of
    flavors. Raises ValueError for an unknown kind, or for a depth limit that would
    overflow the interpreter's stack.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        config: Config,
        ignored: Iterable[str] = (),
        kinds: Iterable[ResourceKind] = RESOURCE_KINDS,
        idle: frozenset[str] = frozenset(),
    ) -> None:
        # Programs may pass names in place of members.
        kind, unparsed = Kind(config.kind), Unparsed(config.unparsed)
        config = config._replace(kind=kind, unparsed=unparsed)
        rules = tuple(rule.in_edition(config.edition) for rule in rules)
        severities = config.severities(rules)
        held = frozenset(rule.id for rule in rules if rule.holds_in(config.edition))
        held -= idle
        enabled = config.ignoring(ignored).enabled(rules) & held
        compared = config.enabled(rules) & held
        rules = tuple(
            r._replace(
                severity=severities.get(r.id, r.severity),
                url=config.address(r),
            )
            for r in rules
        )
        if config.limits.depth > DEEPEST:
            raise ValueError(f"a depth over {DEEPEST} is not safe to read")
        self.limits = config.limits
        self.rules = rules
        self._config = config
        self.kinds = tuple(kind for kind in kinds if kind.is_in(config.edition))
        given = config.flavors
        catalog = None if given is None else catalog_of(given)
        self.catalog = catalog
        self.target = config.target
        injected = config.injected_fields()
        self.injected = injected
        self._checker = Checker(rules, enabled, compared, catalog, injected)
        limit_rules = [r.id for r in rules if r.defect is DefectKind.LIMIT]
        self.limit_rule = next(iter(limit_rules), "")

    def lint(self, source: Source, documents: Iterable[Document] = ()) -> FileResult:
        """Return the findings of one text by itself, and its facts for other texts.

        ``documents`` are its documents if they have been read. If the bytes could
        not be decoded, they hold the reason.
        """
        run = FileRun(self._checker, self._config, self.kinds, source)
        for document in documents or self.documents(source):
            run.take(document)
        return run.result()

    def documents(self, source: Source) -> Iterable[Document]:
        """Return the documents of a text; for an LFS pointer, a broken one."""
        if not source.is_lfs_pointer:
            return read(source, self.limits)
        message = "this is a Git LFS pointer, not the file itself"
        advice = "run `git lfs pull` to get the file"
        return [broken(source, 0, SyntaxProblem(Span(0, 0), message, advice))]

    def bodies(self, document: Document) -> list[Body]:
        """Return the bodies of a document that this linter checks."""
        judge = DocumentJudge(self._checker, self._config, self.kinds, "")
        return [] if document.broken else judge.bodies(document)

    def lint_document(self, document: Document, name: str) -> list[Finding]:
        """Return the findings of a value that never was text."""
        auto = self._config.kind is Kind.AUTO
        config = self._config._replace(kind=Kind.REQUEST) if auto else self._config
        run = FileRun(self._checker, config, self.kinds, None, name)
        run.take(document)
        return list(run.result().findings)

    def runs(self, rule_id: str) -> bool:
        """Return whether a rule runs."""
        return self._checker.is_enabled(rule_id)

    @property
    def edition(self) -> str:
        """The edition of the API reference."""
        return self._config.edition

    @property
    def cross_document_rules(self) -> list[Rule]:
        """The rules across documents that run."""
        return self._checker.cross_document_rules
