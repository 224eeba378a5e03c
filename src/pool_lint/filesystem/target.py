"""The file that a fix may change: by way of links, but inside the repository only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from pool_lint.filesystem.paths import working_directory


class Unwritable(Exception):
    """A file that cannot be written: the text says why."""


def target_of(file: str, leaves_out: Callable[[str], bool]) -> Path:
    """Return the file that a path leads to.

    A link in a pull request must not let a fix change a file elsewhere, nor one that
    is left out. Raises Unwritable.
    """
    here = working_directory()
    path = os.path.join(here, file)
    real = os.path.realpath(path)
    named = os.path.normpath(path).replace("//", "/", 1)
    if not _is_inside(real, os.path.realpath(_root(named, here, file))):
        raise Unwritable("it is a link that leads out of the repository")
    if os.path.islink(path) and (leaves_out(real) or ".git" in real.split(os.sep)):
        raise Unwritable("it is a link to a file that is left out")
    return Path(real)


def _root(named: str, here: str, file: str) -> str:
    """Return the folder that a path may lead to files in.

    That is the outermost repository around it (the closest could be behind a link), or
    what it shares with the current folder, or its own folder where it is elsewhere.
    """
    elsewhere = os.path.isabs(file) and not _is_inside(named, here)
    shared = os.sep if elsewhere else os.path.commonpath([named, here])
    known = os.path.realpath(shared)
    for folder in reversed(list(_upwards(os.path.dirname(named)))):
        behind_link = not _is_inside(os.path.realpath(folder), known)
        above = _is_inside(shared, folder)
        if os.path.lexists(os.path.join(folder, ".git")) and (above or not behind_link):
            return folder
    return os.path.dirname(named) if elsewhere else shared


def _upwards(folder: str) -> Iterator[str]:
    yield folder
    while folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
        yield folder


def _is_inside(path: str, folder: str) -> bool:
    return os.path.commonpath([path, folder]) == folder
