"""``pool-lint check``: lint files and print what was found."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from pool_lint.cli import signals
from pool_lint.cli.check_output import (
    OutputOptions,
    output_options,
    print_outcome,
    show_files,
    show_settings,
    tell_closing,
)
from pool_lint.cli.options import lint_options, run_options, workspace_of
from pool_lint.cli.params import Check, ParamType
from pool_lint.cli.progress import Progress
from pool_lint.cli.terminal import tell
from pool_lint.model.report import Report
from pool_lint.model.version import __version__
from pool_lint.modelarts.kinds import Kind
from pool_lint.project.workspace import Workspace
from pool_lint.reporters import FORMATS
from pool_lint.reporters.summary import exit_code, found_nothing

if TYPE_CHECKING:
    from pool_lint.project.run import Work

_KINDS = [kind.value for kind in Kind]
_COLORS = ("auto", "always", "never")
_AUTO = "auto"


class _Output(ParamType):
    """``FORMAT:FILE``."""

    name = "format:file"

    def convert(self, value: Any, _param: object, _ctx: object) -> Any:
        from pool_lint.cli.outputs import output_of  # noqa: PLC0415
        from pool_lint.model.errors import OutputError  # noqa: PLC0415

        try:
            return output_of(value)
        except OutputError as error:
            self.fail(str(error))


@click.command(
    cls=Check,
    epilog="Exit codes: 0 nothing at the fail level, 1 findings, 2 not done.",
)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option(
    "--format",
    "-f",
    "--output-format",
    "format_",
    type=click.Choice([*FORMATS, _AUTO]),
    default="full",
    show_default=True,
    help="How findings are printed; auto is github in GitHub Actions, else full.",
)
@click.option(
    "--output",
    "-o",
    "outputs",
    type=_Output(),
    multiple=True,
    help="Write the findings to a file too, as often as wanted.",
)
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default=Kind.AUTO.value,
    show_default=True,
    help="What to take every document of every file for: a request, an answer of "
    "the API (response), the body of an error. auto skips what is no pool.",
)
@click.option("--allow-empty", is_flag=True, help="No pool in a folder is no error.")
@click.option("--exit-zero", is_flag=True, help="Findings do not make the exit code 1.")
@click.option(
    "--baseline", metavar="FILE", help="Count what is in it, and fail for more."
)
@click.option(
    "--write-baseline", metavar="FILE", help="Record what there is, and pass."
)
@click.option("--fix", is_flag=True, help="Make the fixes that are safe.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: the other fixes too."
)
@click.option(
    "--diff", is_flag=True, help="Print what --fix would change, and write nothing."
)
@click.option(
    "--exit-non-zero-on-fix", is_flag=True, help="What was fixed makes the exit code 1."
)
@click.option("--statistics", is_flag=True, help="Say how often each rule found what.")
@click.option(
    "--show-skipped",
    is_flag=True,
    help="List the documents that are skipped, with the reasons.",
)
@click.option("--show-files", is_flag=True, help="List the files, and lint none.")
@click.option("--show-settings", is_flag=True, help="Print what holds for the path.")
@click.option(
    "--quiet", "-q", is_flag=True, help="Print no summary, and not what was fixed."
)
@click.option(
    "--color",
    type=click.Choice(_COLORS),
    default="auto",
    show_default=True,
    help="Whether to colour; auto does so on a terminal.",
)
@lint_options
@click.version_option(__version__, prog_name="pool-lint")
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Check manifests: files, folders, or - for standard input.

    Without a path the current folder is checked: *.yaml, *.yml and *.json.
    """
    asked, output = run_options(options), output_options(options)
    workspace = workspace_of(asked)
    paths = paths or (".",)
    if options["show_settings"]:
        return show_settings(workspace, paths)
    if options["show_files"]:
        return show_files(workspace, paths)
    fixer = _file_fixer(options)
    report, seconds = _timed(lambda: _linted(paths, workspace, fixer, output))
    signals.raise_received()
    if fixer and not output.quiet:
        from pool_lint.cli.check_fix import print_steps  # noqa: PLC0415 - start-up

        print_steps(report)  # first, so that nothing later keeps them from the user
    if asked.baseline or asked.write_baseline:
        from pool_lint.cli.check_baseline import without_known  # noqa: PLC0415

        report = without_known(report, workspace)
    report = report.limited(asked.limits.findings)
    changed = print_outcome(report, output, paths)
    if asked.fix:
        from pool_lint.cli.check_fix import copy_excluded_stdin  # noqa: PLC0415

        copy_excluded_stdin(paths, workspace)
    empty = not options["allow_empty"] and found_nothing(report, paths)
    tell_closing(report, output, paths if empty else (), seconds)
    code = 2 if empty else exit_code(report)
    if asked.diff:
        code = code if code == 2 else int(changed)  # noqa: PLR2004 - not done
    elif options["exit_non_zero_on_fix"]:
        code = code or int(changed)
    return 0 if options["exit_zero"] and code == 1 else code


def _file_fixer(options: Mapping[str, Any]) -> Work | None:
    """Return what is done to each file, None for just linting it."""
    wishes = ("fix", "diff", "unsafe_fixes", "exit_non_zero_on_fix")
    if not any(options[name] for name in wishes):
        return None
    from pool_lint.cli.check_fix import file_fixer_of  # noqa: PLC0415 - start-up

    return file_fixer_of(options)


def _linted(
    paths: Iterable[str],
    workspace: Workspace,
    fixer: Work | None,
    output: OutputOptions,
) -> Report:
    from pool_lint.project.run import lint_files, linted_file  # noqa: PLC0415 - start-up

    terminal = None if output.quiet else sys.stderr

    def note(text: str) -> None:
        tell([f"{text}\n"] if output.verbose else [])

    return lint_files(
        paths,
        workspace,
        workspace.options.stdin_name,
        workspace.options.jobs,
        lambda total: Progress(total, terminal),
        fixer or linted_file,
        note,
    )


def _timed(call: Callable[[], Report]) -> tuple[Report, float]:
    start = time.perf_counter()
    report = call()
    return report, time.perf_counter() - start
