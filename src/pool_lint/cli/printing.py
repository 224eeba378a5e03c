"""Where the outcome of a run goes: files, standard output, or standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

import click

from pool_lint.cli.terminal import style_for, wants_color, write
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.report import Report, Style
from pool_lint.reporters import reporter


def write_files(report: Report, outputs: Iterable[Any]) -> None:
    """Write the report to the files that are asked for. Raises ClickException."""
    for output in outputs:
        from pool_lint.cli.outputs import write_whole  # noqa: PLC0415
        from pool_lint.model.errors import OutputError  # noqa: PLC0415

        try:
            write_whole(output.file, reporter(output.format)(report, Style()))
        except OutputError as error:
            raise click.ClickException(str(error)) from None


def print_outcome(
    report: Report, options: Mapping[str, Any], paths: Iterable[str]
) -> bool:
    """Print findings or fixes; whether something was or would be fixed."""
    if not (options["fix"] or options["diff"]):
        _print_report(report, options, sys.stdout)
        return False
    from pool_lint.cli import check_fix  # noqa: PLC0415 - start-up

    if options["diff"]:
        check_fix.print_diff(report, color=wants_color(options["color"], sys.stdout))
    else:
        # What comes in through a pipe goes out through one, and the report elsewhere.
        piped = any(map(is_stdin, paths))
        check_fix.print_fixed(report)
        _print_report(report, options, sys.stderr if piped else sys.stdout)
    return check_fix.is_changed(report)


def _print_report(report: Report, options: Mapping[str, Any], stream: TextIO) -> None:
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    chosen = {"auto": "github" if in_actions else "full"}
    name = chosen.get(options["format_"], options["format_"])
    write(stream, reporter(name)(report, style_for(options["color"], stream)))
