"""``pool-lint check``: lint files and print the findings."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from pool_lint.cli import signals
from pool_lint.cli.check_options import check_options
from pool_lint.cli.check_output import (
    OutputOptions,
    output_options,
    print_outcome,
    tell_closing,
)
from pool_lint.cli.options import run_options
from pool_lint.cli.params import Check
from pool_lint.cli.progress import Progress
from pool_lint.cli.terminal import idle_policy_lines, tell
from pool_lint.cli.workspace import workspace_of
from pool_lint.model.report import Report
from pool_lint.model.version import __version__
from pool_lint.project.workspace import Workspace
from pool_lint.reporters.summary import exit_code, found_nothing
from pool_lint.rules.rule import Stage

if TYPE_CHECKING:
    from pool_lint.project.run import Work


@click.command(
    cls=Check,
    lints=True,
    examples={
        "pool-lint": "Lint all manifests in this folder.",
        "pool-lint pools/train.yaml --fix": "Lint a file and apply safe fixes.",
        "pool-lint -f concise --strict pools": "Print one line per finding; fail "
        "on warnings too.",
        "pool-lint -o sarif:out.sarif --exit-zero": "Write a SARIF file; exit 0 even "
        "if there are findings.",
    },
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@check_options
@click.version_option(__version__, prog_name="pool-lint")
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Lint Huawei Cloud ModelArts resource pool manifests.

    PATH is a file, a folder (searched for *.yaml, *.yml and *.json), or - for standard
    input. The default is the current folder.
    """
    output = output_options(options)
    wanted = run_options(options)._replace(inventory=output.shows_pools)
    workspace = workspace_of(wanted)
    paths = paths or (".",)
    if options["show_settings"]:
        from pool_lint.cli.config_show import show_settings  # noqa: PLC0415

        return show_settings(workspace, paths[0], "json")
    if options["show_files"]:
        from pool_lint.cli.config_files import show_files  # noqa: PLC0415

        return show_files(workspace, paths, verbose=output.verbose)
    fixer = _file_fixer(options)
    report, seconds = _timed(lambda: _linted(paths, workspace, fixer, output))
    signals.raise_received()
    if fixer and not output.quiet:
        from pool_lint.cli.check_fix import print_steps  # noqa: PLC0415 - start-up

        print_steps(report)  # before anything that can fail
    if wanted.baseline or wanted.write_baseline:
        from pool_lint.cli.check_baseline import without_known  # noqa: PLC0415

        report = without_known(report, workspace)
    report = report.limited(wanted.limits.findings)
    changed = print_outcome(report, output, paths)
    if wanted.fix:
        from pool_lint.cli.check_fix import copy_excluded_stdin  # noqa: PLC0415

        copy_excluded_stdin(paths, workspace)
    empty = not options["allow_empty"] and found_nothing(report, paths)
    if not output.quiet:
        tell(_other_edition_notes(workspace))
        tell(_idle_notes(workspace, paths, report))
    tell_closing(report, output, paths if empty else (), seconds)
    code = 2 if empty else exit_code(report)
    if wanted.diff:
        code = code if code == 2 else int(changed)  # noqa: PLR2004 - failed
    elif options["exit_non_zero_on_fix"]:
        code = code or int(changed)
    return 0 if options["exit_zero"] and code == 1 else code


def _other_edition_notes(workspace: Workspace) -> Iterator[str]:
    """Yield a note for each selected rule that cannot report anything."""
    for rule in workspace.rules_of_other_editions:
        editions = ", ".join(rule.editions)
        yield f"note: {rule.id} applies only to edition {editions}\n"


def _idle_notes(
    workspace: Workspace, paths: Iterable[str], report: Report
) -> Iterator[str]:
    """Yield a note for each policy that matches no file of a linted folder."""
    if any(rule.stage is Stage.POLICY for rule in workspace.all_rules):
        from pool_lint.project.idle_policies import idle_in_run  # noqa: PLC0415

        files = [*(f.file for f in report.files), *(f.file for f in report.failures)]
        yield from idle_policy_lines(idle_in_run(workspace, paths, files))


def _file_fixer(options: Mapping[str, Any]) -> Work | None:
    """Return the function that fixes a file, None to only lint it."""
    fixing = ("fix", "diff", "unsafe_fixes", "exit_non_zero_on_fix")
    if not any(options[name] for name in fixing):
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
