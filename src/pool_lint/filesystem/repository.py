"""Git repositories, and the folders above a file."""

from __future__ import annotations

import os
from collections.abc import Iterator


def is_repository(folder: str) -> bool:
    """Whether a folder is the root of a git repository or of a work tree."""
    return os.path.lexists(os.path.join(folder, ".git"))


def upwards(folder: str, last: str = os.sep) -> Iterator[str]:
    """Yield an absolute folder and its parents, up to ``last`` or the root."""
    yield folder
    while folder not in {last, os.path.dirname(folder)}:
        folder = os.path.dirname(folder)
        yield folder
