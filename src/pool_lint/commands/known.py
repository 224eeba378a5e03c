"""The baseline of a run: what is known is taken out, or recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from pool_lint.baseline import (
    Baseline,
    MalformedBaseline,
    changes,
    limited,
    read_baseline,
)
from pool_lint.document import Limits
from pool_lint.escaping import escape
from pool_lint.outputs import UnusableOutput, write_whole
from pool_lint.report import Report
from pool_lint.terminal import tell

_MOST_STALE = 10


def without_known(report: Report, options: Mapping[str, Any]) -> Report:
    """Return the report without what the baseline knows; write one if asked to.

    The report holds all findings; of those left as many are shown as ever.
    """
    try:
        if options["write_baseline"]:
            report = _recorded(report, options["write_baseline"])
        else:
            report, gone = read_baseline(options["baseline"]).applied(report)
            tell(_stale(options["baseline"], [str(entry) for entry in gone]))
    except (MalformedBaseline, UnusableOutput) as error:
        raise click.ClickException(str(error)) from None
    return limited(report, Limits().findings)


def _recorded(report: Report, file: str) -> Report:
    old = read_baseline(file) if Path(file).exists() else Baseline(file)
    new = old.of(report)
    write_whole(file, [new.text()])
    said = ", ".join(changes(old, new)) or "the same as before"
    tell([f"{escape(file)}: {new.entries.total()} findings recorded: {said}\n"])
    return new.applied(report)[0]


def _stale(file: str, gone: list[str]) -> Iterable[str]:
    """Yield what a baseline holds without need: it is to be written anew."""
    if gone:
        yield f"{escape(file)}: {len(gone)} entries are gone and can be removed:\n"
    for entry in gone[:_MOST_STALE]:
        yield f"  {escape(entry)}\n"
    if len(gone) > _MOST_STALE:
        yield f"  and {len(gone) - _MOST_STALE} more\n"
