"""Options that every command which lints takes, and the run that they ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from pool_lint.cli.params import Jobs, Limit, Rules
from pool_lint.config.options import Unparsed
from pool_lint.model.errors import (
    CatalogFileError,
    GlobError,
    MandatoryRuleError,
    UnknownRuleError,
)
from pool_lint.model.problem import Severity
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits
from pool_lint.rules.registry import builtin_rules

if TYPE_CHECKING:
    from pool_lint.config.run_options import RunOptions
    from pool_lint.project.workspace import Workspace

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
        "--no-respect-gitignore",
        is_flag=True,
        help="Lint files in folders even if a .gitignore file ignores them.",
    ),
    click.option(
        "--force-exclude",
        is_flag=True,
        help="Leave out what settings exclude also where it is named, for hooks.",
    ),
    click.option(
        "--no-suppressions", is_flag=True, help="Let comments silence nothing."
    ),
    click.option(
        "--unparsed",
        type=click.Choice([mode.value for mode in Unparsed]),
        default=Unparsed.AUTO.value,
        show_default=True,
        help="Which files that cannot be read are errors: those that show a pool "
        "(auto), also those that are not text, hold NUL, cross a limit or are Git LFS "
        "pointers (bytes), or all (error).",
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
        help="Show times, skipped documents by reason, and where internal errors are.",
    ),
]


def lint_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options to a command, in the order above."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def run_options(options: Mapping[str, Any]) -> RunOptions:
    """Return what the options of a command ask for.

    ``options`` are those of :func:`lint_options`, and those of ``check`` if it is that
    command. Raises UsageError for options that exclude each other.
    """
    from pool_lint.config.run_options import (  # noqa: PLC0415 - start-up
        UNNAMED_STDIN,
        RunOptions,
    )

    _refuse_contradictions(options)
    level = options["fail_on"] or ("warning" if options["strict"] else None)
    return RunOptions(
        select=options["select"],
        ignore=options["ignore"],
        extend_select=options["extend_select"],
        kind=Kind(options.get("kind", Kind.AUTO)),
        fail_on=level,
        settings_file=options["config"],
        use_settings=not options["no_config"],
        exclude=options["exclude"],
        respect_gitignore=not options["no_respect_gitignore"],
        force_exclude=options["force_exclude"],
        suppressions=not options["no_suppressions"],
        flavor_catalog=options["flavor_catalog"],
        limits=Limits(**dict(options["limits"])),
        jobs=options["jobs"],
        stdin_name=options["stdin_filename"] or UNNAMED_STDIN,
        fix=options.get("fix", False),
        diff=options.get("diff", False),
        unsafe=options.get("unsafe_fixes", False),
        baseline=options.get("baseline"),
        write_baseline=options.get("write_baseline"),
        unparsed=Unparsed(options["unparsed"]),
    )


def _refuse_contradictions(options: Mapping[str, Any]) -> None:
    if options.get("baseline") and options.get("write_baseline"):
        raise click.UsageError("--baseline and --write-baseline exclude each other")
    for name in ("config", "baseline", "write-baseline"):
        if options.get(name.replace("-", "_")) == "":
            raise click.UsageError(f"--{name} names no file")
    if options["select"] == []:
        raise click.UsageError("--select names no rule")
    if options["config"] and options["no_config"]:
        raise click.UsageError("--config and --no-config exclude each other")


def workspace_of(options: RunOptions) -> Workspace:
    """Return the workspace of a run. Raises UsageError for options it cannot use."""
    from pool_lint.project.workspace import Workspace  # noqa: PLC0415 - start-up

    try:
        return Workspace(options, rules=builtin_rules())
    except CatalogFileError as error:
        raise click.UsageError(f"--flavor-catalog {error}") from None
    except GlobError as error:
        raise click.UsageError(f"--exclude: {error}") from None
    except (UnknownRuleError, MandatoryRuleError) as error:
        raise click.UsageError(str(error)) from None
