"""Paths → files, and files → bytes; starts no program and follows no link outside."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pool_lint.paths import display

ENDINGS = (".yaml", ".yml", ".json")
_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})


class Unreadable(Exception):
    """An input that cannot be read: its name and the reason."""

    def __init__(self, file: str, reason: str) -> None:
        """Take the path as given and the reason in words."""
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class Found(NamedTuple):
    """A file to lint, or why a path could not be walked."""

    file: str
    error: Unreadable | None = None


def _none(_path: str) -> bool:
    return False


def discover(
    paths: Iterable[str], leaves_out: Callable[[str], bool] = _none
) -> list[Found]:
    """Return the files of the paths, each once, by the names that are reported.

    A named file is taken whatever its ending; in folders ``*.yaml``, ``*.yml`` and
    ``*.json`` count. Version control, virtual environments, ``node_modules``, special
    files and links that leave the folder are passed over. The order of the paths
    changes nothing: of a file's several names the first in the alphabet counts.
    ``leaves_out`` says which files and folders inside a folder are passed over.
    """
    found = [
        found
        for path in paths
        for found in (_walk(path, leaves_out) if os.path.isdir(path) else [Found(path)])
    ]
    files: dict[object, Found] = {}
    for one in sorted(found, key=lambda one: display(one.file)):
        files.setdefault((_identity(one.file), one.error is None), one)
    return list(files.values())


def _identity(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (FileNotFoundError, ValueError):  # no working directory; no such name
        return path


def _walk(top: str, leaves_out: Callable[[str], bool]) -> Iterator[Found]:
    root = _identity(top)
    errors: list[OSError] = []
    for folder, folders, files in os.walk(top, onerror=errors.append):
        folders[:] = [
            name
            for name in sorted(folders)
            if _enters(folder, name) and not leaves_out(os.path.join(folder, name))
        ]
        for name in sorted(files):
            path = os.path.normpath(os.path.join(folder, name))
            wanted = name.lower().endswith(ENDINGS) and not leaves_out(path)
            if wanted and _belongs(path, root):
                yield Found(path)
    for error in errors:
        name = str(error.filename)
        yield Found(name, Unreadable(name, reason(error)))


def _enters(folder: str, name: str) -> bool:
    marker = os.path.join(folder, name, "pyvenv.cfg")
    return name not in _SKIPPED and not os.path.lexists(marker)


def _belongs(path: str, root: str) -> bool:
    """Whether a path is a regular file inside the root, links resolved."""
    real = os.path.realpath(path)
    return os.path.commonpath([real, root]) == root and os.path.isfile(real)


def is_stdin(path: str) -> bool:
    """Whether a path means standard input; a file of that name is ``./-``."""
    return path in {"-", "/dev/stdin"}


def read_bytes(path: str, limit: int) -> bytes:
    """Return at most ``limit + 1`` bytes of a regular file. Raises Unreadable."""
    try:
        return _read_stdin(limit) if is_stdin(path) else _read_file(path, limit)
    except (OSError, ValueError) as error:
        raise Unreadable(path, reason(error)) from None


def _read_stdin(limit: int) -> bytes:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    return sys.stdin.buffer.read(limit + 1)


def _read_file(path: str, limit: int) -> bytes:
    # A pipe without a writer would block for ever.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ValueError("it is not a regular file")
        return file.read(limit + 1)


def reason(error: Exception) -> str:
    """Return why something could not be opened, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "reading it is not allowed"
    words = error.strerror if isinstance(error, OSError) else None
    return (words or str(error)).lower()
