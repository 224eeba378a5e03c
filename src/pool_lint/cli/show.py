"""What a run would look at: its files and its settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from pool_lint.cli.terminal import write
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.text import escape
from pool_lint.project.plan import Plan
from pool_lint.reporters.json import ascii_json


def show(plan: Plan, paths: tuple[str, ...], *, settings: bool) -> int:
    """Print the settings, or the files that would be linted; return the exit code."""
    return _show_settings(plan, paths) if settings else _show_files(plan, paths)


def _show_files(plan: Plan, paths: Iterable[str]) -> int:
    from pool_lint.project.run import files_of  # noqa: PLC0415 - start-up

    found = files_of(paths, plan)
    write(sys.stdout, [f"{escape(one.file)}\n" for one in found if not one.error])
    there = all(os.path.exists(p) or is_stdin(p) for p in paths)
    return 2 if any(one.error for one in found) or not there else 0


def _show_settings(plan: Plan, paths: tuple[str, ...]) -> int:
    any_file = [paths[0], "any.yaml"] if os.path.isdir(paths[0]) else paths[:1]
    settings = plan.settings(os.path.join(*any_file))
    shown = {"file": settings.file, "settings": settings.values}
    write(sys.stdout, [ascii_json(shown)])
    return 0
