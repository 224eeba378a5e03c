"""``pool-lint render``: lint, and print the HTTP request to send."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import lint_options, option, run_options
from pool_lint.cli.render_options import request_options
from pool_lint.cli.terminal import style_for, tell, write
from pool_lint.cli.workspace import workspace_of
from pool_lint.model.location import format_location
from pool_lint.model.pointer import path
from pool_lint.model.report import Failure, FileResult, Report
from pool_lint.model.text import escape, show
from pool_lint.modelarts.kinds import Body
from pool_lint.modelarts.placeholders import unfilled
from pool_lint.modelarts.request import POOL, Request, Target, rendered, request_of
from pool_lint.parsing import read
from pool_lint.project.run import Unread, files_of, input_of, report_of
from pool_lint.project.workspace import Workspace
from pool_lint.reporters import reporter
from pool_lint.reporters.change_summary import change_lines
from pool_lint.reporters.summary import closing_lines, exit_code
from pool_lint.validation.fields import FieldPath

if TYPE_CHECKING:
    from pool_lint.config.run_options import RunOptions

_MOST_PLACES = 100


@click.command(
    cls=Command,
    lints=True,
    examples={
        "pool-lint render pools/train.yaml": "Print the request body.",
        "pool-lint render pools/train.yaml --strict": "Refuse warnings too.",
        "pool-lint render --update live.json pools/": "Print the requests that update "
        "pools which run.",
    },
)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(readable=False),
    metavar="PATH...",
)
@option(
    "--update",
    "old",
    heading="Output",
    type=click.Path(readable=False),
    metavar="OLD",
    help="Print the requests that update the pools in OLD to those in PATH. OLD is a "
    "file, a folder or a saved response.",
)
@option(
    "--accept",
    heading="Selection",
    multiple=True,
    metavar="CHANGE",
    help="With --update: accept a change, as in `pool-lint changes`.",
)
@request_options
@lint_options
def render(paths: tuple[str, ...], **options: Any) -> int:
    """Print the HTTP request for a manifest that has no errors.

    Nothing is sent. The token is not passed; $TOKEN is printed in its place. Findings
    go to standard error. If any is at the fail level, or a placeholder is left, no
    request is printed. With --update, changes that do not take effect in place are
    refused, unless they are accepted and an update can make them.
    """
    address = (options["endpoint"], options["project_id"])
    if options["to"] != "json" and None in address:
        message = f"--to {options['to']} needs --endpoint and --project-id"
        raise click.UsageError(message)
    wanted = run_options(options)
    old = options["old"]
    if options["accept"] and old is None:
        raise click.UsageError("--accept needs --update")
    given = (
        _linted(paths, workspace_of(wanted))
        if old is None
        else _updates(old, paths, options["accept"], wanted)
    )
    tell(reporter("full")(given.report, style_for("auto", sys.stderr)))
    tell(change_lines(given.report) if old else closing_lines(given.report, ()))
    code = exit_code(given.report)
    if code in {0, 1} and given.refusals:
        # Settings and comments can hide a reason, but not make a request valid.
        tell(f"{reason}; no request printed\n" for reason in given.refusals)
        return 1
    if code == 0 and not given.requests and old is None:
        raise click.ClickException("no pool manifest found; no request printed")
    if code == 0:
        several = sum(one.path.endswith(POOL) for one in given.requests)
        if several > 1 and options["pool_id"]:
            raise click.UsageError(f"--pool-id names one pool, but {several} change")
        tell(given.names if len(given.names) > 1 else ())
        target = Target(*address, options["user_id"], options["pool_id"])
        write(sys.stdout, _all_of(rendered(options["to"], given.requests, target)))
    return code


class _Given(NamedTuple):
    """The report, the requests, and why there is none for some manifests.

    ``names`` are lines about requests whose bodies do not name their resource.
    """

    report: Report
    requests: list[Request]
    refusals: list[str]
    names: tuple[str, ...] = ()


def _linted(paths: Iterable[str], workspace: Workspace) -> _Given:
    """Return the requests that create the resources in the files.

    Each file is read once, so the linted text is also the rendered one.
    """
    results: list[FileResult | Failure] = []
    requests, refusals = list[Request](), list[str]()
    files = files_of(paths, workspace)
    for found in files.found:
        given = input_of(found, workspace, workspace.options.stdin_name)
        results.append(given.linted())
        if not isinstance(given, Unread):
            limits = given.linter.limits
            for document in given.documents or read(given.source, limits):
                bodies = given.linter.bodies(document)
                for body in (b for b in bodies if b.kind.is_request):
                    requests.append(request_of(body))
                    refusals += _unfilled(body, given.linter.injected)
    report = report_of(results, workspace)
    return _Given(report._replace(ignored=files.ignored), requests, refusals)


def _updates(
    old: str, paths: tuple[str, ...], words: Iterable[str], wanted: RunOptions
) -> _Given:
    """Return the requests that update the resources of one side to another one."""
    from pool_lint.changes.update import updates_of  # noqa: PLC0415 - start-up
    from pool_lint.cli.changes import compared  # noqa: PLC0415 - start-up

    if len(paths) > 1:
        raise click.UsageError("--update compares OLD with one PATH")
    done = compared(old, paths[0], wanted, words=words)
    report = done.report.limited(wanted.limits.findings)
    updates = list(updates_of(done))
    refusals = [
        f"{escape(one.side.file.name)}: {one.name}: {one.refusal}"
        for one in updates
        if one.refusal
    ]
    for one in updates:
        refusals += _unfilled(one.body, one.side.file.injected)
    sent = [one for one in updates if one.request.body]
    names = (f"request {n}: {one.name}\n" for n, one in enumerate(sent, 1))
    return _Given(report, [one.request for one in sent], refusals, tuple(names))


def _unfilled(body: Body, injected: frozenset[FieldPath]) -> Iterator[str]:
    """Yield the place and text of each placeholder that no later step fills in."""
    document = body.document
    for defect in islice(unfilled(document, injected), _MOST_PLACES):
        span = document.locate(defect.location)
        source = document.source
        if source and span:
            place = format_location(escape(source.name), source.position(span.start))
            name = escape(path((*body.pointer, *defect.location.pointer)))
            yield f"{place}: {name} contains the placeholder {show(defect.text)}"


def _all_of(pieces: Iterable[str]) -> list[str]:
    try:
        return list(pieces)
    except ValueError:  # the finding about the number was suppressed
        message = "a number cannot be represented in JSON; no request printed"
        raise click.ClickException(message) from None
