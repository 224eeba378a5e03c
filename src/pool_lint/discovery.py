"""Paths → files, and files → bytes; starts no program and follows no link outside."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pool_lint.paths import display

ENDINGS = (".yaml", ".yml", ".json")
_PIECE = 1 << 16
_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})


class Unreadable(Exception):
    """An input that cannot be read: its name and the reason."""

    def __init__(self, file: str, reason: str) -> None:
        """Take the path as given and the reason in words."""
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class Found(NamedTuple):
    """A file to lint, or why a path could not be walked.

    ``real`` is its path without links, where that is known.
    """

    file: str
    error: Unreadable | None = None
    real: str | None = None


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
        files.setdefault((one.real or _identity(one.file), one.error is None), one)
    return list(files.values())


def _identity(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (FileNotFoundError, ValueError):  # no working directory; no such name
        return path


def _walk(top: str, leaves_out: Callable[[str], bool]) -> Iterator[Found]:
    root = _identity(top)
    folders, errors = [(top, root)], []
    while folders:
        folder, real = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError as error:
            errors.append(Found(folder, Unreadable(folder, reason(error))))
            continue
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                if _enters(entry) and not leaves_out(entry.path):
                    folders.append((entry.path, os.path.join(real, entry.name)))
            elif entry.name.lower().endswith(ENDINGS):
                # What is no link lies where its folder does: nothing is to be resolved.
                is_link = entry.is_symlink()
                where = None if is_link else os.path.join(real, entry.name)
                belongs = _belongs(entry.path, root) if is_link else entry.is_file()
                path = os.path.normpath(entry.path)
                if belongs and not leaves_out(path):
                    yield Found(path, real=where)
    yield from errors


def _enters(entry: os.DirEntry[str]) -> bool:
    marker = os.path.join(entry.path, "pyvenv.cfg")
    return entry.name not in _SKIPPED and not os.path.lexists(marker)


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
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("it is not a regular file")
        # Room for what is there: room for the limit takes as long as to lint a file.
        data = os.read(handle, min(status.st_size, limit) + 1)
        while len(data) <= limit and (more := os.read(handle, _PIECE)):
            data += more
        return data[: limit + 1]
    finally:
        os.close(handle)


def reason(error: Exception) -> str:
    """Return why something could not be opened, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "reading it is not allowed"
    words = error.strerror if isinstance(error, OSError) else None
    return (words or str(error)).lower()
