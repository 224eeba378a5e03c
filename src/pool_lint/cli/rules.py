"""``pool-lint rules``: list the rules, or print all that they say."""

from __future__ import annotations

import sys

import click

from pool_lint.cli.terminal import write
from pool_lint.rules import reference
from pool_lint.rules.registry import builtin_rules


@click.command()
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(list(reference.FORMATS)),
    default="text",
    show_default=True,
    help="How they are printed; json and markdown hold the whole reference.",
)
def rules(format_: str) -> None:
    """List all rules."""
    write(sys.stdout, [reference.FORMATS[format_](builtin_rules())])
