"""The output of ``pool-lint config files``: files to lint, and skipped files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NamedTuple

from pool_lint.cli.terminal import tell, write
from pool_lint.config.settings import Settings
from pool_lint.filesystem.discover import Found
from pool_lint.filesystem.omissions import ENDINGS, Omission, Omitted
from pool_lint.filesystem.paths import display
from pool_lint.filesystem.read import is_stdin, reason
from pool_lint.model.text import quote
from pool_lint.project.run import files_of
from pool_lint.project.workspace import Workspace
from pool_lint.reporters.concise import safe_line
from pool_lint.reporters.json import ascii_json
from pool_lint.reporters.summary import many


class _Skipped(NamedTuple):
    """A path that is not linted, and the reason, both as they are printed."""

    path: str
    reason: str


def show_files(
    workspace: Workspace,
    paths: Iterable[str],
    format_: str = "text",
    *,
    verbose: bool = False,
) -> int:
    """Print the files that would be linted and those skipped; return the exit code."""
    omitted: list[Omitted] = []
    found = files_of(paths, workspace, omitted.append).found
    failures = {one.file: _failure(one) for one in found if _failure(one)}
    files = [display(one.file) for one in found if one.file not in failures]
    linted = set(files)  # a file may be skipped in a folder but named explicitly
    left_out = [one for one in omitted if _shown(one) not in linted]
    skipped = sorted(
        _Skipped(_shown(one), _reason(one, workspace))
        for one in left_out
        if verbose or one.reason is not Omission.NAME
    )
    others = len(left_out) - len(skipped)
    if format_ == "json":
        entries = [one._asdict() for one in skipped]
        data = {"files": files, "skipped": entries, "others": others}
        write(sys.stdout, [ascii_json(data)])
    else:
        write(sys.stdout, [f"{safe_line(file)}\n" for file in files])
        tell(f"{safe_line(f'skipped: {path}: {why}')}\n" for path, why in skipped)
        if others:
            endings = ", ".join(f"*{ending}" for ending in ENDINGS)
            tell([f"skipped: {many(others, 'other file')}, not named {endings}\n"])
    named = {file or '""': why for file, why in failures.items()}
    tell(f"{safe_line(f'pool-lint: {f}: {why}')}\n" for f, why in named.items())
    return 2 if failures else 0


def _failure(found: Found) -> str:
    """Return why a file cannot be linted, or ""."""
    if found.error:
        return found.error.reason
    if os.path.exists(found.file) or is_stdin(found.file):
        return ""
    return reason(FileNotFoundError())


def _shown(omitted: Omitted) -> str:
    path = display(os.path.normpath(omitted.path))
    return f"{path}/" if omitted.is_folder else path


def _reason(omitted: Omitted, workspace: Workspace) -> str:
    """Return why a path is skipped: which glob, or which .gitignore file."""
    if omitted.reason is Omission.GITIGNORE:
        return f"ignored by {display(omitted.by)}"
    if omitted.reason is Omission.EXCLUDED:
        return f"excluded by {_glob(omitted.path, workspace.settings(omitted.path))}"
    return omitted.reason


def _glob(path: str, settings: Settings) -> str:
    """Return the glob that excludes a path, and where it is set."""
    index = settings.excluded_by(path)
    if index is None:  # the saved list of pools, or standard input
        return "known-pools" if settings.lists_pools(path) else "its name"
    layer = settings.layer_of("exclude")
    own = layer.values["exclude"] if layer else ()
    is_own = layer and index < len(own)
    place = layer.place(("exclude", index)) if layer and is_own else "--exclude"
    return f"{quote(settings.exclude[index].pattern)} ({place})"
