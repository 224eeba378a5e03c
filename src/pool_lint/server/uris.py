"""URIs of editors, and their paths."""

from __future__ import annotations

import os
from pathlib import Path

from pygls.uris import to_fs_path

from pool_lint.filesystem.paths import absolute, working_directory

_JSON = ("json", "jsonc")


def path_of(uri: str, language: str = "") -> str | None:
    """Return the path of a document, None if it is not a file.

    A text that was never saved gets a path in the current folder. The settings of that
    folder apply, and ``language`` decides whether it is read as JSON.
    """
    scheme, _, rest = uri.partition(":")
    if scheme == "untitled" or rest in {"", "//", "///"}:
        name = os.path.basename(rest) or "untitled"
        ending = ".json" if language in _JSON and not name.endswith(".json") else ""
        path: str | None = os.path.join(working_directory(), name + ending)
    elif scheme == "file":
        path = _file_path(uri)
    else:
        return None
    return None if path is None or "\0" in path else path


def _file_path(uri: str) -> str | None:
    try:
        path = to_fs_path(uri)
    except ValueError:  # such as "file://[": not a URI
        return None
    return path if path and os.path.isabs(path) else None


def uri_of(path: str) -> str:
    """Return the URI of a path, which can be relative to the current folder."""
    return Path(absolute(path)).as_uri()
