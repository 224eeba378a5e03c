"""``pool-lint schema``: print a JSON Schema."""

from __future__ import annotations

import sys

import click

from pool_lint.cli.help import Command
from pool_lint.cli.params import Choice
from pool_lint.cli.terminal import write
from pool_lint.validation.schemas import (
    DEFAULT_EDITION,
    EDITION_SCHEMAS,
    OWN_SCHEMAS,
    Schema,
    SchemaName,
)

_NAMES = [name.value for name in (*EDITION_SCHEMAS, *OWN_SCHEMAS)]


@click.command(
    cls=Command,
    examples={
        "pool-lint schema > pool.schema.json": "Save the schema of manifests.",
        "pool-lint schema config": "Print the schema of pool-lint.toml.",
    },
)
@click.argument(
    "name",
    type=Choice(_NAMES, "schema"),
    default=SchemaName.CREATE_POOL.value,
    metavar="[NAME]",
)
def schema(name: str) -> None:
    """Print a JSON Schema for editors and other validators.

    NAME is create-pool (the request body, the default), pool or error (responses of the
    API), config (settings of pool-lint) or report (the json output format).
    """
    edition = DEFAULT_EDITION if name in EDITION_SCHEMAS else ""
    write(sys.stdout, [Schema(edition, name).text])
