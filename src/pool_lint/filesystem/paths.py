"""Paths by the names they are read and reported under."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache


def working_directory() -> str:
    """Return the current folder, the root where it is gone."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        return os.sep


@lru_cache(maxsize=1024)  # by absolute path: a process may change its folder
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def forget_folders() -> None:
    """Forget where the links in folders lead."""
    _real.cache_clear()


def resolve(path: str) -> str:
    """Return an absolute path without links in its folders, and what it is named."""
    full = os.path.join(working_directory(), os.path.normpath(path))
    folder, name = os.path.split(full)
    return os.path.join(_real(folder), name) if name != ".." else _real(full)


def relative(path: str) -> str:
    """Return a path relative to here where it is inside, to read from."""
    return path.removeprefix(os.path.join(working_directory(), ""))


def display(path: str) -> str:
    """Return a path as it is reported: relative to here where it is inside, with ``/``.

    What in a name is no text is shown as escapes.
    """
    return from_here(path).encode("utf-8", "backslashreplace").decode("utf-8")


def from_here(path: str) -> str:
    """Return a path relative to here where it is inside, with ``/``."""
    if os.path.isabs(path):
        with suppress(FileNotFoundError):  # the working directory may be gone
            path = path.removeprefix(os.path.join(os.getcwd(), ""))
    return path.replace(os.sep, "/").removeprefix("./")
