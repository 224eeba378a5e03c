"""``pool-lint changes``: what a change of manifests does to running pools."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from pool_lint.cli import signals
from pool_lint.cli.check_options import format_options
from pool_lint.cli.check_output import output_options, print_outcome
from pool_lint.cli.help import Command
from pool_lint.cli.options import lint_options, option, run_options
from pool_lint.cli.terminal import tell
from pool_lint.cli.workspace import option_errors
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.errors import (
    AcceptanceError,
    ReadError,
)
from pool_lint.model.text import escape
from pool_lint.reporters.change_summary import change_lines, compared_nothing
from pool_lint.reporters.summary import empty_lines, exit_code

if TYPE_CHECKING:
    from pool_lint.changes.run import ChangesRun
    from pool_lint.config.run_options import RunOptions

_ACCEPT = "POOL_LINT_ACCEPT"


@click.command(
    cls=Command,
    lints=True,
    examples={
        "pool-lint changes old/ pools/": "Compare two folders.",
        "pool-lint changes live.json pools/": "Compare a saved response of the API, "
        "which lists what runs, with the manifests.",
        "pool-lint changes old/ new/ --accept RD104": "Accept a rule's findings.",
        "pool-lint changes old/ pools/ -f markdown": "Print a comment for a review.",
    },
)
@click.argument("old", metavar="OLD", type=click.Path(readable=False))
@click.argument("new", metavar="NEW", type=click.Path(readable=False))
@option(
    "--accept",
    heading="Selection",
    multiple=True,
    metavar="CHANGE",
    help="Accept changes: a rule (RD101), a rule and a pool (RD101:train-01), or a "
    f"fingerprint from a report (repeatable). {_ACCEPT} holds more of them.",
)
@option(
    "--no-lint",
    heading="Selection",
    is_flag=True,
    help="Only compare; do not lint NEW.",
)
@option(
    "--allow-empty",
    heading="Files",
    is_flag=True,
    help="Do not fail if no side contains a pool manifest.",
)
@option(
    "--old-label",
    heading="Output",
    metavar="NAME",
    default="",
    help="Name OLD in reports, such as origin/main.",
)
@format_options
@lint_options
def changes(old: str, new: str, **options: Any) -> int:
    """Report what a change of manifests does to running pools.

    OLD and NEW are files or folders, and - is standard input. OLD may also be a saved
    response of the API: then the pools that run are compared with the manifests.
    Nothing is sent.
    """
    label = options["old_label"]
    prefix = f"{label}:" if label else ""
    wanted = run_options(options)
    output = output_options(options)._replace(prefix=prefix)
    words = (*options["accept"], *_words(os.environ.get(_ACCEPT, "")))
    lints = not options["no_lint"]
    done = compared(old, new, wanted, label=label, words=words, lints=lints)
    report = done.report.limited(wanted.limits.findings)
    print_outcome(report, output, (new,))
    tell(_notes(done))
    code = exit_code(report)
    folders = [side for side in (old, new) if os.path.isdir(side)]
    if folders and compared_nothing(report) and not options["allow_empty"]:
        tell(empty_lines(dict.fromkeys(folders)))
        code = 2
    elif not output.quiet:
        tell(change_lines(report))
    return 0 if options["exit_zero"] and code == 1 else code


def _notes(done: ChangesRun) -> Iterator[str]:
    """Yield what accepts nothing, and where the settings of both sides differ."""
    for word in done.unused:
        yield f"note: {escape(word)} accepts no change\n"
    for note in done.notes:
        yield f"note: {escape(note)}\n"


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,]+", text) if word]


def compared(  # noqa: PLR0913
    old: str,
    new: str,
    wanted: RunOptions,
    *,
    label: str = "",
    words: Iterable[str] = (),
    lints: bool = True,
) -> ChangesRun:
    """Return the comparison of two sides; what cannot be read ends the run."""
    from pool_lint.changes.run import Request, changes_between  # noqa: PLC0415 - start-up

    if is_stdin(old) and is_stdin(new):
        raise click.UsageError("only one of OLD and NEW can be standard input")
    request = Request(old, new, label, tuple(words), lints=lints)
    try:
        with option_errors():
            done = changes_between(request, wanted)
    except AcceptanceError as error:
        raise click.UsageError(f"--accept or {_ACCEPT}: {error}") from None
    except ReadError as error:
        raise click.ClickException(str(error)) from None
    signals.raise_received()
    return done
