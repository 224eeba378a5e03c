"""The option of commands that print policies beside what is built in."""

from __future__ import annotations

import os

import click

from pool_lint.cli.options import option
from pool_lint.filesystem.paths import file_in
from pool_lint.model.text import show

policies_option = option(
    "--with-policies",
    "path",
    heading="Selection",
    is_flag=False,
    flag_value=".",
    metavar="[PATH]",
    help="Add the policies that apply to PATH, a file or a folder; by default the "
    "current folder.",
)


def place_of(path: str) -> str:
    """Return the file to find policies for; of a folder, any file in it.

    Raises UsageError for a path that does not exist.
    """
    if not os.path.lexists(path):
        shown = show(path) or '""'
        raise click.UsageError(f"--with-policies: {shown} does not exist")
    return file_in(path)
