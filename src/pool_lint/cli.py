"""The command line: options in, one call, text out, one exit code."""

from __future__ import annotations

import gc
import sys
import traceback
from typing import Any, NoReturn

import click

from pool_lint import reference
from pool_lint.arguments import Check, DefaultGroup, Rules
from pool_lint.config import Config, MandatoryRule, UnknownRule, find_rule
from pool_lint.edition import CREATE_POOL, NAMES, text
from pool_lint.finding import Severity
from pool_lint.reporters import FORMATS, reporter
from pool_lint.reporters.summary import closing_lines, exit_code, found_nothing
from pool_lint.routing import Kind
from pool_lint.rules import all_rules
from pool_lint.terminal import (
    discard,
    internal_error_lines,
    prepare_streams,
    tell,
    usage_lines,
    wants_color,
    write,
)
from pool_lint.version import __version__

_LEVELS = [*(severity.value for severity in Severity), "never"]
_KINDS = [kind.value for kind in Kind]
_COLORS = ("auto", "always", "never")


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Find mistakes in ModelArts resource pool manifests."""


@cli.command(
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
@click.option("--select", type=Rules(), help="Run these rules and no others.")
@click.option("--ignore", type=Rules(), default="", help="Leave these rules out.")
@click.option(
    "--extend-select", type=Rules(), default="", help="Run these rules as well."
)
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    help="The least severity that makes the exit code 1.  [default: error]",
)
@click.option("--strict", is_flag=True, help="The same as --fail-on warning.")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default=Kind.AUTO.value,
    show_default=True,
    help="What to take documents for: request checks every document of every file.",
)
@click.option("--allow-empty", is_flag=True, help="No pool in a folder is no error.")
@click.option(
    "--stdin-filename", metavar="NAME", help="The name of standard input (path -)."
)
@click.option("--no-config", is_flag=True, help="Read no configuration file.")
@click.option(
    "--color",
    type=click.Choice(_COLORS),
    default="auto",
    show_default=True,
    help="Whether to colour; auto does so on a terminal.",
)
@click.option("--verbose", "-v", is_flag=True, help="Show where internal errors are.")
@click.version_option(__version__, prog_name="pool-lint")
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Check manifests: files, folders, or - for standard input.

    Without a path the current folder is checked: *.yaml, *.yml and *.json.
    """
    from pool_lint.linter import Linter  # noqa: PLC0415 - for the other commands
    from pool_lint.project import lint_files  # noqa: PLC0415

    if options["select"] == []:
        raise click.UsageError("--select names no rule")
    config = Config(
        select=options["select"],
        ignore=options["ignore"],
        extend_select=options["extend_select"],
        kind=Kind(options["kind"]),
    )
    try:
        linter = Linter(all_rules(), config)
    except (UnknownRule, MandatoryRule) as error:
        raise click.UsageError(str(error)) from None
    paths = paths or (".",)
    stdin_name = options["stdin_filename"] or "<stdin>"
    report = lint_files(paths, linter, stdin_name)
    color = wants_color(options["color"], sys.stdout)
    write(sys.stdout, reporter(options["format_"])(report, color))
    empty = not options["allow_empty"] and found_nothing(report, paths)
    tell(closing_lines(report, paths if empty else ()))
    fail_on = options["fail_on"] or ("warning" if options["strict"] else "error")
    return 2 if empty else exit_code(report, fail_on)


@cli.command()
@click.argument("rule", metavar="RULE", shell_complete=Rules().shell_complete)
def explain(rule: str) -> None:
    """Say what a rule finds and why, with examples."""
    try:
        found = find_rule(rule, all_rules())
    except UnknownRule as error:
        raise click.UsageError(str(error)) from None
    write(sys.stdout, [reference.explanation(found)])


@cli.command()
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(list(reference.TABLES)),
    default="text",
    show_default=True,
    help="How the list is printed.",
)
def rules(format_: str) -> None:
    """List all rules."""
    write(sys.stdout, [reference.TABLES[format_](all_rules())])


@cli.command()
@click.argument("name", type=click.Choice(NAMES), default=CREATE_POOL)
def schema(name: str) -> None:
    """Print a JSON Schema, for editors."""
    write(sys.stdout, [text(name)])


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(args: list[str]) -> int:
    """Run the command line and return its exit code: the one boundary for errors."""
    # Nodes and findings hold no cycles: looking for them would take half the time.
    gc.set_threshold(100_000)
    try:
        prepare_streams()
        code = cli.main(args, prog_name="pool-lint", standalone_mode=False)
    except click.ClickException as error:
        tell(usage_lines(error))
    except (KeyboardInterrupt, click.Abort):
        return 130
    except BrokenPipeError:
        discard(sys.stdout)
        return 1
    except Exception as error:  # noqa: BLE001 - the boundary: a bug is exit 2
        tell(internal_error_lines(error))
        if "-v" in args or "--verbose" in args:
            traceback.print_exception(error)
    else:
        return int(code or 0)
    return 2
