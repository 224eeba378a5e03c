"""``pool-lint check``: lint files and print what was found."""

from __future__ import annotations

import sys
from typing import Any

import click

from pool_lint.arguments import Check
from pool_lint.commands.options import fail_level, lint_options, linter_of
from pool_lint.report import Style
from pool_lint.reporters import FORMATS, reporter
from pool_lint.reporters.summary import closing_lines, exit_code, found_nothing
from pool_lint.routing import Kind
from pool_lint.terminal import tell, wants_color, write
from pool_lint.version import __version__

_KINDS = [kind.value for kind in Kind]
_COLORS = ("auto", "always", "never")


@click.command(
    cls=Check,
    epilog="Exit codes: 0 nothing at the fail level, 1 findings, 2 not done.",
)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "-f",
    "--output-format",
    "format_",
    type=click.Choice(FORMATS),
    default="full",
    show_default=True,
    help="How findings are printed.",
)
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default=Kind.AUTO.value,
    show_default=True,
    help="What to take every document of every file for: a request, an answer of "
    "the API (response), the body of an error. auto skips what is no pool.",
)
@click.option("--allow-empty", is_flag=True, help="No pool in a folder is no error.")
@click.option(
    "--color",
    type=click.Choice(_COLORS),
    default="auto",
    show_default=True,
    help="Whether to colour; auto does so on a terminal.",
)
@lint_options
@click.version_option(__version__, prog_name="pool-lint")
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Check manifests: files, folders, or - for standard input.

    Without a path the current folder is checked: *.yaml, *.yml and *.json.
    """
    from pool_lint.project import lint_files  # noqa: PLC0415 - for the other commands

    linter = linter_of(options, Kind(options["kind"]))
    paths = paths or (".",)
    stdin_name = options["stdin_filename"] or "<stdin>"
    report = lint_files(paths, linter, stdin_name, options["jobs"])
    color = wants_color(options["color"], sys.stdout)
    write(sys.stdout, reporter(options["format_"])(report, Style(color)))
    empty = not options["allow_empty"] and found_nothing(report, paths)
    tell(closing_lines(report, paths if empty else ()))
    return 2 if empty else exit_code(report, fail_level(options))
