"""Paths: resolved ones for comparisons, relative ones for reports."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache


def working_directory() -> str:
    """Return the current folder, or the root if it was deleted."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        return os.sep


def absolute(path: str) -> str:
    """Return an absolute path, also if the current folder was deleted."""
    return os.path.normpath(os.path.join(working_directory(), path))


@lru_cache(maxsize=1024)  # keys are absolute: the process can change its folder
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def forget_folders() -> None:
    """Clear the cache of resolved links."""
    _real.cache_clear()


def file_in(path: str) -> str:
    """Return a path to look up settings for: of a folder, any file in it."""
    return os.path.join(path, "any.yaml") if os.path.isdir(path) else path


def resolve(path: str) -> str:
    """Return an absolute path with links in its folders resolved, but not its last."""
    full = os.path.join(working_directory(), os.path.normpath(path))
    folder, name = os.path.split(full)
    return os.path.join(_real(folder), name) if name != ".." else _real(full)


def relative(path: str) -> str:
    """Return a path to open: relative if it is inside the current folder."""
    return path.removeprefix(os.path.join(working_directory(), ""))


def display(path: str) -> str:
    """Return a path for reports: relative if inside the current folder, with ``/``.

    Bytes of a name that are not valid text become escapes.
    """
    return from_here(path).encode("utf-8", "backslashreplace").decode("utf-8")


def from_here(path: str) -> str:
    """Return a path, relative if it is inside the current folder, with ``/``."""
    if os.path.isabs(path):
        with suppress(FileNotFoundError):  # the current folder was deleted
            path = path.removeprefix(os.path.join(os.getcwd(), ""))
    return path.replace(os.sep, "/").removeprefix("./")
