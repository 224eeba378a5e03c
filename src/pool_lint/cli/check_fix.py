"""The options and the output of ``--fix`` and ``--diff``."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from pool_lint.cli.terminal import tell, write_bytes
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.errors import BaselineError
from pool_lint.model.report import FixStep, Report
from pool_lint.project.baseline import read_baseline
from pool_lint.project.fix_files import FileFixer
from pool_lint.project.workspace import Workspace
from pool_lint.reporters.concise import safe_line

_MOST_STEPS = 20
_PIECE = 1 << 16
_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def file_fixer_of(options: Mapping[str, Any]) -> FileFixer | None:
    """Return the fixer of files, None without --fix and --diff. Raises UsageError."""
    fixes, shows = options["fix"], options["diff"]
    if not (fixes or shows):
        for name in ("unsafe_fixes", "exit_non_zero_on_fix"):
            if options[name]:
                option = name.replace("_", "-")
                raise click.UsageError(f"--{option} needs --fix or --diff")
        return None
    if shows and (options["outputs"] or options["format_"] not in {"full", "auto"}):
        raise click.UsageError("--diff cannot be combined with --format or --output")
    if options["write_baseline"]:
        name = "--diff" if shows else "--fix"
        raise click.UsageError(f"{name} cannot be combined with --write-baseline")
    if options["baseline"]:  # report an invalid one before any file changes
        try:
            read_baseline(options["baseline"])
        except BaselineError as error:
            raise click.ClickException(str(error)) from None
    return FileFixer(unsafe=options["unsafe_fixes"], writes=not shows)


def print_diff(report: Report, *, color: bool) -> None:
    """Print the diffs, always in UTF-8."""
    lines = (line for file in report.files for line in file.fix_outcome.diff)
    styled = (_painted(line) if color else line for line in lines)
    write_bytes(sys.stdout, (d.encode("utf-8", "backslashreplace") for d in styled))


def print_fixed(report: Report) -> None:
    """Print the fixed text of standard input."""
    contents = (file.fix_outcome.content for file in report.files)
    write_bytes(sys.stdout, (content for content in contents if content is not None))


def copy_excluded_stdin(paths: Iterable[str], workspace: Workspace) -> None:
    """Print standard input unchanged if it is excluded: editors expect the text."""
    if any(is_stdin(path) and workspace.excludes_named(path) for path in paths):
        stream = sys.stdin.buffer if sys.stdin else io.BytesIO()
        write_bytes(sys.stdout, iter(lambda: stream.read(_PIECE), b""))


def print_steps(report: Report) -> None:
    """Print the fixes that were made, and the refused ones with the reason."""
    for file in report.files:
        outcome = file.fix_outcome
        verb = "would fix" if outcome.diff else "fixed"
        lines = [*_lines(outcome.made, verb), *_lines(outcome.left, "not fixed")]
        if outcome.omitted:
            lines.append(f"not in the diff: {outcome.omitted}")
        tell(safe_line(f"{file.file}: {line}") + "\n" for line in lines)


def _lines(steps: Iterable[FixStep], verb: str) -> Iterator[str]:
    """Yield a line for each of the first steps, then the number of other steps."""
    several = list(steps)
    for step in several[:_MOST_STEPS]:
        yield f"{verb}: {step}"
    if several[_MOST_STEPS:]:
        yield f"{verb}: {len(several) - _MOST_STEPS} more"


def is_changed(report: Report) -> bool:
    """Whether anything was fixed, or would be."""
    return any(file.fix_outcome.made for file in report.files)


def _painted(line: str) -> str:
    color = _COLORS.get(line[:1])
    body = line.rstrip("\r\n")
    return click.style(body, fg=color) + line[len(body) :] if color else line
