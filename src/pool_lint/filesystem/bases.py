"""The base folder of paths in machine-readable reports: the repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from itertools import chain

from pool_lint.filesystem.paths import display, resolve
from pool_lint.filesystem.repository import is_repository, upwards

# The folders in which CI services check out a repository.
_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")
_OWN = {"github": _VARIABLES[0], "gitlab": _VARIABLES[1], "azure": _VARIABLES[2]}


def paths_from_base(format_: str) -> Callable[[str], str]:
    """Return a function from a file name to its path in reports of a format.

    The path is relative to the checkout folder of the CI service that contains the
    file; that of the format comes first. Without one it is relative to the root of the
    repository. Without a repository it is absolute; in Markdown, which people read, it
    is that of other reports for people.
    """
    names = sorted(_VARIABLES, key=lambda name: name != _OWN.get(format_))
    bases = [os.path.realpath(os.environ[n]) for n in names if os.environ.get(n)]

    @cache
    def path(file: str) -> str:
        if not file or file.startswith("<"):  # standard input without a name
            return file
        full = resolve(file)
        holding = (base for base in bases if _is_inside(full, base))
        roots = filter(is_repository, upwards(os.path.dirname(full)))
        base = next(chain(holding, roots), None)
        if base is None and format_ == "markdown":
            return display(file)
        name = os.path.relpath(full, base) if base else full
        shown = name.replace(os.sep, "/")
        return shown.encode("utf-8", "backslashreplace").decode("utf-8")

    return path


def _is_inside(path: str, folder: str) -> bool:
    return path.startswith(os.path.join(folder, ""))
