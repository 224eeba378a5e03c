"""``pool-lint config``: write a settings file, show settings, list files."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from pool_lint.cli.check_options import kind_option
from pool_lint.cli.help import Command, Group
from pool_lint.cli.options import lint_options, option, run_options
from pool_lint.cli.outputs import write_new
from pool_lint.cli.params import Choice
from pool_lint.cli.terminal import tell, write
from pool_lint.cli.workspace import workspace_of
from pool_lint.config.settings_search import NAMES, settings_file_in
from pool_lint.filesystem.paths import display
from pool_lint.model.errors import OutputError
from pool_lint.model.text import escape
from pool_lint.validation.schemas import EDITIONS

_FORMATS = ("text", "json")
# Options of check that change neither settings nor the list of files.
_UNUSED = ("limits", "jobs", "unparsed", "no_suppressions", "verbose")
_RULES = ("select", "extend_select", "ignore", "kind", "fail_on", "strict")

format_option = option(
    "--format",
    "-f",
    "format_",
    heading="Output",
    type=Choice(_FORMATS, "format"),
    metavar="FORMAT",
    default="text",
    show_default=True,
    help="Output format: text or json.",
)


@click.group(cls=Group)
def config() -> None:
    """Write a settings file, show the settings of a path, or list the files to lint."""


@config.command(
    cls=Command,
    examples={
        "pool-lint config init": "Write pool-lint.toml in this folder.",
        "pool-lint config init -": "Print it instead.",
    },
)
@click.argument("file", type=click.Path(), default="pool-lint.toml", metavar="[FILE]")
@option(
    "--edition",
    type=Choice(EDITIONS, "edition"),
    metavar="EDITION",
    help=f"Set the edition of the API reference: {' or '.join(EDITIONS)}.",
)
def init(file: str, edition: str | None) -> None:
    """Write a settings file with every setting and its default, commented out.

    FILE is pool-lint.toml by default and must not exist yet. With - the text is printed
    to standard output. With --edition, the key edition is not commented out.
    """
    from pool_lint.config.template import template  # noqa: PLC0415 - start-up

    text = template({"edition": edition} if edition else {})
    if file == "-":
        write(sys.stdout, [text])
        return
    other = settings_file_in(os.path.dirname(file) or ".")
    try:
        write_new(file, text)
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    others = "the other" if edition else "all"
    tell([f"wrote {escape(file)}; {others} settings are commented out\n"])
    if os.path.basename(file) not in NAMES:
        names = f"{', '.join(NAMES[:-1])} and {NAMES[-1]}"
        advice = f"use --config {escape(file)}"
        tell([f"note: only {names} are found automatically; {advice}\n"])
        return
    used = settings_file_in(os.path.dirname(file) or ".")
    if other and used:
        ignored = other if os.path.samefile(used, file) else file
        tell([f"note: {escape(display(used))} overrides {escape(display(ignored))}\n"])


@config.command(
    cls=Command,
    hides=(*_UNUSED, "no_respect_gitignore"),
    examples={
        "pool-lint config show": "Show the settings of this folder.",
        "pool-lint config show pools/train.yaml": "Show the settings of one file.",
        "pool-lint config show -f json --strict": "Include options; print JSON.",
    },
)
@click.argument("path", type=click.Path(), default=".", metavar="[PATH]")
@format_option
@lint_options
@kind_option
def show(path: str, format_: str, **options: Any) -> int:
    """Print every setting that applies to PATH and where it is set.

    Each line is a setting in TOML with its source in a comment: the file and line, the
    command-line option, or "default". PATH is a file or a folder, by default the
    current folder.
    """
    from pool_lint.cli.config_show import show_settings  # noqa: PLC0415 - start-up

    return show_settings(workspace_of(run_options(options)), path, format_)


@config.command(
    cls=Command,
    hides=(*_UNUSED, *_RULES, "flavor_catalog"),
    examples={
        "pool-lint config files": "List the files to lint in this folder.",
        "pool-lint config files pools -v": "Include files that are not manifests.",
    },
)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@format_option
@lint_options
@kind_option
def files(paths: tuple[str, ...], format_: str, **options: Any) -> int:
    """List the files that would be linted, and why the others would not.

    Files to lint go to standard output, one per line. Skipped files and folders go to
    standard error with the reason. Other files, such as README.md, are only counted
    there; -v lists them too.
    """
    from pool_lint.cli.config_files import show_files  # noqa: PLC0415 - start-up

    workspace = workspace_of(run_options(options))
    return show_files(workspace, paths or (".",), format_, verbose=options["verbose"])
