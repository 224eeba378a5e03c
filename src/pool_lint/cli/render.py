"""``pool-lint render``: lint, and print the request as it would be sent."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import click

from pool_lint.cli.options import lint_options, run_options, workspace_of
from pool_lint.cli.params import ParamType
from pool_lint.cli.terminal import style_for, tell, write
from pool_lint.model.location import format_location
from pool_lint.model.pointer import path
from pool_lint.model.report import Failure, FileResult, Report
from pool_lint.model.text import escape, show
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
    """A text of one form."""

    def __init__(self, name: str, pattern: str, advice: str) -> None:
        self.name = name
        self._pattern = pattern
        self._advice = advice

    def convert(self, value: Any, _param: object, _ctx: object) -> str:
        if not re.fullmatch(self._pattern, value):
            self.fail(self._advice)
        return str(value)


_ENDPOINT = _Checked(
    "host", rf"(?:https://)?{_HOST}/?", "write the name of a host, with https:// or not"
)
_PROJECT = _Checked("id", r"[0-9a-f]{32}", "a project ID is 32 hex digits")
_USER = _Checked("id", r"[A-Za-z0-9_-]{1,64}", "write letters, digits, - and _")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False))
@click.option(
    "--to",
    type=click.Choice(["json", "http", "curl"]),
    default="json",
    show_default=True,
    help="The body alone, the whole request, or a command that sends it.",
)
@click.option("--endpoint", type=_ENDPOINT, help="The host of ModelArts in the region.")
@click.option("--project-id", type=_PROJECT, help="The project that gets the pool.")
@click.option("--user-id", type=_USER, help="The header X-ModelArts-User-ID.")
@lint_options
def render(paths: tuple[str, ...], **options: Any) -> int:
    """Print the request for a manifest, if the manifest has no errors.

    Nothing is sent. There is no option for the token: $TOKEN is printed in its place.
    Findings go to standard error; at the fail level they are all that is printed.
    Placeholders are always at the fail level.
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
        # No setting and no comment makes a request of a template.
        tell(f"{place}: there is no request\n" for place in missing)
        return 1
    if code == 0 and not requests:
        raise click.ClickException("no pool manifest found: there is no request")
    if code == 0:
        target = Target(*address, options["user_id"])
        write(sys.stdout, _all_of(rendered(options["to"], requests, target)))
    return code


def _linted(
    paths: Iterable[str], workspace: Workspace
) -> tuple[Report, list[Request], list[str]]:
    """Return what is wrong with the files, the requests in them, and placeholders.

    Each file is read once: what is linted is what is rendered.
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
    """Yield where placeholders are that nobody fills in later, and which."""
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
    except ValueError:  # what is wrong was silenced
        message = "a number in it has no form in JSON: there is no request"
        raise click.ClickException(message) from None
