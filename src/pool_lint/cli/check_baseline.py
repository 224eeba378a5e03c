"""The baseline of a run: known findings are hidden, or recorded in a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from pool_lint.cli.outputs import write_whole
from pool_lint.cli.terminal import tell
from pool_lint.model.errors import BaselineError, NoBaselineError, OutputError
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.project.baseline import Baseline, changes, read_baseline
from pool_lint.project.workspace import Workspace
from pool_lint.reporters.concise import safe_line
from pool_lint.reporters.summary import many

_MOST_STALE = 10
# The beginnings of an empty file, and of a baseline with a merge conflict.
_BEGINNINGS: tuple[list[bytes], ...] = ([], [b"{", b'"version":'])


def without_known(report: Report, workspace: Workspace) -> Report:
    """Return the report without findings of the baseline; write it if asked to.

    ``report`` must have all findings, without a limit.
    """
    try:
        options = workspace.options
        if options.write_baseline:
            report = _recorded(report, options.write_baseline, workspace)
        elif options.baseline:
            known = read_baseline(options.baseline)
            report, gone = known.applied(report, workspace.runs, workspace.mandatory)
            tell(_stale(options.baseline, [str(entry) for entry in gone]))
    except NoBaselineError as error:
        advice = "create one with --write-baseline"
        if workspace.options.write_baseline:
            advice = "it is not overwritten, choose another name"
        raise click.ClickException(f"{error}; {advice}") from None
    except (BaselineError, OutputError) as error:
        raise click.ClickException(str(error)) from None
    return report


def _recorded(report: Report, file: str, workspace: Workspace) -> Report:
    old = _before(file)
    new = old.of(report, workspace.mandatory)
    write_whole(file, [new.text()])
    change = ", ".join(changes(old, new)) or "unchanged"
    count = many(new.entries.total(), "finding")
    tell([safe_line(f"{file}: recorded {count} ({change})") + "\n"])
    return new.applied(report, workspace.runs, workspace.mandatory)[0]


def _before(file: str) -> Baseline:
    """Return the old baseline, empty if the file is missing or invalid.

    Raises BaselineError for a file that was never a baseline: it is not overwritten.
    """
    try:
        return read_baseline(file) if os.path.exists(file) else Baseline(file)
    except BaselineError:
        if Path(file).read_bytes()[:100].split()[:2] not in _BEGINNINGS:
            raise
        tell([safe_line(f"{file}: replacing an invalid baseline") + "\n"])
        return Baseline(file)


def _stale(file: str, gone: list[str]) -> Iterable[str]:
    """Yield the entries of a baseline that are no longer found, and what to do."""
    if gone:
        count = many(len(gone), "entry")
        them = "it" if len(gone) == 1 else "them"
        advice = f"remove {them} with --write-baseline"
        yield safe_line(f"{file}: {count} no longer found; {advice}") + "\n"
    for entry in gone[:_MOST_STALE]:
        yield f"  {escape(entry)}\n"
    if len(gone) > _MOST_STALE:
        yield f"  and {len(gone) - _MOST_STALE} more\n"
