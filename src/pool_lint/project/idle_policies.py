"""Policies whose globs match no file: they look active, and check nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pool_lint.filesystem.paths import file_in, resolve
from pool_lint.project.run import files_of

if TYPE_CHECKING:
    from pool_lint.config.settings import ScopedPolicy
    from pool_lint.project.workspace import Workspace


def idle_in_run(
    workspace: Workspace, paths: Iterable[str], files: Iterable[str]
) -> list[ScopedPolicy]:
    """Return the policies that match none of the files of a run.

    ``paths`` are the arguments of the run, and ``files`` the files below them. A policy
    is left out unless one of the paths contains the folder of its globs: other files
    may match. Raises SettingsError.
    """
    files = tuple(files)
    roots = [os.path.realpath(path) for path in paths if os.path.isdir(path)]
    folders = {*(os.path.dirname(file) for file in files), *roots} if roots else ()
    places = (file_in(folder or ".") for folder in sorted(folders))
    found = (s for place in places for s in workspace.settings(place).policies)
    limited = {one.policy.id: one for one in found if one.globs}
    if not limited:
        return []
    full = [resolve(file) for file in files]
    return [
        one
        for one in limited.values()
        if any(os.path.commonpath([one.globs[0].folder, r]) == r for r in roots)
        and not any(map(one.applies_to, full))
    ]


def idle_in_settings(workspace: Workspace, path: str) -> list[ScopedPolicy]:
    """Return the policies of the settings for a file that match no file at all.

    Their folders are searched as a run does it. Raises SettingsError.
    """
    limited = [one for one in workspace.settings(path).policies if one.globs]
    folders = sorted({one.globs[0].folder for one in limited})
    files = [
        resolve(found.file)
        for folder in folders
        if os.path.isdir(folder)
        for found in files_of([folder], workspace).found
    ]
    return [one for one in limited if not any(map(one.applies_to, files))]
