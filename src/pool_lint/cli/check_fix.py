"""What ``--fix`` and ``--diff`` add to a run: what is asked for, and what is told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from pool_lint.cli.terminal import tell, write_bytes
from pool_lint.model.errors import BaselineError
from pool_lint.model.report import Report, Step
from pool_lint.project.baseline import read_baseline
from pool_lint.project.fix_files import Mending
from pool_lint.reporters.concise import safe_line

_MOST_TOLD = 20
_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def mending_of(options: Mapping[str, Any]) -> Mending | None:
    """Return how files are to be fixed, None where they are not. Raises UsageError."""
    fixes, shows = options["fix"], options["diff"]
    if not (fixes or shows):
        for name in ("unsafe_fixes", "exit_non_zero_on_fix"):
            if options[name]:
                option = name.replace("_", "-")
                raise click.UsageError(f"--{option} goes with --fix or --diff")
        return None
    if shows and (options["outputs"] or options["format_"] not in {"full", "auto"}):
        raise click.UsageError(
            "--diff prints a diff and no report: leave -f and -o out"
        )
    if options["write_baseline"]:
        name = "--diff" if shows else "--fix"
        raise click.UsageError(f"{name} and --write-baseline exclude each other")
    if options["baseline"]:  # one that cannot be read is told of before files change
        try:
            read_baseline(options["baseline"])
        except BaselineError as error:
            raise click.ClickException(str(error)) from None
    return Mending(unsafe=options["unsafe_fixes"], writes=not shows)


def print_diff(report: Report, *, color: bool) -> None:
    """Print what would change, in UTF-8 whatever the encoding of the output is."""
    lines = (line for file in report.files for line in file.mended.diff)
    dressed = (_painted(line) if color else line for line in lines)
    write_bytes(sys.stdout, (d.encode("utf-8", "backslashreplace") for d in dressed))


def print_fixed(report: Report) -> None:
    """Print what standard input holds once it is fixed."""
    contents = (file.mended.content for file in report.files)
    write_bytes(sys.stdout, (content for content in contents if content is not None))


def tell_steps(report: Report) -> None:
    """Tell what was fixed, and what was left and why."""
    for file in report.files:
        mended = file.mended
        verb = "would fix" if mended.diff else "fixed"
        lines = [*_told(mended.made, verb), *_told(mended.left, "not fixed")]
        tell(safe_line(f"{file.file}: {line}") + "\n" for line in lines)


def _told(steps: Iterable[Step], verb: str) -> Iterator[str]:
    several = list(steps)
    for step in several[:_MOST_TOLD]:
        yield f"{verb}: {step}"
    if several[_MOST_TOLD:]:
        yield f"{verb}: {len(several) - _MOST_TOLD} more"


def is_changed(report: Report) -> bool:
    """Whether something was fixed, or would be."""
    return any(file.mended.made for file in report.files)


def _painted(line: str) -> str:
    color = _COLORS.get(line[:1])
    body = line.rstrip("\r\n")
    return click.style(body, fg=color) + line[len(body) :] if color else line
