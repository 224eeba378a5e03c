"""Paths → files; no link that leads outside is followed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from pool_lint.filesystem.paths import display
from pool_lint.filesystem.read import reason
from pool_lint.model.errors import ReadError

if TYPE_CHECKING:
    from pool_lint.filesystem.gitignore import Ignores

ENDINGS = (".yaml", ".yml", ".json")
_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})


class Found(NamedTuple):
    """A file to lint, or why a path could not be walked.

    ``real`` is its path without links, where that is known. An ``ignored`` file is not
    linted, but counted.
    """

    file: str
    error: ReadError | None = None
    real: str | None = None
    ignored: bool = False


def _none(_path: str) -> bool:
    return False


def _no_ignores(_folder: str) -> None:
    return None


def discover(
    paths: Iterable[str],
    leaves_out: Callable[[str], bool] = _none,
    ignores_in: Callable[[str], Ignores | None] = _no_ignores,
) -> list[Found]:
    """Return the files of the paths, each once, by the names that are reported.

    A named file is taken whatever its ending; in folders ``*.yaml``, ``*.yml`` and
    ``*.json`` count. Version control, virtual environments, ``node_modules``, special
    files and links that leave the folder are passed over. The order of the paths
    changes nothing: of a file's several names the first in the alphabet counts.
    ``leaves_out`` says which files and folders inside a folder are passed over.
    ``ignores_in`` returns what git ignores in a folder that is walked, None for
    nothing; a file that is named, or found by another path, is not ignored.
    """
    found = [
        found
        for path in paths
        for found in (
            _walk(path, leaves_out, ignores_in(path))
            if os.path.isdir(path)
            else [Found(path)]
        )
    ]
    files: dict[object, Found] = {}
    for one in sorted(found, key=lambda one: (one.ignored, display(one.file))):
        files.setdefault((one.real or _identity(one.file), one.error is None), one)
    return list(files.values())


def _identity(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (FileNotFoundError, ValueError):  # no working directory; no such name
        return path


def _walk(
    top: str, leaves_out: Callable[[str], bool], ignores: Ignores | None
) -> Iterator[Found]:
    root = _identity(top)
    # Behind a link `..` leads elsewhere than in the name: then each file is asked.
    is_plain = _identity(os.path.normpath(top)) == root
    folders, errors = [_Folder(top, root, ignores)], []
    while folders:
        folder = folders.pop()
        try:
            below, named = _listed(folder.path)
        except OSError as error:
            if not folder.ignored:
                failure = ReadError(folder.path, reason(error))
                errors.append(Found(folder.path, failure))
            continue
        folders += [
            folder.below(entry)
            for entry in below
            if _enters(entry) and (folder.ignored or not leaves_out(entry.path))
        ]
        for entry in named:
            path = os.path.normpath(entry.path)
            known = is_plain and not entry.is_symlink()
            if not known and not _belongs(path, root):
                continue
            where = os.path.join(folder.real, entry.name) if known else None
            if folder.ignores_file(entry.name):
                yield Found(path, real=where, ignored=True)
            elif not leaves_out(path):
                yield Found(path, real=where)
    yield from errors


class _Folder(NamedTuple):
    """A folder of a walk; in an ``ignored`` one files are only counted."""

    path: str
    real: str
    ignores: Ignores | None = None
    ignored: bool = False

    def below(self, entry: os.DirEntry[str]) -> _Folder:
        """Return a folder in the folder. Raises SettingsError."""
        path, real = entry.path, os.path.join(self.real, entry.name)
        if self.ignores is None:
            return _Folder(path, real, ignored=self.ignored)
        if self.ignores.ignores(entry.name, is_folder=True):
            return _Folder(path, real, ignored=True)
        return _Folder(path, real, self.ignores.entered(path))

    def ignores_file(self, name: str) -> bool:
        """Whether a file of the folder is ignored."""
        if self.ignored:
            return True
        return self.ignores is not None and self.ignores.ignores(name)


Entries = list[os.DirEntry[str]]


def _listed(folder: str) -> tuple[Entries, Entries]:
    """Return the folders in a folder, and the files and links that may be manifests.

    What kind an entry is, its folder says: no file is asked. Raises OSError.
    """
    with os.scandir(folder) as entries:
        known = list(entries)
    named = [entry for entry in known if entry.name.lower().endswith(ENDINGS)]
    return (
        [entry for entry in known if entry.is_dir(follow_symlinks=False)],
        [e for e in named if e.is_symlink() or e.is_file(follow_symlinks=False)],
    )


def _enters(entry: os.DirEntry[str]) -> bool:
    marker = os.path.join(entry.path, "pyvenv.cfg")
    return entry.name not in _SKIPPED and not os.path.lexists(marker)


def _belongs(path: str, root: str) -> bool:
    """Whether a path is a regular file inside the root, links resolved."""
    real = os.path.realpath(path)
    return os.path.commonpath([real, root]) == root and os.path.isfile(real)
