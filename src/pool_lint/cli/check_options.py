"""The options of ``pool-lint check`` beside the shared ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pool_lint.cli.options import lint_options, option
from pool_lint.cli.params import Choice, ParamType
from pool_lint.modelarts.kinds import Kind
from pool_lint.reporters import FINDING_FORMATS, FORMATS

_KINDS = [kind.value for kind in Kind]
_COLORS = ("auto", "always", "never")
_AUTO = "auto"


class _Output(ParamType):
    """``FORMAT:FILE``."""

    name = "format:file"

    def __init__(self, formats: Sequence[str]) -> None:
        self._formats = formats

    def convert(self, value: Any, _param: object, _ctx: object) -> Any:
        from pool_lint.cli.outputs import output_of  # noqa: PLC0415 - start-up
        from pool_lint.model.errors import OutputError  # noqa: PLC0415 - start-up

        try:
            return output_of(value, self._formats)
        except OutputError as error:
            self.fail(str(error))


kind_option = option(
    "--kind",
    heading="Selection",
    type=Choice(_KINDS, "kind"),
    metavar="KIND",
    default=Kind.AUTO.value,
    show_default=True,
    help="How to treat documents: auto detects pools and skips the rest; request, "
    "response (a saved response of the API) and error (a saved error body) lint every "
    "document as that kind.",
)


def output_option(formats: Sequence[str]) -> Callable[..., Any]:
    """Return a decorator that adds the option for report files in some formats."""
    return option(
        "--output",
        "-o",
        "outputs",
        heading="Output",
        type=_Output(formats),
        metavar="FORMAT:FILE",
        multiple=True,
        help="Also write the findings to FILE in FORMAT (repeatable).",
    )


def _format_options(formats: Sequence[str]) -> Iterator[Callable[..., Any]]:
    yield option(
        "--format",
        "-f",
        "format_",
        heading="Output",
        aliases=("--output-format",),
        type=Choice([*formats, _AUTO], "format"),
        metavar="FORMAT",
        default="full",
        show_default=True,
        help=f"Output format: {', '.join(formats)}; auto is github in GitHub Actions, "
        "azure in Azure Pipelines, else full (in GitLab with colors).",
    )
    yield output_option(formats)
    yield option(
        "--exit-zero",
        heading="Output",
        is_flag=True,
        help="Exit 0 even if there are findings.",
    )


_COUNT_OPTIONS = [
    option(
        "--statistics",
        heading="Output",
        is_flag=True,
        help="Print the number of findings per rule.",
    ),
    option(
        "--show-skipped",
        heading="Output",
        is_flag=True,
        help="List skipped documents and why they were skipped.",
    ),
]
_LOOK_OPTIONS = [
    option(
        "--quiet",
        "-q",
        heading="Output",
        is_flag=True,
        help="Suppress the summary and the list of fixes.",
    ),
    option(
        "--color",
        heading="Output",
        type=Choice(_COLORS, "mode"),
        metavar="WHEN",
        default="auto",
        show_default=True,
        help="Use colors: auto (on terminals), always or never.",
    ),
]
_FIX_OPTIONS = [
    option("--fix", heading="Fixes", is_flag=True, help="Apply safe fixes."),
    option(
        "--unsafe-fixes",
        heading="Fixes",
        is_flag=True,
        help="Also apply unsafe fixes (needs --fix or --diff).",
    ),
    option(
        "--diff",
        heading="Fixes",
        is_flag=True,
        help="Print the changes --fix would make, without writing files.",
    ),
    option(
        "--exit-non-zero-on-fix",
        heading="Fixes",
        is_flag=True,
        help="Exit 1 if anything was fixed.",
    ),
    option(
        "--baseline",
        heading="Baseline",
        metavar="FILE",
        help="Ignore findings recorded in FILE; report only new ones.",
    ),
    option(
        "--write-baseline",
        heading="Baseline",
        metavar="FILE",
        help="Record the current findings in FILE.",
    ),
    option(
        "--allow-empty",
        heading="Files",
        is_flag=True,
        help="Do not fail if a folder contains no pool manifest.",
    ),
    option(
        "--show-files",
        heading="Files",
        is_flag=True,
        help="List the files to lint (pool-lint config files).",
    ),
    option(
        "--show-settings",
        is_flag=True,
        help="Print the settings that apply to PATH as JSON (pool-lint config show).",
    ),
]


def check_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of check to a command, the shared ones last."""
    command = lint_options(kind_option(command))
    formats = _format_options(FORMATS)
    options = [*formats, *_COUNT_OPTIONS, *_LOOK_OPTIONS, *_FIX_OPTIONS]
    for one in reversed(options):
        command = one(command)
    return command


def format_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of check that say how findings about changes are printed."""
    for one in reversed([*_format_options(FINDING_FORMATS), *_LOOK_OPTIONS]):
        command = one(command)
    return command
