"""``pool-lint schema``: print a JSON Schema."""

from __future__ import annotations

import sys

import click

from pool_lint.cli.terminal import write
from pool_lint.validation.schemas import (
    DEFAULT_EDITION,
    EDITION_SCHEMAS,
    OWN_SCHEMAS,
    Schema,
    SchemaName,
)


@click.command()
@click.argument(
    "name",
    type=click.Choice([name.value for name in (*EDITION_SCHEMAS, *OWN_SCHEMAS)]),
    default=SchemaName.CREATE_POOL.value,
)
def schema(name: str) -> None:
    """Print a JSON Schema, for editors and other validators.

    create-pool is the request, pool and error are answers; config is that of the
    settings of pool-lint, report that of its json format.
    """
    edition = DEFAULT_EDITION if name in EDITION_SCHEMAS else ""
    write(sys.stdout, [Schema(edition, name).text])
