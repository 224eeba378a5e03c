"""``pool-lint init``: write a manifest to begin with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pool_lint.cli.terminal import tell, write
from pool_lint.model.text import escape, quote
from pool_lint.modelarts.starter import ACCELERATORS, BILLINGS, Starter
from pool_lint.parsing import DefectKind
from pool_lint.rules.registry import builtin_rules, rule_for_defect


@click.command()
@click.argument("file", type=click.Path(), default="pool.yaml")
@click.option(
    "--billing",
    type=click.Choice(list(BILLINGS)),
    default="pay-per-use",
    show_default=True,
    help="How the pool is paid for.",
)
@click.option(
    "--accelerator",
    type=click.Choice(list(ACCELERATORS)),
    default="gpu",
    show_default=True,
    help="What its nodes compute with.",
)
@click.option("--name", default="pool-001", show_default=True, help="The pool's name.")
def init(file: str, billing: str, accelerator: str, name: str) -> None:
    """Write a manifest to begin with to FILE (pool.yaml), which must not exist.

    FILE - is standard output.

    It lints clean, but for the placeholders that are named then.
    """
    from pool_lint.api import lint_text  # noqa: PLC0415 - for the other commands

    if file.lower().endswith(".json"):
        raise click.UsageError("the manifest has comments: name a file of YAML")
    text = Starter(name, billing, accelerator).text
    findings = lint_text(text, filename=file)
    placeholder = rule_for_defect(DefectKind.PLACEHOLDER, builtin_rules()).id
    for finding in findings:
        if finding.rule != placeholder:
            advice = f"; {finding.help}" if finding.help else ""
            raise click.UsageError(f"--name: {finding.message}{advice}")
    if file == "-":
        write(sys.stdout, [text])
        return
    try:
        with Path(file).open("x", encoding="utf-8", newline="\n") as created:
            created.write(text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{file or quote(file)} cannot be written: {reason.lower()}"
        raise click.ClickException(message) from None
    tell([f"{escape(file)}: written; fill in before it is sent:\n"])
    tell(f"  {escape(f.where)}: {escape(f.path)}\n" for f in findings)
