"""``pool-lint rules``: list the rules, or print the whole reference."""

from __future__ import annotations

import sys

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import option
from pool_lint.cli.params import Choice
from pool_lint.cli.terminal import write
from pool_lint.rules import reference
from pool_lint.rules.registry import every_rule, rules_of
from pool_lint.validation.schemas import EDITIONS


@click.command(
    cls=Command,
    examples={
        "pool-lint rules": "List ID, name, severity and summary.",
        "pool-lint rules -f markdown": "Print the documentation of all rules.",
    },
)
@option(
    "--format",
    "-f",
    "format_",
    type=Choice(reference.FORMATS, "format"),
    metavar="FORMAT",
    default="text",
    show_default=True,
    help="Output format: text (one line per rule), or json or markdown (with the "
    "documentation of each rule).",
)
@option(
    "--edition",
    type=Choice(EDITIONS, "edition"),
    metavar="EDITION",
    help=f"List only the rules of this edition: {' or '.join(EDITIONS)}.",
)
def rules(format_: str, edition: str | None) -> None:
    """List all rules with ID, name, severity and summary.

    The severity is that of the edition, by default of the first edition that has the
    rule.
    """
    listed = rules_of(edition, every_rule()) if edition else every_rule()
    write(sys.stdout, [reference.FORMATS[format_](listed)])
