"""``pool-lint policy``: test the policies of settings files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from pool_lint.cli.check_options import output_option
from pool_lint.cli.check_output import OutputOptions, print_outcome, write_files
from pool_lint.cli.help import Command, Group
from pool_lint.cli.options import edition_option, option
from pool_lint.cli.params import Choice
from pool_lint.cli.terminal import idle_policy_lines, tell, write
from pool_lint.cli.workspace import workspace_of
from pool_lint.config.run_options import RunOptions
from pool_lint.filesystem.paths import display, file_in
from pool_lint.model.text import escape, show
from pool_lint.reporters import FINDING_FORMATS
from pool_lint.reporters.summary import many

if TYPE_CHECKING:
    from pool_lint.project.policy_tests import PolicyResult

_TEXT = "text"


@click.group(cls=Group)
def policy() -> None:
    """Test the policies of a settings file with their examples."""


@policy.command(
    cls=Command,
    examples={
        "pool-lint policy test": "Test the policies of this folder.",
        "pool-lint policy test policies.toml": "Test those of one settings file.",
        "pool-lint policy test --require-bad": "Fail policies without a bad example.",
    },
)
@click.argument("path", type=click.Path(), default=".", metavar="[PATH]")
@option(
    "--require-bad",
    heading="Selection",
    is_flag=True,
    help="Fail policies that have no bad example.",
)
@edition_option
@option(
    "--format",
    "-f",
    "format_",
    heading="Output",
    type=Choice([_TEXT, *FINDING_FORMATS], "format"),
    metavar="FORMAT",
    default=_TEXT,
    show_default=True,
    help=f"Output format: {_TEXT} (one line per policy), {', '.join(FINDING_FORMATS)}.",
)
@output_option(FINDING_FORMATS)
def test(path: str, **options: Any) -> int:
    """Run the examples of the policies that apply to PATH.

    PATH is a folder or a settings file (*.toml), by default the current folder. Each
    policy must report exactly the lines that end in "# <-" in its bad examples, and
    nothing in its good examples. No other rule runs.

    Exit codes: 0 if all policies pass, 1 if one fails, 2 for invalid settings and if
    there are no policies.
    """
    from pool_lint.project.idle_policies import (  # noqa: PLC0415 - start-up
        idle_in_settings,
    )
    from pool_lint.project.policy_tests import (  # noqa: PLC0415 - start-up
        policy_results,
        report_of_policies,
    )

    if not path:
        raise click.UsageError("the path is empty; name a folder or a settings file")
    if not os.path.lexists(path):
        raise click.UsageError(f"{show(path)} does not exist")
    given = path.lower().endswith(".toml") and not os.path.isdir(path)
    wanted = RunOptions(
        settings_file=path if given else None, edition=options["edition"]
    )
    workspace = workspace_of(wanted)
    one = file_in(path)
    results = policy_results(workspace, one, require_bad=options["require_bad"])
    if not results:
        reason = "the settings of this path define no policies"
        raise click.ClickException(f"{display(path) or path}: {reason}")
    report = report_of_policies(results, workspace)
    format_ = options["format_"]
    output = OutputOptions(
        format=format_,
        outputs=options["outputs"],
        color="auto",
        quiet=False,
        statistics=False,
        show_skipped=False,
        verbose=False,
        fix=False,
        diff=False,
    )
    if format_ == _TEXT:
        write_files(report, output)
        write(sys.stdout, _table(results))
    else:
        print_outcome(report, output, (path,))
    tell(idle_policy_lines(idle_in_settings(workspace, one)))
    tell([f"{_summary(results)}\n"])
    return int(any(result.failures for result in results))


def _table(results: Sequence[PolicyResult]) -> Iterator[str]:
    """Yield a line for each policy: ID, name, examples and result."""
    names = [f"{one.id} {one.name}" for one in results]
    counts = [_count(one) for one in results]
    widths = max(map(len, names)), max(map(len, counts))
    for name, count, result in zip(names, counts, results, strict=True):
        outcome = _outcome(result)
        line = f"{name:<{widths[0]}}   {count:<{widths[1]}}   {escape(outcome)}"
        yield f"{line.rstrip()}\n"


def _count(result: PolicyResult) -> str:
    if not result.has_examples:
        return "no examples"
    return f"{result.bad} bad, {result.good} good"


def _outcome(result: PolicyResult) -> str:
    if not result.failures:
        return "passed" if result.has_examples else ""
    first, *others = result.failures
    more = f" (and {len(others)} more)" if others else ""
    return f"FAILED: {first.message}{more}"


def _summary(results: Sequence[PolicyResult]) -> str:
    """Return how many policies failed and have no examples, after the first place."""
    failed = [one for one in results if one.failures]
    bare = sum(not (one.has_examples or one.failures) for one in results)
    passed, total = len(results) - len(failed) - bare, many(len(results), "policy")
    text = f"{passed} of {total} passed" if bare else f"{total} passed"
    if failed:
        text = f"{len(failed)} of {total} failed"
    if bare:
        text += f", {bare} {'has' if bare == 1 else 'have'} no examples"
    if not failed:
        return text
    place = failed[0].failures[0]
    line = place.range.start.line if place.range else 1
    return f"{escape(place.file)}:{line}: {text}"
