"""The settings and the rules of the files of a workspace."""

from __future__ import annotations

from collections.abc import Iterable

from pool_lint.config.options import Config
from pool_lint.config.run_options import RunOptions
from pool_lint.config.run_selectors import RunSelectors, with_texts
from pool_lint.config.saved_lists import load_flavors
from pool_lint.config.settings import Settings, with_options
from pool_lint.config.settings_search import SettingsFinder
from pool_lint.rules.rule import Rule


class FileSettings:
    """Finds the settings of files, and the rules that they add: policies.

    With ``config``, no settings file is read. ``rules`` are those that exist for all
    files. Raises UnknownRuleError and MandatoryRuleError for invalid rules in options,
    and SavedFileError for an invalid list of flavors.
    """

    def __init__(
        self, options: RunOptions, config: Config | None, rules: tuple[Rule, ...]
    ) -> None:
        self._options = options
        self._config = config
        self._own = rules
        catalog = options.flavor_catalog
        self._flavors = load_flavors(catalog, rules) if catalog else None
        if config:
            config.enabled(rules)
        self._selectors = RunSelectors(options, rules)
        self._finder = SettingsFinder(
            rules, options.settings_file, options.settings_root
        )
        self._found: dict[str | None, Settings] = {}
        self._rules: dict[str | None, tuple[Rule, ...]] = {}

    def clear(self) -> None:
        """Forget all settings, so files are read again when needed."""
        self._finder.clear()
        self._found.clear()
        self._rules.clear()

    @property
    def found(self) -> Iterable[Settings]:
        """The settings of all files so far."""
        return self._found.values()

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """The rules, and the policies of the settings of all files so far."""
        more = {r.id: r for rules in self._rules.values() for r in rules}
        return tuple(({rule.id: rule for rule in self._own} | more).values())

    def of(self, path: str) -> Settings:
        """Return the settings for a path, with options on top. Raises SettingsError."""
        if self._config:
            return Settings(config=self._config)
        use = self._options.use_settings
        found = self._finder.settings(path) if use else Settings()
        if found.file not in self._found:
            self._found[found.file] = self._completed(found)
        return self._found[found.file]

    def rules(self, settings: Settings) -> tuple[Rule, ...]:
        """Return the rules that exist for files with some settings."""
        return self._rules.get(settings.file, self._own)

    def require_known_rules(self) -> None:
        """Raise an error for a rule in the options that is unknown, or must run.

        A policy is known if the settings of a file so far define it. Raises
        UnknownRuleError and MandatoryRuleError. Raises PolicyError if two settings
        files define policies with the same ID, because reports show only the ID.
        """
        with_policies = [one for one in self._found.values() if one.policies]
        if len(with_policies) > 1:
            from pool_lint.config import policy_tables  # noqa: PLC0415 - start-up

            policy_tables.require_one_place(with_policies)
        self._selectors.require_known(self.all_rules)
        for settings in self._found.values():
            settings.config.enabled(self.rules(settings))

    def _completed(self, found: Settings) -> Settings:
        """Return settings with the options on top, and compile their policies."""
        options, rules = self._options, self._own
        if found.policies:
            from pool_lint.config import policy_tables  # noqa: PLC0415 - start-up

            edition = options.edition or found.config.edition
            rules += policy_tables.compiled_rules(found.policies, edition)
        texts = found.values.get("rule")
        self._rules[found.file] = with_texts(rules, texts) if texts else rules
        return with_options(found, self._selectors.options_for(rules), self._flavors)
