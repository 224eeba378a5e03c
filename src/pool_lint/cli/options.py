"""Options that every command which lints takes, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from pool_lint.cli.asked import Asked, limits_of
from pool_lint.cli.params import Jobs, Limit, Rules
from pool_lint.config.options import Config
from pool_lint.model.errors import MandatoryRuleError, UnknownRuleError
from pool_lint.model.problem import Severity
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits
from pool_lint.rules.registry import all_rules

if TYPE_CHECKING:
    from pool_lint.project.plan import Plan

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
        help="The least severity that makes the exit code 1.  [default: error, or "
        "what the settings say]",
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
    click.option("--config", metavar="FILE", help="The settings file for all files."),
    click.option("--no-config", is_flag=True, help="Read no settings file."),
    click.option("--exclude", multiple=True, metavar="GLOB", help="Leave files out."),
    click.option(
        "--force-exclude",
        is_flag=True,
        help="Leave out what settings exclude also where it is named, for hooks.",
    ),
    click.option(
        "--no-suppressions", is_flag=True, help="Let comments silence nothing."
    ),
    click.option(
        "--limit",
        "limits",
        type=Limit(),
        multiple=True,
        help="What a file may cost, where it is more than usual: "
        f"{', '.join(Limits._fields)}.",
    ),
    click.option(
        "--jobs",
        "-j",
        type=Jobs(),
        default="auto",
        show_default=True,
        help="How many processes read files.",
    ),
    click.option(
        "--verbose",
        "-v",
        is_flag=True,
        help="Show times, and where internal errors are.",
    ),
]


def lint_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options to a command, in the order above."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def plan_of(
    options: Mapping[str, Any],
    kind: Kind = Kind.AUTO,
    most_shown: int | None = None,
) -> Plan:
    """Return how files are linted: their settings, and the options on top of them.

    Raises UsageError for options that cannot be. Reading settings raises SettingsError.
    """
    from pool_lint.project.plan import Plan  # noqa: PLC0415 - for the other commands

    for name in ("config", "baseline", "write-baseline"):
        if options.get(name.replace("-", "_")) == "":
            raise click.UsageError(f"--{name} names no file")
    if options["select"] == []:
        raise click.UsageError("--select names no rule")
    if options["config"] and options["no_config"]:
        raise click.UsageError("--config and --no-config exclude each other")
    rules = all_rules()
    settings = Asked(options, rules)
    try:
        asked = Config(options["select"], options["ignore"], options["extend_select"])
        asked.enabled(rules)
    except (UnknownRuleError, MandatoryRuleError) as error:
        raise click.UsageError(str(error)) from None
    return Plan(rules, settings.of, kind, most_shown or limits_of(options).findings)
