"""``pool-lint rules``: list the rules, or print the whole reference."""

from __future__ import annotations

import sys

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import option
from pool_lint.cli.params import Choice
from pool_lint.cli.policy_options import place_of, policies_option
from pool_lint.cli.terminal import write
from pool_lint.cli.workspace import workspace_of
from pool_lint.rules import reference
from pool_lint.rules.registry import every_rule, rules_of
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.schemas import EDITIONS


@click.command(
    cls=Command,
    examples={
        "pool-lint rules": "List ID, name, severity and summary.",
        "pool-lint rules -f markdown": "Print the documentation of all rules.",
        "pool-lint rules --with-policies": "List the policies of this folder too.",
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
@policies_option
def rules(format_: str, edition: str | None, path: str | None) -> None:
    """List all rules with ID, name, severity and summary.

    The severity is that of the edition, by default of the first edition that has the
    rule.
    """
    own = [] if path is None else _policies(edition, place_of(path))
    listed = [*(rules_of(edition, every_rule()) if edition else every_rule())]
    if format_ != "markdown":
        listed += own
    write(sys.stdout, [reference.FORMATS[format_](listed)])
    if own and format_ == "markdown":
        from pool_lint.reporters import policies  # noqa: PLC0415 - start-up

        pages = [policies.Page(*rule[:3], rule.url, rule.documentation) for rule in own]
        write(sys.stdout, ["\n", *policies.pages(pages)])


def _policies(edition: str | None, path: str) -> list[Rule]:
    """Return the policies that settings define for a file."""
    from pool_lint.config.run_options import RunOptions  # noqa: PLC0415 - start-up

    workspace = workspace_of(RunOptions(edition=edition))
    workspace.linter(path)  # reads the settings and compiles their policies
    return [rule for rule in workspace.all_rules if rule.stage is Stage.POLICY]
