"""``pool-lint server``: serve the language server protocol."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import option
from pool_lint.cli.terminal import tell


@click.command(
    cls=Command,
    examples={"pool-lint server": "Serve an editor on standard input and output."},
)
@option("--stdio", is_flag=True, help="Ignored: the server always uses these streams.")
def server(*, stdio: bool) -> int:
    """Serve editors with the language server protocol (LSP).

    An editor starts this command, and talks to it on standard input and output. See
    docs/editors.md for the settings of editors.
    """
    del stdio
    if find_spec("pygls") is None or find_spec("lsprotocol") is None:
        message = "the language server is not installed"
        advice = "run `pip install 'pool-lint[server]'`"
        raise click.ClickException(f"{message}; {advice}")
    if sys.stdin is None:
        raise click.ClickException("standard input is closed")
    if sys.stdin.isatty():
        tell(["pool-lint server: waiting for an editor; press Ctrl+C to stop\n"])
    from pool_lint.server.main import serve  # noqa: PLC0415 - start-up

    return serve()
