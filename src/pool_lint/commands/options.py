"""Options that every command which lints takes, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from pool_lint.arguments import Jobs, Rules
from pool_lint.catalog import MalformedCatalogFile, load_catalog
from pool_lint.config import Config
from pool_lint.document import Limits
from pool_lint.finding import Severity
from pool_lint.flavor import Catalog
from pool_lint.glob import Glob
from pool_lint.paths import working_directory
from pool_lint.repository import Repository
from pool_lint.routing import Kind
from pool_lint.rule import Rule
from pool_lint.rules import all_rules
from pool_lint.selecting import MandatoryRule, UnknownRule
from pool_lint.settings import Settings

if TYPE_CHECKING:
    from pool_lint.plan import Plan

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
    most_shown: int = Limits().findings,
) -> Plan:
    """Return how files are linted: their settings, and the options on top of them.

    Raises UsageError for options that cannot be; settings raise Malformed when read.
    """
    from pool_lint.plan import Plan  # noqa: PLC0415 - for the other commands

    for name in ("config", "baseline", "write-baseline"):
        if options.get(name.replace("-", "_")) == "":
            raise click.UsageError(f"--{name} names no file")
    if options["select"] == []:
        raise click.UsageError("--select names no rule")
    if options["config"] and options["no_config"]:
        raise click.UsageError("--config and --no-config exclude each other")
    rules = all_rules()
    settings = _Settings(options, rules)
    try:
        asked = Config(options["select"], options["ignore"], options["extend_select"])
        asked.enabled(rules)
    except (UnknownRule, MandatoryRule) as error:
        raise click.UsageError(str(error)) from None
    return Plan(rules, settings.of, kind, most_shown)


class _Settings:
    """The settings of paths, with the options of the command line on top."""

    def __init__(self, options: Mapping[str, Any], rules: Sequence[Rule]) -> None:
        self._options = options
        self._repository = Repository(rules, options["config"])
        self._catalog = _catalog(options["flavor_catalog"])
        self._level = options["fail_on"] or ("warning" if options["strict"] else None)
        self._made: dict[str | None, Settings] = {}

    def of(self, path: str) -> Settings:
        """Return what holds for a path."""
        free = self._options["no_config"]
        base = Settings() if free else self._repository.settings(path)
        if base.file not in self._made:
            self._made[base.file] = self._on_top_of(base)
        return self._made[base.file]

    def _on_top_of(self, base: Settings) -> Settings:
        config, options = base.config, self._options
        names = ("select", "ignore", "extend_select")
        config = config.asked(*(options[name] for name in names))._replace(
            flavors=self._catalog or config.flavors,
            suppressions=not options["no_suppressions"],
        )
        globs = [Glob(working_directory(), glob) for glob in options["exclude"]]
        return base._replace(
            config=config,
            fail_on=self._level or base.fail_on,
            force_exclude=options["force_exclude"] or base.force_exclude,
            exclude=(*base.exclude, *globs),
        )


def _catalog(file: str | None) -> Catalog | None:
    try:
        return None if file is None else load_catalog(file, Limits())
    except MalformedCatalogFile as error:
        raise click.UsageError(f"--flavor-catalog {error}") from None
