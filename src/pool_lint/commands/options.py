"""Options that every command which lints takes, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from pool_lint.arguments import Jobs, Rules
from pool_lint.config import Config, MandatoryRule, UnknownRule
from pool_lint.finding import Severity
from pool_lint.routing import Kind
from pool_lint.rules import all_rules

if TYPE_CHECKING:
    from pool_lint.flavor import Catalog
    from pool_lint.linter import Linter

_LEVELS = [*(severity.value for severity in Severity), "never"]

_OPTIONS = [
    click.option("--select", type=Rules(), help="Run these rules and no others."),
    click.option("--ignore", type=Rules(), default="", help="Leave these rules out."),
    click.option(
        "--extend-select", type=Rules(), default="", help="Run these rules as well."
    ),
    click.option(
        "--fail-on",
        type=click.Choice(_LEVELS),
        help="The least severity that makes the exit code 1.  [default: error]",
    ),
    click.option("--strict", is_flag=True, help="The same as --fail-on warning."),
    click.option(
        "--flavor-catalog",
        metavar="FILE",
        help="The flavors there are: a saved answer of the API, or a table.",
    ),
    click.option(
        "--stdin-filename", metavar="NAME", help="The name of standard input (path -)."
    ),
    click.option("--no-config", is_flag=True, help="Read no configuration file."),
    click.option(
        "--jobs",
        "-j",
        type=Jobs(),
        default="auto",
        show_default=True,
        help="How many processes read files.",
    ),
    click.option(
        "--verbose", "-v", is_flag=True, help="Show where internal errors are."
    ),
]


def lint_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options to a command, in the order above."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def linter_of(options: Mapping[str, Any], kind: Kind = Kind.AUTO) -> Linter:
    """Return the linter that the options ask for. Raises UsageError."""
    from pool_lint.linter import Linter  # noqa: PLC0415 - for the other commands

    if options["select"] == []:
        raise click.UsageError("--select names no rule")
    config = Config(
        select=options["select"],
        ignore=options["ignore"],
        extend_select=options["extend_select"],
        kind=kind,
        flavors=_catalog(options["flavor_catalog"]),
    )
    try:
        return Linter(all_rules(), config)
    except (UnknownRule, MandatoryRule) as error:
        raise click.UsageError(str(error)) from None


def fail_level(options: Mapping[str, Any]) -> str:
    """Return the least severity that fails the run, or ``never``."""
    return options["fail_on"] or ("warning" if options["strict"] else "error")


def _catalog(file: str | None) -> Catalog | None:
    if file is None:
        return None
    from pool_lint.catalog import MalformedCatalogFile, load_catalog  # noqa: PLC0415

    try:
        return load_catalog(file, Config().limits)
    except MalformedCatalogFile as error:
        raise click.UsageError(f"--flavor-catalog {error}") from None
