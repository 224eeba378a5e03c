"""The repository around a file, and the folders up to it."""

from __future__ import annotations

import os
from collections.abc import Iterator


def is_repository(folder: str) -> bool:
    """Whether a folder is the root of a git repository, or of a work tree of one."""
    return os.path.lexists(os.path.join(folder, ".git"))


def upwards(folder: str, last: str = os.sep) -> Iterator[str]:
    """Yield an absolute folder and those above it, as far as ``last`` or the root."""
    yield folder
    while folder not in {last, os.path.dirname(folder)}:
        folder = os.path.dirname(folder)
        yield folder
