"""A set of files: their settings, rules, linters, and facts across files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pool_lint.config.options import Config, Unparsed
from pool_lint.config.run_options import UNNAMED_STDIN, RunOptions
from pool_lint.config.selectors import find_rule, mandatory_ids
from pool_lint.config.settings import Settings
from pool_lint.config.settings_search import root_of
from pool_lint.engine.cross_document import compare
from pool_lint.engine.linter import Linter
from pool_lint.filesystem.globs import why_useless
from pool_lint.filesystem.paths import display, forget_folders
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.errors import GlobError
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Fact
from pool_lint.model.report import FileResult
from pool_lint.model.rule_text import RuleText
from pool_lint.modelarts.kinds import RESOURCE_KINDS, Kind, ResourceKind, resource_kind
from pool_lint.parsing.data_reader import read_data
from pool_lint.parsing.source import Source
from pool_lint.project.file_settings import FileSettings
from pool_lint.project.known_facts import KnownFacts
from pool_lint.rules.registry import builtin_rules
from pool_lint.rules.rule import Rule, Stage

if TYPE_CHECKING:
    from pool_lint.filesystem.gitignore import Ignores


class Workspace:
    """Settings, rules and facts of a set of files.

    The command line, the Python API and long-running programs use it. With
    ``options``, the nearest settings files apply to each file, and the options
    override them. With ``config`` alone, no settings file is read. ``rules`` are
    the rules to select from, by default the built-in ones. ``kinds`` are the kinds
    of bodies to recognise.

    Raises UnknownRuleError and MandatoryRuleError for invalid rules in options. If
    settings are read, a rule may be a policy of theirs: then
    :meth:`require_known_rules` raises these errors, once the files are known. Raises
    GlobError for globs that match nothing, and SavedFileError for an invalid list
    of flavors.
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
        for pattern in self.options.exclude:
            if reason := why_useless(pattern):
                raise GlobError(pattern, reason)
        self._settings = FileSettings(self.options, self._config, self.rules)
        self._linters: dict[object, Linter] = {}
        self._results: dict[str, FileResult] = {}
        self._known = KnownFacts()

    def settings(self, path: str) -> Settings:
        """Return the settings for a path, with options on top. Raises SettingsError."""
        return self._settings.of(path)

    def linter(self, path: str) -> Linter:
        """Return the linter for a file; files with equal settings share one."""
        settings, wanted = self.settings(path), self.options.kind
        kind = wanted if wanted is not Kind.AUTO else settings.kind(path)
        ignored = settings.ignored(path)
        unparsed = settings.config.unparsed
        if unparsed != Unparsed.AUTO and settings.excludes(path):
            unparsed = Unparsed.AUTO  # the file is named, but its settings exclude it
        idle = settings.idle_policies(path)
        key = (settings.file, kind, ignored, unparsed, idle)
        if key not in self._linters:
            config = settings.config._replace(kind=kind, unparsed=unparsed)
            limits = config.limits._replace(findings=self.options.most_findings)
            config = config._replace(limits=limits)
            rules = self._settings.rules(settings)
            self._linters[key] = Linter(rules, config, ignored, self.kinds, idle)
        return self._linters[key]

    def lint(self, source: Source) -> FileResult:
        """Lint one text by itself, and remember its facts.

        The settings for the name of the source apply.
        """
        result = self.linter(source.name).lint(source)
        self._results[source.name] = result
        return result

    def lint_data(self, body: object, name: str) -> list[Finding]:
        """Lint a value of a program; its findings have no lines.

        Raises TypeError for a value that JSON cannot represent.
        """
        linter = self.linter(name)
        return linter.lint_document(read_data(body, linter.limits), name)

    def compare(self) -> tuple[FileResult, ...]:
        """Return the results of all linted texts, with the findings across them."""
        return self.compared(self._results.values())

    def compared(
        self, files: Iterable[FileResult], others: Iterable[Fact] = ()
    ) -> tuple[FileResult, ...]:
        """Return results with the findings across them. Raises SettingsError.

        Conflicts with ``others``, facts of other files, are reported in ``files``.
        """
        rules, most = self.cross_document_rules, self.options.most_findings
        known = self._known.of(self._settings.found, rules)
        return compare(files, rules, most, [*known, *others])

    def forget(self, path: str | None = None) -> None:
        """Forget a file, a settings file or a folder, or everything with None.

        Settings are read again on demand, also in another working directory.
        """
        for name in self._results.copy() if path is None else (path, display(path)):
            self._results.pop(name, None)
        forget_folders()
        self._settings.clear()
        self._linters.clear()
        self._known.clear()

    @property
    def settings_files(self) -> set[str]:
        """The files that the settings so far were read from, as absolute paths."""
        return {file for found in self._settings.found for file in found.files}

    def require_known_rules(self) -> None:
        """Raise an error for a rule in the options that does not exist, or must run.

        A policy is known if the settings of a file so far define it. Raises
        UnknownRuleError and MandatoryRuleError.
        """
        self._settings.require_known_rules()

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """The rules, and the policies of the settings of all files so far."""
        return self._settings.all_rules

    @property
    def cross_document_rules(self) -> list[Rule]:
        """The rules across documents that run in this workspace."""
        return [rule for rule in self.rules if rule.stage is Stage.CROSS_DOCUMENT]

    @property
    def rules_of_other_editions(self) -> list[Rule]:
        """The selected rules that apply to no edition of the files so far."""
        configs = [settings.config for settings in self._settings.found]
        named = {r for c in configs for r in c.rules_of_other_editions(self.rules)}
        editions = {config.edition for config in configs}
        return [r for r in self.rules if r in named and editions.isdisjoint(r.editions)]

    @property
    def mandatory(self) -> frozenset[str]:
        """The ids of the rules that cannot be disabled or suppressed."""
        return mandatory_ids(self.all_rules)

    @property
    def noun(self) -> str:
        """The noun for the documents of a run: pool, saved response or error body."""
        return resource_kind(self.options.kind).noun

    def runs(self, path: str, rule_id: str) -> bool:
        """Return whether a rule runs for a file."""
        return self.linter(path).runs(rule_id)

    def excludes(self, path: str) -> bool:
        """Return whether the settings exclude a file or folder found by a walk."""
        return self.settings(path).excludes(path)

    def excludes_named(self, path: str) -> bool:
        """Return whether the settings exclude a file that is named explicitly.

        Standard input is excluded by the name that the run gives it.
        """
        if is_stdin(path):
            if self.options.stdin_name == UNNAMED_STDIN:
                return False
            path = self.options.stdin_name
        return self.settings(path).force_exclude and self.excludes(path)

    def ignores_in(self, folder: str) -> Ignores | None:
        """Return what git ignores in a folder of a walk, None for nothing.

        If the settings of the repository are not used, its ``.gitignore`` files
        are not used either. Raises SettingsError.
        """
        options = self.options
        found = options.use_settings and options.settings_file is None
        if self._config or not (found and options.respect_gitignore):
            return None
        from pool_lint.filesystem.gitignore import ignores_of  # noqa: PLC0415 - start-up

        try:
            real = os.path.realpath(folder)
        except FileNotFoundError:  # the working directory does not exist
            return None
        return ignores_of(real, root_of(real, {}))

    def describe(self, rule_id: str) -> RuleText:
        """Return the documentation of a rule."""
        rule = find_rule(rule_id, self.all_rules)
        return RuleText(rule.id, rule.name, rule.severity, *rule.documentation)

    def explain(self, word: str) -> str:
        """Return the manual page of a rule, by id or name. Raises UnknownRuleError."""
        from pool_lint.rules.reference import explanation  # noqa: PLC0415 - start-up

        return explanation(find_rule(word, self.all_rules))

    def __reduce__(self) -> tuple[object, ...]:
        """Return how a worker process creates the same workspace.

        It looks up built-in rules by itself: their functions cannot be pickled,
        because a module attribute with the name of the function is the rule.
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
