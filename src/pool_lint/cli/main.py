"""The command line: all commands, and the one boundary where errors end."""

from __future__ import annotations

import signal
import sys

import click

from pool_lint.cli.params import DefaultGroup
from pool_lint.cli.terminal import (
    discard,
    internal_error_lines,
    prepare_streams,
    tell,
    usage_lines,
    write,
)
from pool_lint.model.errors import SettingsError
from pool_lint.model.text import escape


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Find mistakes in ModelArts resource pool manifests."""


class _Terminated(BaseException):
    """Somebody asked the process to end: what was begun is undone on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def _terminate(number: int, _frame: object) -> None:
    raise _Terminated(number)


def main(args: list[str]) -> int:
    """Run the command line of a process, signals included; return its exit code."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminate)
    return run(args)


def run(args: list[str]) -> int:
    """Run the command line and return its exit code: the one boundary for errors."""
    try:
        prepare_streams()
        code = cli.main(args, prog_name="pool-lint", standalone_mode=False)
        write(sys.stdout, [])  # Python does not flush where the process just ends
    except click.ClickException as error:
        tell(usage_lines(error))
    except SettingsError as error:
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
