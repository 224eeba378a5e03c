"""The command line: all commands, and the one boundary where errors end."""

from __future__ import annotations

import gc
import signal
import sys
from typing import NoReturn

import click

from pool_lint.arguments import DefaultGroup
from pool_lint.commands.check import check
from pool_lint.commands.explain import explain
from pool_lint.commands.init import init
from pool_lint.commands.render import render
from pool_lint.commands.rules import rules
from pool_lint.commands.schema import schema
from pool_lint.escaping import escape
from pool_lint.terminal import (
    discard,
    internal_error_lines,
    prepare_streams,
    tell,
    usage_lines,
)
from pool_lint.toml import Malformed


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Find mistakes in ModelArts resource pool manifests."""


for command in (check, explain, init, render, rules, schema):
    cli.add_command(command)


class _Terminated(BaseException):
    """Somebody asked the process to end: what was begun is undone on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def _terminate(number: int, _frame: object) -> None:
    raise _Terminated(number)


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminate)
    sys.exit(run(sys.argv[1:]))


def run(args: list[str]) -> int:
    """Run the command line and return its exit code: the one boundary for errors."""
    # Nodes and findings hold no cycles: looking for them would take half the time.
    gc.set_threshold(100_000)
    try:
        prepare_streams()
        code = cli.main(args, prog_name="pool-lint", standalone_mode=False)
    except click.ClickException as error:
        tell(usage_lines(error))
    except Malformed as error:
        tell([f"pool-lint: {escape(str(error))}\n"])
    except (KeyboardInterrupt, click.Abort):
        return 130
    except _Terminated as ended:
        return 128 + ended.number
    except BrokenPipeError:
        discard(sys.stdout)
        return 1
    except Exception as error:  # noqa: BLE001 - the boundary: a bug is exit 2
        tell(internal_error_lines(error))
        if "-v" in args or "--verbose" in args:
            import traceback  # noqa: PLC0415 - start-up

            traceback.print_exception(error)
    else:
        return int(code or 0)
    return 2
