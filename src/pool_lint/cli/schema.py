"""``pool-lint schema``: print a JSON Schema."""

from __future__ import annotations

import sys

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import edition_option, edition_or_default, option
from pool_lint.cli.params import Choice
from pool_lint.cli.terminal import write
from pool_lint.validation.editor_schemas import ANY
from pool_lint.validation.schemas import (
    EDITION_SCHEMAS,
    EDITIONS,
    OWN_SCHEMAS,
    SchemaName,
    schema_names,
)

_NAMES = [*(name.value for name in (*EDITION_SCHEMAS, *OWN_SCHEMAS)), ANY]


@click.command(
    cls=Command,
    examples={
        "pool-lint schema > pool.schema.json": "Save the schema of manifests.",
        "pool-lint schema any": "Print one schema for pools and other files.",
        "pool-lint schema config": "Print the schema of pool-lint.toml.",
    },
)
@click.argument(
    "name",
    type=Choice(_NAMES, "schema"),
    default=SchemaName.CREATE_POOL.value,
    metavar="[NAME]",
)
@option(
    "--annotations-only",
    is_flag=True,
    help="Print titles, descriptions and examples without constraints.",
)
@edition_option
def schema(name: str, annotations_only: bool, edition: str | None) -> None:  # noqa: FBT001 - click
    """Print a JSON Schema for editors and other validators.

    NAME is create-pool (the request body, the default), or pool or error (responses of
    the API). Edition 2026-01 also has network and node-pool. any selects the schema of
    a request by the content, and accepts other documents. The schemas of pool-lint
    itself are config (settings), report (the json output of check) and list.
    """
    from pool_lint.modelarts.editor_schemas import (  # noqa: PLC0415 - start-up
        editor_schema,
    )

    edition = edition_or_default(edition)
    if name in OWN_SCHEMAS:
        edition = ""
    elif name != ANY and name not in schema_names(edition):
        later = next(e for e in EDITIONS if name in schema_names(e))
        message = f"edition {edition} has no schema for {name}; use --edition {later}"
        raise click.UsageError(message)
    write(sys.stdout, [editor_schema(edition, name, is_bare=annotations_only)])
