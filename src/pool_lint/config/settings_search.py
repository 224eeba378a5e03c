"""Finding the settings file of a file: the nearest one in its folder or above."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from pool_lint.config.settings import Settings, joined
from pool_lint.filesystem.paths import display, working_directory
from pool_lint.filesystem.repository import is_repository, upwards
from pool_lint.model.errors import SettingsError
from pool_lint.rules.rule import Rule

if TYPE_CHECKING:
    from pool_lint.config.settings_file import Layer

# In one folder the first of these is used.
NAMES = (".pool-lint.toml", "pool-lint.toml", "pyproject.toml")

Known = dict[str, str | None]
"""Results of searches from a folder upwards, by folder."""


class SettingsFinder:
    """Finds the settings of files: those of the nearest settings file above each.

    ``rules`` are the rules that settings can name. With ``file``, only that file is
    used, for all files. ``base`` bounds the search for files outside of repositories,
    if the current folder does not.
    """

    def __init__(
        self, rules: Iterable[Rule], file: str | None = None, base: str | None = None
    ) -> None:
        self._rules = tuple(rules)
        self._given = file
        self._base = base
        self.clear()

    def clear(self) -> None:
        """Drop all caches, so files are read again when needed."""
        self._in_folder = cache(self._search)
        self._beside = cache(self._next_to)  # by folder name as given
        self._layers: dict[str, Layer] = {}
        self._roots: Known = {}
        self._files: Known = {}
        self._completed: dict[str, Settings] = {}
        self._load = cache(self._loaded)

    def settings(self, path: str) -> Settings:
        """Return the settings for a file or a folder. Raises SettingsError."""
        if self._given:
            here = working_directory()
            file = os.path.join(here, self._given)
            return self._load(self._given, os.path.dirname(file), here)
        folder, name = os.path.split(path)
        if name in {"", ".", ".."}:
            folder = os.path.join(path, os.pardir)
        return self._beside(folder)

    def _next_to(self, folder: str) -> Settings:
        here = working_directory()
        return self._in_folder(os.path.normpath(os.path.join(here, folder)))

    def _search(self, folder: str) -> Settings:
        root = root_of(folder, self._roots, self._base)
        file = _first(folder, root, settings_file_in, self._files)
        if file is None:
            return Settings()
        _refuse_link(file, root)
        return self._complete(file, root)

    def _complete(self, file: str, root: str) -> Settings:
        """Return the settings of a file, with what holds for all folders below others.

        These are the target and the policies that cannot be suppressed. Folders can be
        a thousand levels deep, so this is a loop with a cache and not a recursion.
        """
        passed: list[str] = []
        next_file: str | None = file
        while next_file is not None and next_file not in self._completed:
            passed.append(next_file)
            next_file = self._above(next_file, root)
        above = self._completed[next_file] if next_file else Settings()
        for one in reversed(passed):
            found = self._loaded(one, root, above=above)
            above = found.with_target_of(above).with_policies_of(above)
            self._completed[one] = above
        return above

    def _above(self, file: str, root: str) -> str | None:
        """Return the next settings file in the folders above a file, or None."""
        place = os.path.dirname(file)
        above = os.path.dirname(place)
        if place in {root, above}:
            return None
        found = _first(above, root, settings_file_in, self._files)
        if found:
            _refuse_link(found, root)
        return found

    def _loaded(
        self,
        file: str,
        root: str,
        start: str | None = None,
        above: Settings | None = None,
    ) -> Settings:
        from pool_lint.config.inheritance import layers  # noqa: PLC0415 - start-up

        every = above.policies if above else ()
        strict = [one for one in every if not one.policy.suppressible]
        return joined(layers(file, root, self._rules, self._layers, strict), start)


def root_of(folder: str, known: Known, base: str | None = None) -> str:
    """Return the last folder that is searched for settings, from a folder upwards.

    This is the root of the repository. Without a repository it is the current folder or
    ``base``, whichever holds the folder, else the folder itself: files above may belong
    to somebody else.
    ``known`` caches results between calls.
    """
    root = _first(folder, os.path.abspath(os.sep), _repository, known)
    if root:
        return root
    places = filter(None, (working_directory(), base))
    around = (place for place in places if os.path.commonpath([place, folder]) == place)
    return next(around, folder)


def _repository(folder: str) -> str | None:
    return folder if is_repository(folder) else None


def _first(
    folder: str, last: str, look: Callable[[str], str | None], known: Known
) -> str | None:
    """Return the first result of ``look`` from a folder upwards, or None.

    The result is cached for all folders passed: their files need it too.
    """
    passed, found = [], None
    for above in upwards(folder, last):
        if above in known:
            found = known[above]
            break
        passed.append(above)
        found = look(above)
        if found:
            break
    known.update(dict.fromkeys(passed, found))
    return found


def settings_file_in(folder: str) -> str | None:
    """Return the settings file that is used in a folder, or None."""
    files = (os.path.join(folder, name) for name in NAMES)
    return next((f for f in files if os.path.isfile(f) and _is_ours(f)), None)


def _is_ours(path: str) -> bool:
    """Whether a file holds settings: a pyproject.toml does if it has our table."""
    if os.path.basename(path) != "pyproject.toml":
        return True
    from pool_lint.config.settings_file import has_table  # noqa: PLC0415 - start-up

    return has_table(path)


def _refuse_link(file: str, root: str) -> None:
    """Raise SettingsError for a link to a file outside the repository."""
    real, root = os.path.realpath(file), os.path.realpath(root)
    if os.path.commonpath([real, root]) != root:
        raise SettingsError(
            display(file), "links to files outside the repository are not read"
        )
