"""Settings files: found from a linted file upwards, and followed where they inherit."""

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

# In one folder the first of these counts.
NAMES = (".pool-lint.toml", "pool-lint.toml", "pyproject.toml")

Known = dict[str, str | None]
"""What was found from a folder upwards."""


class SettingsFinder:
    """Finds the settings of files: the closest settings file above each of them.

    ``rules`` are those that settings may name. With ``file``, that file alone applies.
    """

    def __init__(self, rules: Iterable[Rule], file: str | None = None) -> None:
        self._rules = tuple(rules)
        self._given = file
        self.clear()

    def clear(self) -> None:
        """Forget all files and folders: they are read again when asked for."""
        self._in_folder = cache(self._search)
        self._beside = cache(self._next_to)  # by the name that a path has for it
        self._layers: dict[str, Layer] = {}
        self._roots: Known = {}
        self._files: Known = {}
        self._targets: dict[str, Settings] = {}
        self._load = cache(self._loaded)

    def settings(self, path: str) -> Settings:
        """Return what holds for a file or a folder. Raises SettingsError."""
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
        root = root_of(folder, self._roots)
        file = _first(folder, root, _settings_file, self._files)
        if file is None:
            return Settings()
        _refuse_link(file, root)
        return self._load(file, root).with_target_of(self._with_target(file, root))

    def _with_target(self, file: str, root: str) -> Settings:
        """Return the nearest settings from a file upwards that set a target.

        Folders may be a thousand levels deep, so this is a loop that remembers.
        """
        passed, found, next_file = [], Settings(), file
        while next_file not in self._targets:
            passed.append(next_file)
            found = self._load(next_file, root)
            place = os.path.dirname(next_file)
            above = os.path.dirname(place)
            is_last = "target" in found.values or place in {root, above}
            file_above = (
                None if is_last else _first(above, root, _settings_file, self._files)
            )
            if file_above is None:
                break
            _refuse_link(file_above, root)
            next_file = file_above
        found = self._targets.get(next_file, found)
        self._targets.update(dict.fromkeys(passed, found))
        return found

    def _loaded(self, file: str, root: str, start: str | None = None) -> Settings:
        from pool_lint.config.settings_file import layers  # noqa: PLC0415 - start-up

        found = file, root, self._rules, self._layers
        return joined(reversed(list(layers(*found))), start)


def root_of(folder: str, known: Known) -> str:
    """Return how far up settings are looked for; ``known`` is kept between calls.

    That is the root of the repository; without one the current folder, or the folder
    itself where it lies elsewhere: nothing beyond is anybody's to decide with.
    """
    root = _first(folder, os.path.abspath(os.sep), _repository, known)
    if root:
        return root
    here = working_directory()
    return here if os.path.commonpath([here, folder]) == here else folder


def _repository(folder: str) -> str | None:
    return folder if is_repository(folder) else None


def _first(
    folder: str, last: str, look: Callable[[str], str | None], known: Known
) -> str | None:
    """Return what is first found from a folder upwards, None where nothing is.

    It is remembered for the folders on the way: those in a deep one ask again.
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


def _settings_file(folder: str) -> str | None:
    """Return the settings file of a folder."""
    files = (os.path.join(folder, name) for name in NAMES)
    return next((f for f in files if os.path.isfile(f) and _is_ours(f)), None)


def _is_ours(path: str) -> bool:
    """Whether a file is ours: a pyproject.toml is by its table alone."""
    if os.path.basename(path) != "pyproject.toml":
        return True
    from pool_lint.config.settings_file import has_table  # noqa: PLC0415 - start-up

    return has_table(path)


def _refuse_link(file: str, root: str) -> None:
    """Raise SettingsError for a link that leads to a file outside the repository."""
    real, root = os.path.realpath(file), os.path.realpath(root)
    if os.path.commonpath([real, root]) != root:
        raise SettingsError(
            display(file), "it is a link that leads out of the repository"
        )
