"""Paths → files to lint; links that lead out of a folder are not followed."""

# No postponed annotations: named tuples compile each of them at import.
import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from pool_lint.filesystem.omissions import ENDINGS, Omission, Omitted, unheard
from pool_lint.filesystem.paths import display
from pool_lint.filesystem.read import reason
from pool_lint.model.errors import ReadError

if TYPE_CHECKING:
    from pool_lint.filesystem.gitignore import Ignores

_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})


class Found(NamedTuple):
    """A file to lint, or a path that cannot be walked.

    ``real`` is the path without links, if known. An ``ignored`` file is not linted,
    only counted.
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
    ignores_in: "Callable[[str], Ignores | None]" = _no_ignores,
    omit: Callable[[Omitted], None] = unheard,
) -> list[Found]:
    """Return the files of the paths, each once, sorted by the name in reports.

    A named file is returned whatever its extension. Folders are searched for
    ``*.yaml``, ``*.yml`` and ``*.json``. Folders of version control, virtual
    environments, ``node_modules``, special files and links that leave the folder are
    skipped. The result does not depend on the order of the paths: of several names of
    one file the alphabetically first is used.

    ``leaves_out`` returns whether a file or folder inside a folder is excluded.
    ``ignores_in`` returns what git ignores in a folder, or None; a file that is named,
    or found by another path, is not ignored. ``omit`` is called for each file and
    folder that is skipped.
    """
    found = [
        found
        for path in paths
        for found in (
            _walk(path, leaves_out, ignores_in(path), omit)
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


Entries = list[os.DirEntry[str]]


class _Walk(NamedTuple):
    """The state of a walk that all its folders share.

    ``root`` is the folder where it begins, without links. ``is_plain`` is True if a
    path of the walk without links leads to the same file as its name.
    """

    root: str
    is_plain: bool
    leaves_out: Callable[[str], bool]
    omit: Callable[[Omitted], None]

    def subfolders(self, folder: "_Folder", entries: Entries) -> "Iterator[_Folder]":
        """Yield the folders to enter."""
        for entry in entries:
            if not _enters(entry):
                self.omit(Omitted(entry.path, Omission.ALWAYS, is_folder=True))
            elif not folder.ignored and self.leaves_out(entry.path):
                self.omit(Omitted(entry.path, Omission.EXCLUDED, is_folder=True))
            else:
                below = folder.below(entry)
                if below.ignored and not folder.ignored:
                    by = folder.ignored_by(entry.name, is_folder=True)
                    why = Omission.GITIGNORE
                    self.omit(Omitted(entry.path, why, is_folder=True, by=by))
                yield below

    def files(self, folder: "_Folder", entries: Entries) -> Iterator[Found]:
        """Yield the files to lint, and those that are ignored."""
        for entry in entries:
            path = os.path.normpath(entry.path)
            known = self.is_plain and not entry.is_symlink()
            if not known and not _belongs(path, self.root):
                self.omit(Omitted(path, _why_not(entry)))
                continue
            where = os.path.join(folder.real, entry.name) if known else None
            if folder.ignores_file(entry.name):
                if not folder.ignored:
                    by = folder.ignored_by(entry.name)
                    self.omit(Omitted(path, Omission.GITIGNORE, by=by))
                yield Found(path, real=where, ignored=True)
            elif self.leaves_out(path):
                self.omit(Omitted(path, Omission.EXCLUDED))
            else:
                yield Found(path, real=where)


def _walk(
    top: str,
    leaves_out: Callable[[str], bool],
    ignores: "Ignores | None",
    omit: Callable[[Omitted], None],
) -> Iterator[Found]:
    root = _identity(top)
    # After a link, `..` does not lead to the parent in the name: check each file.
    is_plain = _identity(os.path.normpath(top)) == root
    walk = _Walk(root, is_plain, leaves_out, omit)
    folders, errors = [_Folder(top, root, ignores)], []
    while folders:
        folder = folders.pop()
        try:
            below, named, others = _listed(folder.path)
        except OSError as error:
            if not folder.ignored:
                failure = ReadError(folder.path, reason(error))
                errors.append(Found(folder.path, failure))
            continue
        folders += walk.subfolders(folder, below)
        yield from walk.files(folder, named)
        if omit is not unheard and not folder.ignored:
            for entry in others:
                omit(Omitted(entry.path, _why_not(entry)))
    yield from errors


def _why_not(entry: os.DirEntry[str]) -> Omission:
    """Return why an entry that is neither a folder nor a manifest is skipped."""
    if entry.is_symlink() and os.path.isdir(entry.path):
        return Omission.LINKED_FOLDER
    if not entry.name.lower().endswith(ENDINGS):
        return Omission.NAME
    return Omission.OUTSIDE if os.path.isfile(entry.path) else Omission.SPECIAL


class _Folder(NamedTuple):
    """A folder of a walk; files in an ``ignored`` folder are only counted."""

    path: str
    real: str
    ignores: "Ignores | None" = None
    ignored: bool = False

    def below(self, entry: os.DirEntry[str]) -> "_Folder":
        """Return a subfolder. Raises SettingsError for an unreadable .gitignore."""
        path, real = entry.path, os.path.join(self.real, entry.name)
        if self.ignores is None:
            return _Folder(path, real, ignored=self.ignored)
        if self.ignores.ignores(entry.name, is_folder=True):
            return _Folder(path, real, ignored=True)
        return _Folder(path, real, self.ignores.entered(path))

    def ignores_file(self, name: str) -> bool:
        """Whether a file in the folder is ignored."""
        if self.ignored:
            return True
        return self.ignores is not None and self.ignores.ignores(name)

    def ignored_by(self, name: str, *, is_folder: bool = False) -> str:
        """Return the .gitignore file that ignores an entry of the folder."""
        found = self.ignores
        return found.deciding(name, is_folder=is_folder) if found else ""


def _listed(folder: str) -> tuple[Entries, Entries, Entries]:
    """Return the folders in a folder, possible manifests, and all other entries.

    The folder itself holds the type of each entry, so no file is accessed. Raises
    OSError.
    """
    with os.scandir(folder) as entries:
        known = list(entries)
    folders, named, others = Entries(), Entries(), Entries()
    for entry in known:
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry)
        elif entry.name.lower().endswith(ENDINGS) and (
            entry.is_symlink() or entry.is_file(follow_symlinks=False)
        ):
            named.append(entry)
        else:
            others.append(entry)
    return folders, named, others


def _enters(entry: os.DirEntry[str]) -> bool:
    marker = os.path.join(entry.path, "pyvenv.cfg")
    return entry.name not in _SKIPPED and not os.path.lexists(marker)


def _belongs(path: str, root: str) -> bool:
    """Whether a path, with links resolved, is a regular file inside the root."""
    real = os.path.realpath(path)
    return os.path.commonpath([real, root]) == root and os.path.isfile(real)
