"""``pool-lint schema``: print a JSON Schema."""

from __future__ import annotations

import sys

import click

from pool_lint.cli.terminal import write
from pool_lint.validation.schemas import CREATE_POOL, NAMES, OWN, text


@click.command()
@click.argument("name", type=click.Choice([*NAMES, *OWN]), default=CREATE_POOL)
def schema(name: str) -> None:
    """Print a JSON Schema, for editors and other validators.

    create-pool is the request, pool and error are answers; config is that of the
    settings of pool-lint, report that of its json format.
    """
    write(sys.stdout, [text(name)])
