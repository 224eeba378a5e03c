"""The settings of both sides, as they apply to changes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pool_lint.changes.bodies import SideFile
from pool_lint.config.selectors import matching
from pool_lint.config.settings import Settings
from pool_lint.engine.linter import Linter
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.change import Event
from pool_lint.model.problem import Severity
from pool_lint.project.workspace import Workspace
from pool_lint.rules.registry import change_rules
from pool_lint.rules.rule import Rule

_NEVER = "never"


class Scope:
    """Decides which rules about changes run for a file, and how severe they are.

    Selection and severities are those of the new side. What a side protects holds even
    if the other side does not, and the stricter fail level applies. ``new_root`` is the
    path of the new side, ``old_root`` that of the old side, both as folders; None for a
    side without files.
    """

    def __init__(
        self,
        old: Workspace,
        new: Workspace,
        old_root: str | None,
        new_root: str | None,
    ) -> None:
        self._old = old
        self._new = new
        self._old_root = old_root
        self._new_root = new_root
        self._by_event = {rule.event: rule for rule in change_rules() if rule.event}
        self._rules: dict[object, dict[str, Rule]] = {}

    def rule_of(self, event: Event) -> str:
        """Return the ID of the rule that reports an event."""
        return self._by_event[event].id

    def rule(self, rule_id: str, file: SideFile) -> Rule | None:
        """Return a rule as it runs for a file, None if it does not run."""
        path = self._path(file, self._new_root)
        return self._running(self._new, path).get(rule_id)

    def _running(self, workspace: Workspace, path: str) -> dict[str, Rule]:
        settings = workspace.settings(path)
        ignored = settings.ignored(path)
        key = (workspace is self._old, settings.file, ignored)
        if key not in self._rules:
            self._rules[key] = _running(settings, ignored, workspace.rules)
        return self._rules[key]

    def is_protected(self, file: SideFile) -> bool:
        """Whether the settings of either side protect a file, at its place there."""
        return any(
            workspace.settings(path).protects(path)
            for workspace, path in self._places(file)
        )

    def fail_on(self, file: SideFile) -> str:
        """Return the stricter fail level of both sides for a file."""
        levels = [w.settings(path).fail_on for w, path in self._places(file)]
        given = [level or Severity.ERROR.value for level in levels]
        return min(given, key=_laxness)

    def strict_policies(self, file: SideFile) -> frozenset[str]:
        """Return the policies of the old side for a file that cannot be suppressed."""
        every = self._old.settings(self._path(file, self._old_root)).policies
        return frozenset(p.policy.id for p in every if not p.policy.suppressible)

    def old_linter(self, file: SideFile) -> Linter:
        """Return the linter of the old side for the place of a file there."""
        return self._old.linter(self._path(file, self._old_root))

    def notes(self, files: Iterable[SideFile]) -> Iterator[str]:
        """Yield where the settings of both sides differ, and which apply."""
        files = list(files)
        levels = {self._given(file, "fail-on") for file in files}
        guards = {self._given(file, "protected") for file in files}
        if any(old != new for old, new in levels):
            yield "`fail-on` differs between both sides; the stricter level applies"
        if any(old != new for old, new in guards):
            yield "`protected` differs between both sides; the globs of both apply"
        weaker = sorted({rule for file in files for rule in self._weaker(file)})
        if weaker:
            names = ", ".join(weaker)
            yield f"NEW switches off or lowers {names}; the settings of NEW apply"

    def _weaker(self, file: SideFile) -> Iterator[str]:
        """Yield the rules that are off or less severe on the new side for a file."""
        (new, now), (old, before) = self._places(file)
        if old.settings(before).file:
            running = self._running(new, now)
            for name, rule in self._running(old, before).items():
                other = running.get(name)
                if other is None or other.severity.rank > rule.severity.rank:
                    yield name

    def _given(self, file: SideFile, key: str) -> tuple[str, str]:
        """Return a key of the settings of both sides as text; equal if OLD has none."""
        new, old = (space.settings(path).values for space, path in self._places(file))
        now = str(new.get(key, ""))
        return str(old[key]) if key in old else now, now

    def _places(self, file: SideFile) -> Iterator[tuple[Workspace, str]]:
        """Yield the path of a file on each side, with the settings there."""
        yield self._new, self._path(file, self._new_root)
        yield self._old, self._path(file, self._old_root)

    @staticmethod
    def _path(file: SideFile, root: str | None) -> str:
        """Return the path that a file has on the side with a root."""
        if root is None or is_stdin(root):
            return file.real
        if os.path.isdir(root):
            return os.path.join(root, file.path) if file.path else file.real
        return root


def _laxness(level: str) -> int:
    order = [severity.value for severity in reversed(Severity)]
    return [*order, _NEVER].index(level)


def _running(
    settings: Settings, ignored: tuple[str, ...], known: tuple[Rule, ...]
) -> dict[str, Rule]:
    """Return the rules about changes that run, with their severities.

    A selection that names none of them is about manifests only.
    """
    rules = (*known, *change_rules())
    ids = {rule.id for rule in change_rules()}
    config = settings.config.ignoring(ignored)
    if config.select is not None and not matching(config.select, rules) & ids:
        config = config._replace(select=None)
    enabled, severities = config.enabled(rules), config.severities(rules)
    return {
        rule.id: rule._replace(
            severity=severities.get(rule.id, rule.severity), url=config.address(rule)
        )
        for rule in change_rules()
        if rule.id in enabled
    }
