"""``pool-lint list``: list the pools in files, with their nodes and billing."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from typing import Any

import click

from pool_lint.cli import signals
from pool_lint.cli.help import Command
from pool_lint.cli.options import list_options, option, run_options
from pool_lint.cli.params import Choice
from pool_lint.cli.progress import Progress
from pool_lint.cli.terminal import style_for, tell, write
from pool_lint.cli.workspace import workspace_of
from pool_lint.filesystem.paths import display
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.inventory import SORT_KEYS
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.project.list_files import FileLister
from pool_lint.project.run import lint_files
from pool_lint.reporters.listing import FORMATS, Listing, list_reporter

_UNREADABLE = 2
_MOST_PATHS = 3


@click.command(
    "list",
    cls=Command,
    examples={
        "pool-lint list pools/": "List the pools in a folder.",
        "pool-lint list --sort nodes": "The largest pools first.",
        "pool-lint list -f json pools/": "Describe the pools for programs.",
    },
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@option(
    "--format",
    "-f",
    "format_",
    heading="Output",
    type=Choice(FORMATS, "format"),
    metavar="FORMAT",
    default=FORMATS[0],
    show_default=True,
    help=f"Output format: {', '.join(FORMATS)}.",
)
@option(
    "--sort",
    heading="Output",
    type=Choice(SORT_KEYS, "sort key"),
    metavar="KEY",
    default="file",
    show_default=True,
    help=f"Sort by {', '.join(SORT_KEYS)}; for nodes, the largest pool comes first.",
)
@list_options
def list_pools(paths: tuple[str, ...], **options: Any) -> int:
    """List the pools in manifests, with their nodes and billing.

    PATH is a file, a folder, or - for standard input; the default is the current
    folder. A file may be a saved response of the API.

    ! marks a pool with errors. ? is a value that is invalid, or that a later step fills
    in. The exit code is 2 if a file cannot be read, or if a named file cannot be
    parsed, else 0.
    """
    wanted = run_options(options)._replace(inventory=True)
    workspace = workspace_of(wanted)
    report = lint_files(
        paths or (".",),
        workspace,
        wanted.stdin_name,
        wanted.jobs,
        lambda total: Progress(total, sys.stderr),
        FileLister(),
        lambda text: tell([f"{text}\n"] if options["verbose"] else []),
    )
    signals.raise_received()
    inventory = report.inventory.sorted(options["sort"])
    listing = Listing(inventory, report.failures, _check_command(paths))
    style = style_for("auto", sys.stdout)
    write(sys.stdout, list_reporter(options["format_"])(listing, style))
    unreadable = [*_unreadable(report, paths, wanted.stdin_name)]
    tell(f"pool-lint: {line}\n" for line in unreadable)
    return _UNREADABLE if unreadable else 0


def _check_command(paths: tuple[str, ...]) -> str:
    """Return the command that reports the errors of the listed pools."""
    shown = paths if len(paths) <= _MOST_PATHS else (*paths[:_MOST_PATHS], "...")
    return " ".join(["pool-lint check", *map(shlex.quote, shown)])


def _unreadable(report: Report, paths: Iterable[str], stdin_name: str) -> Iterable[str]:
    """Yield the files that could not be read, and named files without a document.

    A broken file in a folder is only counted, because the others are still listed.
    """
    for failure in report.failures:
        name = escape(failure.file) or '""'
        yield f"{name}: {escape(failure.reason)}"
    names = (p for p in paths if not os.path.isdir(p))
    named = {stdin_name if is_stdin(p) else display(p) for p in names}
    for file in report.files:
        broken = file.unparsed or file.unread_documents
        if file.file in named and broken and not file.documents:
            yield f"{escape(file.file)}: cannot be parsed"
