"""A set of files: their settings, the rules and linters, and facts across the files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pool_lint.config.options import Config, Unparsed
from pool_lint.config.run_options import UNNAMED_STDIN, RunOptions
from pool_lint.config.selectors import find_rule, mandatory_ids
from pool_lint.config.settings import Settings, load_flavors, with_options
from pool_lint.config.settings_search import SettingsFinder, root_of
from pool_lint.engine.cross_document import compare
from pool_lint.engine.linter import Linter
from pool_lint.filesystem.globs import why_useless
from pool_lint.filesystem.paths import display, forget_folders
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.errors import GlobError
from pool_lint.model.finding import Finding
from pool_lint.model.report import FileResult, RuleText
from pool_lint.modelarts.kinds import RESOURCE_KINDS, Kind, ResourceKind, resource_kind
from pool_lint.parsing.data_reader import read_data
from pool_lint.parsing.source import Source
from pool_lint.rules.registry import builtin_rules
from pool_lint.rules.rule import Rule, Stage

if TYPE_CHECKING:
    from pool_lint.filesystem.gitignore import Ignores


class Workspace:
    """Everything that is known of a set of files while they are linted.

    It serves the command line, the Python API and programs that keep running. With
    ``options``, each file is linted by the settings files above it and by the options
    on top of them. With ``config`` alone, no settings file is read. ``rules`` are all
    rules that can be selected, the built-in ones if nothing is given; ``kinds`` are the
    kinds of bodies that are recognised.

    Raises UnknownRuleError and MandatoryRuleError for options that name such rules,
    GlobError for globs that match nothing, and CatalogFileError for an invalid list of
    flavors.
    """

    def __init__(
        self,
        options: RunOptions | None = None,
        *,
        config: Config | None = None,
        rules: Iterable[Rule] | None = None,
        kinds: Iterable[ResourceKind] = RESOURCE_KINDS,
    ) -> None:
        self.rules = tuple(builtin_rules() if rules is None else rules)
        self.kinds = tuple(kinds)
        self.options = options or _options_of(config or Config())
        self._config = None if options else config or Config()
        own = None if self.rules == builtin_rules() else self.rules
        self._arguments = (options, config, own, self.kinds)
        asked = self._config or Config(
            self.options.select, self.options.ignore, self.options.extend_select
        )
        catalog = self.options.flavor_catalog
        self._flavors = load_flavors(catalog, self.rules) if catalog else None
        asked.enabled(self.rules)
        for pattern in self.options.exclude:
            if reason := why_useless(pattern):
                raise GlobError(pattern, reason)
        self._finder = SettingsFinder(self.rules, self.options.settings_file)
        self._with_options: dict[str | None, Settings] = {}
        self._linters: dict[object, Linter] = {}
        self._results: dict[str, FileResult] = {}

    def settings(self, path: str) -> Settings:
        """Return the settings of a path, the options on top. Raises SettingsError."""
        if self._config:
            return Settings(config=self._config)
        options = self.options
        found = self._finder.settings(path) if options.use_settings else Settings()
        if found.file not in self._with_options:
            settings = with_options(found, options, self._flavors)
            self._with_options[found.file] = settings
        return self._with_options[found.file]

    def linter(self, path: str) -> Linter:
        """Return the linter of a file. Files with the same settings share one."""
        settings, wanted = self.settings(path), self.options.kind
        kind = wanted if wanted is not Kind.AUTO else settings.kind(path)
        ignored = settings.ignored(path)
        unparsed = settings.config.unparsed
        if unparsed != Unparsed.AUTO and settings.excludes(path):
            unparsed = Unparsed.AUTO  # it is named, and its settings leave it out
        key = (settings.file, kind, ignored, unparsed)
        if key not in self._linters:
            config = settings.config._replace(kind=kind, unparsed=unparsed)
            limits = config.limits._replace(findings=self.options.most_findings)
            config = config._replace(limits=limits)
            self._linters[key] = Linter(self.rules, config, ignored, self.kinds)
        return self._linters[key]

    def lint(self, source: Source) -> FileResult:
        """Return the findings of one text by itself, and remember its facts.

        The name of the source is the path whose settings apply.
        """
        result = self.linter(source.name).lint(source)
        self._results[source.name] = result
        return result

    def lint_data(self, body: object, name: str) -> list[Finding]:
        """Return the findings of a value that a program holds, without lines.

        Raises TypeError for a value that JSON cannot represent.
        """
        linter = self.linter(name)
        return linter.lint_document(read_data(body, linter.limits), name)

    def compare(self) -> tuple[FileResult, ...]:
        """Return all texts linted so far, with the findings of rules across them."""
        most = self.options.most_findings
        return compare(self._results.values(), self.cross_document_rules, most)

    def forget(self, path: str | None = None) -> None:
        """Forget what is known of a file, a settings file or a folder; None: all.

        Settings are read again when they are next needed, also after the process has
        changed its working directory.
        """
        if path is None:
            self._results.clear()
        else:
            self._results.pop(path, None)
            self._results.pop(display(path), None)
        forget_folders()
        self._finder.clear()
        self._with_options.clear()
        self._linters.clear()

    @property
    def cross_document_rules(self) -> list[Rule]:
        """The rules across documents; there are facts for those that run."""
        return [rule for rule in self.rules if rule.stage is Stage.CROSS_DOCUMENT]

    @property
    def mandatory(self) -> frozenset[str]:
        """The ids of the rules that can neither be switched off nor suppressed."""
        return mandatory_ids(self.rules)

    @property
    def noun(self) -> str:
        """The noun for the documents of a run: pool, saved response or error body."""
        return resource_kind(self.options.kind).noun

    def runs(self, path: str, rule_id: str) -> bool:
        """Whether a rule runs for a file."""
        return self.linter(path).runs(rule_id)

    def excludes(self, path: str) -> bool:
        """Whether the settings exclude a file or folder that a walk has found."""
        return self.settings(path).excludes(path)

    def excludes_named(self, path: str) -> bool:
        """Whether the settings exclude a file although it is named.

        Standard input is excluded by the name that the run gives it.
        """
        if is_stdin(path):
            if self.options.stdin_name == UNNAMED_STDIN:
                return False
            path = self.options.stdin_name
        return self.settings(path).force_exclude and self.excludes(path)

    def ignores_in(self, folder: str) -> Ignores | None:
        """Return what git ignores in a folder that is walked, None for nothing.

        Without the settings of a repository its ``.gitignore`` files do not count
        either. Raises SettingsError.
        """
        options = self.options
        found = options.use_settings and options.settings_file is None
        if self._config or not (found and options.respect_gitignore):
            return None
        from pool_lint.filesystem.gitignore import ignores_of  # noqa: PLC0415 - start-up

        try:
            real = os.path.realpath(folder)
        except FileNotFoundError:  # no working directory
            return None
        return ignores_of(real, root_of(real, {}))

    def describe(self, rule_id: str) -> RuleText:
        """Return what a rule says of itself."""
        rule = next(rule for rule in self.rules if rule.id == rule_id)
        return RuleText(rule.id, rule.name, rule.severity, *rule.documentation)

    def explain(self, word: str) -> str:
        """Return the manual page of a rule, by id or name. Raises UnknownRuleError."""
        from pool_lint.rules.reference import explanation  # noqa: PLC0415 - start-up

        return explanation(find_rule(word, self.rules))

    def __reduce__(self) -> tuple[object, ...]:
        """Let a worker process make the same workspace again.

        The built-in rules are found there: their functions cannot be pickled, since a
        module holds a rule by the name of its function.
        """
        return _workspace, self._arguments


def _workspace(
    options: RunOptions | None,
    config: Config | None,
    rules: Iterable[Rule] | None,
    kinds: Iterable[ResourceKind],
) -> Workspace:
    return Workspace(options, config=config, rules=rules, kinds=kinds)


def _options_of(config: Config) -> RunOptions:
    return RunOptions(
        kind=Kind(config.kind), limits=config.limits, edition=config.edition
    )
