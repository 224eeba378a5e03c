"""Options shared by the commands that lint, and the run options made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pool_lint.cli.help import Option
from pool_lint.cli.params import Choice, Jobs, Limit, Rules
from pool_lint.config.options import Unparsed
from pool_lint.model.problem import Severity
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits
from pool_lint.validation.schemas import DEFAULT_EDITION, EDITIONS

if TYPE_CHECKING:
    from pool_lint.config.run_options import RunOptions

T = TypeVar("T", bound=Callable[..., Any])

_LEVELS = [*(severity.value for severity in Severity), "never"]
_UNPARSED = [mode.value for mode in Unparsed]


def option(*names: str, **settings: Any) -> Callable[[T], T]:
    """Return a decorator that adds an option; see :class:`Option`."""
    return click.option(*names, cls=Option, **settings)


edition_option = option(
    "--edition",
    heading="Selection",
    type=Choice(EDITIONS, "edition"),
    metavar="EDITION",
    help=f"Use this edition of the API reference: {' or '.join(EDITIONS)}.  [default: "
    f"the settings, else {DEFAULT_EDITION}]",
)

_OPTIONS = [
    edition_option,
    option(
        "--select",
        heading="Selection",
        type=Rules(),
        help="Run only these rules: IDs, prefixes of IDs (RP3) or names, separated by "
        "commas.",
    ),
    option(
        "--extend-select",
        heading="Selection",
        type=Rules(),
        default="",
        help="Run these rules in addition to the selected ones.",
    ),
    option(
        "--ignore",
        heading="Selection",
        type=Rules(),
        default="",
        help="Do not run these rules.",
    ),
    option(
        "--flavor-catalog",
        heading="Selection",
        metavar="FILE",
        help="Read the known flavors from FILE: a saved list from the API, or a table "
        "(flavor: cpu, gpu or npu).",
    ),
    option(
        "--no-suppressions",
        heading="Selection",
        is_flag=True,
        help="Ignore suppression comments.",
    ),
    option(
        "--exclude",
        heading="Files",
        multiple=True,
        metavar="GLOB",
        help="Exclude files and folders that match GLOB (repeatable).",
    ),
    option(
        "--force-exclude",
        heading="Files",
        is_flag=True,
        help="Apply excludes even to files named explicitly (for hooks).",
    ),
    option(
        "--no-respect-gitignore",
        heading="Files",
        is_flag=True,
        help="Also lint files that a .gitignore file ignores.",
    ),
    option(
        "--stdin-filename",
        heading="Files",
        metavar="NAME",
        help="Use NAME for standard input in reports and to find its settings.",
    ),
    option(
        "--unparsed",
        heading="Files",
        type=Choice(_UNPARSED, "mode"),
        metavar="MODE",
        default=Unparsed.AUTO.value,
        show_default=True,
        help="Which unreadable files are errors: files that look like a pool (auto); "
        "also files that are binary, too large or Git LFS pointers (bytes); or all "
        "files (error).",
    ),
    option(
        "--limit",
        "limits",
        heading="Limits",
        type=Limit(),
        multiple=True,
        metavar="NAME=N",
        help=f"Raise or lower a limit: {', '.join(Limits._fields)} (repeatable).",
    ),
    option(
        "--jobs",
        "-j",
        heading="Limits",
        type=Jobs(),
        metavar="N",
        default="auto",
        show_default=True,
        help="Number of worker processes.",
    ),
    option("--config", metavar="FILE", help="Use this settings file for all files."),
    option("--no-config", is_flag=True, help="Do not read any settings file."),
    option(
        "--verbose",
        "-v",
        is_flag=True,
        help="Show timings, skipped documents by reason, and tracebacks.",
    ),
]

_FAIL_LEVEL = option(
    "--fail-on",
    heading="Output",
    type=Choice(_LEVELS, "severity"),
    metavar="LEVEL",
    help="Exit 1 for findings of this severity or above: error, warning or info; or "
    "never.  [default: the settings, else error]",
)
_STRICT = option(
    "--strict",
    heading="Output",
    is_flag=True,
    help="Exit 1 for warnings too (--fail-on warning).",
)


def lint_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of all commands that lint to a command."""
    return list_options(_FAIL_LEVEL(_STRICT(command)))


def list_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the same options to a command, without those that decide on its failure."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def run_options(options: Mapping[str, Any]) -> RunOptions:
    """Return the run options for the parsed options of a command.

    ``options`` holds those of :func:`list_options`, for some commands more. Raises
    UsageError for options that cannot be combined.
    """
    from pool_lint.config.run_options import (  # noqa: PLC0415 - start-up
        UNNAMED_STDIN,
        RunOptions,
    )

    _refuse_contradictions(options)
    level = options.get("fail_on") or ("warning" if options.get("strict") else None)
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
        edition=options["edition"],
        limits=Limits(**dict(options["limits"])),
        jobs=options.get("jobs", 1),
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
        raise click.UsageError("--baseline cannot be combined with --write-baseline")
    for name in ("config", "baseline", "write-baseline"):
        if options.get(name.replace("-", "_")) == "":
            raise click.UsageError(f"--{name} needs a file name")
    if options["select"] == []:
        raise click.UsageError("--select needs at least one rule")
    if options["config"] and options["no_config"]:
        raise click.UsageError("--config cannot be combined with --no-config")
