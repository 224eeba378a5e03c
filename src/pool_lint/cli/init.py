"""``pool-lint init``: write a starter manifest."""

from __future__ import annotations

import sys

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import edition_option, option
from pool_lint.cli.outputs import write_new
from pool_lint.cli.params import Choice
from pool_lint.cli.terminal import tell, write
from pool_lint.cli.workspace import edition_or_default
from pool_lint.model.errors import OutputError
from pool_lint.model.text import escape
from pool_lint.modelarts.starter import ACCELERATORS, BILLINGS, Starter
from pool_lint.parsing import DefectKind
from pool_lint.rules.registry import builtin_rules, rule_for_defect


@click.command(
    cls=Command,
    examples={
        "pool-lint init": "Write pool.yaml for a GPU pool.",
        "pool-lint init npu.yaml --accelerator npu": "Write it for an NPU pool.",
        "pool-lint init - --billing monthly": "Print it for a monthly pool.",
    },
)
@click.argument("file", type=click.Path(), default="pool.yaml", metavar="[FILE]")
@option(
    "--billing",
    type=Choice(BILLINGS, "billing"),
    metavar="BILLING",
    default="pay-per-use",
    show_default=True,
    help=f"Billing of the pool: {', '.join(BILLINGS)}.",
)
@option(
    "--accelerator",
    type=Choice(ACCELERATORS, "accelerator"),
    metavar="KIND",
    default="gpu",
    show_default=True,
    help=f"Accelerator of the nodes: {', '.join(ACCELERATORS)}.",
)
@option("--name", default="pool-001", show_default=True, help="Name of the pool.")
@edition_option
def init(
    file: str, billing: str, accelerator: str, name: str, edition: str | None
) -> None:
    """Write a starter manifest to FILE.

    FILE is pool.yaml by default and must not exist yet. With - the manifest is printed
    to standard output. It passes the linter except for the placeholders that are listed
    afterwards.
    """
    from pool_lint.api import Config, lint_text  # noqa: PLC0415 - for the other commands

    if file.lower().endswith(".json"):
        raise click.UsageError("init writes YAML with comments; use a .yaml file name")
    text = Starter(name, billing, accelerator).text
    config = Config(edition=edition_or_default(edition, file))
    findings = lint_text(text, filename=file, config=config)
    placeholder = rule_for_defect(DefectKind.PLACEHOLDER, builtin_rules()).id
    for finding in findings:
        if finding.rule != placeholder:
            advice = f"; {finding.help}" if finding.help else ""
            raise click.UsageError(f"--name: {finding.message}{advice}")
    if file == "-":
        write(sys.stdout, [text])
        return
    try:
        write_new(file, text)
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    tell([f"wrote {escape(file)}; fill in these fields before sending:\n"])
    tell(f"  {escape(f.where)}: {escape(f.path)}\n" for f in findings)
