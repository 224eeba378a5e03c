"""A session in an editor: open texts go before files on disk, and settings change."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pool_lint.config.run_options import UNNAMED_STDIN, RunOptions
from pool_lint.config.settings_search import NAMES, root_of
from pool_lint.engine.cross_document import compare
from pool_lint.engine.linter import Linter
from pool_lint.filesystem.discover import Found
from pool_lint.filesystem.paths import absolute, resolve
from pool_lint.filesystem.repository import upwards
from pool_lint.model.errors import BaselineError, PoolLintError, SettingsError
from pool_lint.model.problem import Fact
from pool_lint.model.report import FileResult, Report
from pool_lint.project.baseline import Baseline, read_baseline
from pool_lint.project.open_text import OpenText
from pool_lint.project.run import Unread, files_of, input_of
from pool_lint.project.workspace import Workspace

_MOST_FILES = 10_000

Stamp = tuple[int, int, int] | None
"""When a file was changed, its size and its number; None if it does not exist."""


class Session:
    """The open texts of an editor, compared with the files on disk.

    An open text replaces the file of the same path. Settings, the lists that they name
    and the baseline are read again once their files have changed. While settings are
    invalid, the last valid ones apply, and ``errors`` has the reason. One thread uses
    a session. Paths are absolute.

    Raises the errors of :class:`Workspace`.
    """

    def __init__(self, options: RunOptions) -> None:
        self.workspace = Workspace(options)
        self.texts: dict[str, OpenText] = {}
        self._facts: dict[str, tuple[Fact, ...]] = {}  # of files on disk
        self._linters: dict[str, Linter | None] = {}  # with the last valid settings
        self._invalid: dict[str, SettingsError] = {}
        self._baseline: Baseline | None = None
        self._baseline_error: BaselineError | None = None
        self._stamps: dict[str, Stamp] = {}
        self._fixing: Workspace | None = None
        self._read_baseline()

    def update(self, path: str, text: str) -> OpenText:
        """Lint an open text, and return it."""
        path = resolve(path)
        self._watch(self._above(path))
        self.texts[path] = OpenText(path, text, self._linter(path))
        self._watch(self.workspace.settings_files)
        return self.texts[path]

    def close(self, path: str) -> None:
        """Forget an open text; the file on disk replaces it."""
        path = resolve(path)
        for known in (self.texts, self._linters, self._invalid):
            known.pop(path, None)
        if os.path.realpath(path) in self._facts:
            self.read(path)

    def read(self, path: str) -> None:
        """Read a file on disk again, or for the first time."""
        identity = os.path.realpath(path)
        try:
            given = input_of(Found(path), self.workspace, UNNAMED_STDIN)
        except SettingsError:
            return
        if isinstance(given, Unread):
            self._facts.pop(identity, None)
        elif identity in self._facts or len(self._facts) < _MOST_FILES:
            self._facts[identity] = given.linted().facts

    def knows(self, path: str) -> bool:
        """Return whether a path is one of the files on disk."""
        return os.path.realpath(path) in self._facts

    def index(self, paths: Iterable[str]) -> Iterator[None]:
        """Read files on disk, one for each step; forget all others at the end."""
        seen = set()
        for path in paths:
            self.read(path)
            seen.add(os.path.realpath(path))
            yield
        for gone in self._facts.keys() - seen:
            del self._facts[gone]

    @property
    def files(self) -> list[str]:
        """The files on disk, without those that are open, sorted."""
        opened = {os.path.realpath(path) for path in self.texts}
        return sorted(self._facts.keys() - opened)

    def refresh(self) -> bool:
        """Read settings again if their files have changed; return whether they have."""
        now = {file: _stamp(file) for file in self._watched()}
        changed = any(self._stamps.get(file, now[file]) != now[file] for file in now)
        self._stamps = now
        if not changed and not self._invalid:
            return False
        before = self.errors
        self.workspace.forget(os.curdir)
        self._fixing = None
        self._read_baseline()
        for path, text in list(self.texts.items()):
            self.update(path, text.text)
        return changed or before != self.errors

    def results(self) -> dict[str, FileResult]:
        """Return the results of all open texts, by path.

        They contain the findings across files. Those that are in the baseline are
        among ``suppressed``.
        """
        report = Report(self._compared([one.result for one in self.texts.values()]))
        if self._baseline:
            mandatory = self.workspace.mandatory
            report, _ = self._baseline.applied(report, self._never, mandatory)
        most = self.workspace.options.limits.findings
        found = (file.limited(most) for file in report.files)
        return dict(zip(self.texts, found, strict=True))

    @property
    def errors(self) -> list[SettingsError]:
        """Why settings are invalid, each reason once."""
        found = {(e.place, e.reason): e for e in self._invalid.values()}
        return [found[key] for key in sorted(found)]

    @property
    def baseline_error(self) -> BaselineError | None:
        """Why the baseline cannot be read."""
        return self._baseline_error

    @property
    def selection_error(self) -> PoolLintError | None:
        """Why a rule in the options is unused; None before settings are known."""
        try:
            if self.texts:
                self.workspace.require_known_rules()
        except PoolLintError as error:
            return error
        return None

    def _compared(self, files: list[FileResult]) -> tuple[FileResult, ...]:
        known = "known pools"  # no path is relative
        others = [fact for path in self.files for fact in self._facts[path]]
        try:
            compared = self.workspace.compared(files, others)
            self._invalid.pop(known, None)
        except SettingsError as error:
            self._invalid[known] = error
            rules = self.workspace.cross_document_rules
            most = self.workspace.options.most_findings
            compared = compare(files, rules, most, others)
        return compared

    def _linter(self, path: str) -> Linter | None:
        """Return the linter for an open text: the last one with valid settings."""
        try:
            excluded = self.workspace.excludes(path)
            linter = None if excluded else self.workspace.linter(path)
            self._linters[path] = linter
            self._invalid.pop(path, None)
        except SettingsError as error:
            self._invalid[path] = error
        return self._linters.get(path)

    def fixing_linter(self, path: str) -> Linter | None:
        """Return the linter for fixes of an open text: it reports all findings."""
        text = self.texts[path]
        options = self.workspace.options._replace(fix=True)
        self._fixing = self._fixing or Workspace(options)
        try:
            return text.linter and self._fixing.linter(path)
        except SettingsError:
            return text.linter

    def _read_baseline(self) -> None:
        self._baseline_error = None
        if file := self.workspace.options.baseline:
            try:
                self._baseline = read_baseline(file)
            except BaselineError as error:
                self._baseline_error = error

    @staticmethod
    def _never(_file: str, _rule: str) -> bool:
        """Return that no rule ran: entries that are no longer found do not matter."""
        return False

    def _watched(self) -> set[str]:
        """Return the files that settings come from, or could come from."""
        options = self.workspace.options
        named = (options.settings_file, options.flavor_catalog, options.baseline)
        files = {*filter(None, named), *self.workspace.settings_files}
        return files.union(*map(self._above, self.texts))

    def _above(self, path: str) -> set[str]:
        """Return the settings files that can apply to a text, also missing ones."""
        options, start = self.workspace.options, os.path.dirname(path)
        if options.settings_file or not options.use_settings:
            return set()
        folders = upwards(start, root_of(start, {}))
        return {os.path.join(folder, name) for folder in folders for name in NAMES}

    def _watch(self, files: set[str]) -> None:
        self._stamps |= {f: _stamp(f) for f in files - self._stamps.keys()}


def _stamp(file: str) -> Stamp:
    try:
        found = os.stat(file)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def files_below(folders: Iterable[str], options: RunOptions) -> list[str]:
    """Return the files below some folders that a run would check, at most 10,000.

    Folders with invalid settings are left out. The search uses a workspace of its own:
    it can run in another thread.
    """
    found: list[str] = []
    for folder in folders:
        try:
            files = files_of([folder], Workspace(options)).found
        except PoolLintError:
            continue
        found += [absolute(one.file) for one in files if not one.error]
    return found[:_MOST_FILES]
