"""``pool-lint schema``: print a JSON Schema."""

from __future__ import annotations

import sys

import click

from pool_lint.edition import CREATE_POOL, NAMES, text
from pool_lint.terminal import write


@click.command()
@click.argument("name", type=click.Choice(NAMES), default=CREATE_POOL)
def schema(name: str) -> None:
    """Print a JSON Schema, for editors: create-pool, or the answers pool and error."""
    write(sys.stdout, [text(name)])
