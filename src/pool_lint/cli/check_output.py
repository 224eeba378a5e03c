"""Writing the outcome of a run: report files, standard output, standard error."""

# No postponed annotations: named tuples compile each of them at import.
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TextIO

import click

from pool_lint.cli import signals
from pool_lint.cli.terminal import style_for, tell, wants_color, write
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.report import Report
from pool_lint.reporters import reporter
from pool_lint.reporters.style import Style
from pool_lint.reporters.summary import (
    closing_lines,
    many,
    skipped_by_reason,
    skipped_lines,
    statistics,
)

_FOR_PEOPLE = ("full", "concise")
_WITH_LINKS = ("markdown", "html")


class OutputOptions(NamedTuple):
    """The options that control the output of a run.

    ``prefix`` is a prefix of file names that machine formats leave out.
    """

    format: str
    outputs: tuple[Any, ...]
    color: str
    quiet: bool
    statistics: bool
    show_skipped: bool
    verbose: bool
    fix: bool
    diff: bool
    prefix: str = ""

    @property
    def shows_pools(self) -> bool:
        """Whether a format describes all pools, also those without findings."""
        return "html" in {self.format, *(output.format for output in self.outputs)}


def output_options(options: Mapping[str, Any]) -> OutputOptions:
    """Return the output options among the options of a command.

    Raises ClickException if a format needs a library that is not installed.
    """
    name = options["format_"]
    output = OutputOptions(
        format=_format_of_service() if name == "auto" else name,
        outputs=options["outputs"],
        color=_color(name, options["color"]),
        quiet=options["quiet"],
        statistics=options.get("statistics", False),
        show_skipped=options.get("show_skipped", False),
        verbose=options["verbose"],
        fix=options.get("fix", False),
        diff=options.get("diff", False),
    )
    if output.shows_pools:
        _require_templates()
    return output


def _require_templates() -> None:
    from importlib.util import find_spec  # noqa: PLC0415 - start-up

    if find_spec("jinja2") is None:
        advice = "run `pip install 'pool-lint[html]'`"
        raise click.ClickException(f"the format html needs Jinja2; {advice}")


def _format_of_service() -> str:
    """Return the format of the CI service that runs the program, else full.

    In GitLab people read the log: its Code Quality report must be a file.
    """
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "azure" if os.environ.get("TF_BUILD", "").lower() == "true" else "full"


def _color(format_: str, color: str) -> str:
    """Return when to use colors; with the format auto, logs of GitLab have them."""
    wants = format_ == "auto" and color == "auto" and not os.environ.get("NO_COLOR")
    return "always" if wants and os.environ.get("GITLAB_CI") == "true" else color


def print_outcome(report: Report, output: OutputOptions, paths: Iterable[str]) -> bool:
    """Print findings or fixes; return whether something was or would be fixed.

    Raises ClickException if a file cannot be written.
    """
    write_files(report, output)
    if not (output.fix or output.diff):
        _print_report(report, output, sys.stdout)
        return False
    from pool_lint.cli import check_fix  # noqa: PLC0415 - start-up

    if output.diff:
        check_fix.print_diff(report, color=wants_color(output.color, sys.stdout))
    else:
        # With - the fixed text goes to standard output, so the report cannot.
        piped = any(map(is_stdin, paths))
        check_fix.print_fixed(report)
        _print_report(report, output, sys.stderr if piped else sys.stdout)
    return check_fix.is_changed(report)


def write_files(report: Report, options: OutputOptions) -> None:
    """Write the report files that a run asks for.

    Raises ClickException if a file cannot be written.
    """
    for output in options.outputs:
        from pool_lint.cli.outputs import write_whole  # noqa: PLC0415 - start-up
        from pool_lint.model.errors import OutputError  # noqa: PLC0415 - start-up

        try:
            write_whole(
                output.file,
                reporter(output.format)(
                    report, _placed(Style(), output.format, options.prefix)
                ),
            )
        except OutputError as error:
            raise click.ClickException(str(error)) from None


def _print_report(report: Report, output: OutputOptions, stream: TextIO) -> None:
    if output.format in _FOR_PEOPLE and report.is_clean and not report.changes:
        return  # these formats would print nothing: do not load them
    style = _placed(style_for(output.color, stream), output.format, output.prefix)
    pieces = reporter(output.format)(report, style)
    signals.raise_received()  # reporter imports a module, which can swallow a signal
    write(stream, pieces)


def _placed(style: Style, format_: str, prefix: str) -> Style:
    """Return a style with the paths that a format needs."""
    if format_ in _FOR_PEOPLE:
        return style
    from pool_lint.filesystem.bases import paths_from_base  # noqa: PLC0415 - start-up

    path = paths_from_base(format_)
    style = style._replace(path=lambda file: path(file.removeprefix(prefix)))
    if format_ not in _WITH_LINKS:
        return style
    from pool_lint.reporters.web import web_of  # noqa: PLC0415 - start-up

    return style._replace(web=web_of(os.environ))


def tell_closing(
    report: Report, output: OutputOptions, empty: Iterable[str], seconds: float
) -> None:
    """Print the closing lines of a run to standard error."""
    if output.statistics:
        tell(statistics(report))
    if output.show_skipped:
        tell(skipped_lines(report))
    tell(
        closing_lines(
            report, empty, quiet=output.quiet, lists_skipped=output.show_skipped
        )
    )
    if output.verbose:
        tell(skipped_by_reason(report))
        tell([f"checked {many(len(report.files), 'file')} in {seconds:.2f} s\n"])
