"""The entry point of the command line, and the one place that handles all errors."""

from __future__ import annotations

import sys

import click

from pool_lint.cli import signals
from pool_lint.cli.params import DefaultGroup
from pool_lint.cli.terminal import (
    discard,
    error_lines,
    internal_error_lines,
    prepare_streams,
    tell,
    usage_lines,
    write,
)
from pool_lint.model.errors import (
    MandatoryRuleError,
    SettingsError,
    UnknownRuleError,
    WorkerError,
)

_INTERRUPTED = 130
# The commands without the option --verbose.
_NOT_VERBOSE = (
    ("config", "init"),
    ("explain",),
    ("init",),
    ("policy",),
    ("rules",),
    ("schema",),
    ("server",),
)


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Lint Huawei Cloud ModelArts resource pool manifests."""


def main(args: list[str]) -> int:
    """Run the command line, with signal handlers; return the exit code."""
    signals.handle()
    code = run(args)
    signals.ignore_interrupts()
    return signals.exit_code() or code


def run(args: list[str]) -> int:
    """Run the command line and return its exit code; no error leaves this function."""
    try:
        prepare_streams()
        code = cli.main(args, prog_name="pool-lint", standalone_mode=False)
        write(sys.stdout, [])  # os._exit does not flush
    except click.ClickException as error:
        tell(usage_lines(error))
    except (
        UnknownRuleError,
        MandatoryRuleError,
        SettingsError,
        WorkerError,
    ) as error:
        tell(error_lines(error))
    except (KeyboardInterrupt, click.Abort, signals.Terminated):
        return signals.exit_code() or _INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click exits if the pipe is closed
        discard(sys.stdout)
        return 1
    except Exception as error:  # noqa: BLE001 - any bug exits 2
        if signals.exit_code():
            return 2  # caused by a signal that a library swallowed
        verbose = {tuple(args[:1]), tuple(args[:2])}.isdisjoint(_NOT_VERBOSE)
        tell(internal_error_lines(error, verbose=verbose))
        if "-v" in args or "--verbose" in args:
            import traceback  # noqa: PLC0415 - start-up

            traceback.print_exception(error)
    else:
        return int(code or 0)
    return 2
