"""How the files of a run are linted: by which settings, and which are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pool_lint.config.settings import Settings
from pool_lint.engine.linter import Linter
from pool_lint.model.report import RuleText
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits
from pool_lint.rules.rule import Rule, Stage


class Plan:
    """A linter for each file, made once for all that have the same settings.

    ``settings`` returns the settings of a path, ``noun`` says what documents are.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        settings: Callable[[str], Settings],
        kind: Kind = Kind.AUTO,
        most_shown: int = Limits().findings,
    ) -> None:
        self.settings = settings
        self.most_shown = most_shown
        self.noun = kind.noun
        self._rules = {rule.id: rule for rule in rules}
        self._kind = kind
        self._linters: dict[object, Linter] = {}

    @property
    def rules_across(self) -> list[Rule]:
        """The rules across documents; facts are there for those that run."""
        return [rule for rule in self._rules.values() if rule.stage is Stage.ACROSS]

    def linter(self, path: str, settings: Settings | None = None) -> Linter:
        """Return the linter of a file, whose settings may be known already."""
        settings = settings or self.settings(path)
        kind = self._kind if self._kind is not Kind.AUTO else settings.kind(path)
        ignored = settings.ignored(path)
        key = (settings.file, kind, ignored)
        if key not in self._linters:
            config = settings.config._replace(kind=kind)
            limits = config.limits._replace(findings=self.most_shown)
            config = config._replace(limits=limits)
            self._linters[key] = Linter(self._rules.values(), config, ignored)
        return self._linters[key]

    def runs(self, path: str, rule_id: str) -> bool:
        """Whether a rule runs for a file."""
        return self.linter(path).runs(rule_id)

    def leaves_out(self, path: str) -> bool:
        """Whether a file or folder below a folder that is walked is not linted."""
        return self.settings(path).excludes(path)

    def leaves_out_named(self, path: str) -> bool:
        """Whether a file is not linted although it is named."""
        return self.settings(path).force_exclude and self.leaves_out(path)

    def describe(self, rule_id: str) -> RuleText:
        """Return what a rule says of itself."""
        rule = self._rules[rule_id]
        return RuleText(rule.id, rule.name, rule.severity, *rule.documentation)
