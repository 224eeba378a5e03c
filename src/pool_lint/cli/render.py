"""``pool-lint render``: lint, and print the HTTP request to send."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import lint_options, option, run_options, workspace_of
from pool_lint.cli.params import Choice, ParamType
from pool_lint.cli.terminal import style_for, tell, write
from pool_lint.model.location import format_location
from pool_lint.model.pointer import path
from pool_lint.model.report import Failure, FileResult, Report
from pool_lint.model.text import escape, quote, show
from pool_lint.modelarts.kinds import Body
from pool_lint.modelarts.placeholders import unfilled
from pool_lint.modelarts.request import Request, Target, rendered, request_of
from pool_lint.parsing import read
from pool_lint.project.run import Unread, files_of, input_of, report_of
from pool_lint.project.workspace import Workspace
from pool_lint.reporters import reporter
from pool_lint.reporters.summary import closing_lines, exit_code
from pool_lint.validation.fields import FieldPath

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?"

_MOST_PLACES = 100


class _Checked(ParamType):
    """Text that matches a pattern; ``problem`` is the message for other text."""

    def __init__(self, name: str, pattern: str, problem: str) -> None:
        self.name = name
        self._pattern = pattern
        self._problem = problem

    def convert(self, value: Any, _param: object, _ctx: object) -> str:
        if not re.fullmatch(self._pattern, value):
            self.fail(f"{quote(str(value))} {self._problem}")
        return str(value)


_ENDPOINT = _Checked(
    "host",
    rf"(?:https://)?{_HOST}/?",
    "is not a host name, such as modelarts.cn-north-4.myhuaweicloud.com",
)
_PROJECT = _Checked(
    "id", r"[0-9a-f]{32}", "is not a project ID (32 lower-case hex digits)"
)
_USER = _Checked(
    "id", r"[A-Za-z0-9_-]{1,64}", "is not a user ID (letters, digits, - and _)"
)
_POOL = _Checked(
    "id", r"[a-z0-9-]{1,128}", "is not a pool ID (lower-case letters, digits and -)"
)


@click.command(
    cls=Command,
    lints=True,
    examples={
        "pool-lint render pools/train.yaml": "Print the request body.",
        "pool-lint render pools/train.yaml --strict": "Refuse warnings too.",
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
    "--to",
    heading="Output",
    type=Choice(["json", "http", "curl"], "form"),
    metavar="FORM",
    default="json",
    show_default=True,
    help="What to print: the body (json), the whole request (http), or a command that "
    "sends it (curl).",
)
@option(
    "--endpoint",
    heading="Output",
    type=_ENDPOINT,
    metavar="HOST",
    help="Host of ModelArts in your region (for http and curl).",
)
@option(
    "--project-id",
    heading="Output",
    type=_PROJECT,
    metavar="ID",
    help="Project that gets the pool (for http and curl).",
)
@option(
    "--user-id",
    heading="Output",
    type=_USER,
    metavar="ID",
    help="Value of the header X-ModelArts-User-ID.",
)
@option(
    "--pool-id",
    heading="Output",
    type=_POOL,
    metavar="ID",
    help="Pool that gets a node pool (for http and curl).  [default: {pool_id}]",
)
@lint_options
def render(paths: tuple[str, ...], **options: Any) -> int:
    """Print the HTTP request for a manifest that has no errors.

    Nothing is sent. The token is not passed; $TOKEN is printed in its place. Findings
    go to standard error. If any is at the fail level, or a placeholder is left, no
    request is printed.
    """
    address = (options["endpoint"], options["project_id"])
    if options["to"] != "json" and None in address:
        message = f"--to {options['to']} needs --endpoint and --project-id"
        raise click.UsageError(message)
    workspace = workspace_of(run_options(options))
    report, requests, missing = _linted(paths, workspace)
    tell(reporter("full")(report, style_for("auto", sys.stderr)))
    tell(closing_lines(report, ()))
    code = exit_code(report)
    if code == 0 and missing:
        # Settings and comments can hide a placeholder, but not make it valid.
        tell(f"{place}; no request printed\n" for place in missing)
        return 1
    if code == 0 and not requests:
        raise click.ClickException("no pool manifest found; no request printed")
    if code == 0:
        target = Target(*address, options["user_id"], options["pool_id"])
        write(sys.stdout, _all_of(rendered(options["to"], requests, target)))
    return code


def _linted(
    paths: Iterable[str], workspace: Workspace
) -> tuple[Report, list[Request], list[str]]:
    """Return the report, the requests in the files, and the placeholders left.

    Each file is read once, so the linted text is also the rendered one.
    """
    results: list[FileResult | Failure] = []
    requests: list[Request] = []
    missing: list[str] = []
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
                    missing += _unfilled(body, given.linter.injected)
    report = report_of(results, workspace)
    return report._replace(ignored=files.ignored), requests, missing


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
