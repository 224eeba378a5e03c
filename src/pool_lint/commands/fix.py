"""What ``--fix`` and ``--diff`` add to a run: what is asked for, and what is told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from pool_lint.escaping import escape
from pool_lint.mending import Mending
from pool_lint.report import Report
from pool_lint.reporters.summary import many
from pool_lint.steps import Step
from pool_lint.terminal import tell, write

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
    if shows and options["outputs"]:
        raise click.UsageError("--diff prints no report, so that --output has none")
    if options["write_baseline"]:
        name = "--diff" if shows else "--fix"
        raise click.UsageError(f"{name} and --write-baseline exclude each other")
    return Mending(unsafe=options["unsafe_fixes"], writes=not shows)


def print_diff(report: Report, *, color: bool) -> None:
    """Print what would change."""
    lines = (line for file in report.files for line in file.mended.diff)
    write(sys.stdout, (_painted(line) if color else line for line in lines))


def print_fixed(report: Report) -> bool:
    """Print what standard input holds once it is fixed; whether there was any."""
    contents = [file.mended.content for file in report.files]
    for content in contents:
        if content is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            write(sys.stdout, [])
    return contents != [None] * len(contents)


def tell_steps(report: Report) -> None:
    """Tell what was fixed, and what was left and why."""
    for file in report.files:
        name, mended = escape(file.file), file.mended
        verb = "would fix" if mended.diff else "fixed"
        tell(f"{name}: {line}\n" for line in _told(mended.made, verb))
        tell(f"{name}: {line}\n" for line in _told(mended.left, "not fixed"))


def _told(steps: Iterable[Step], verb: str) -> Iterator[str]:
    several = list(steps)
    for step in several[:_MOST_TOLD]:
        yield f"{verb}: {escape(str(step))}"
    if several[_MOST_TOLD:]:
        yield f"{verb}: {many(len(several) - _MOST_TOLD, 'other finding')}"


def is_changed(report: Report) -> bool:
    """Whether something was fixed, or would be."""
    return any(file.mended.made for file in report.files)


def _painted(line: str) -> str:
    color = _COLORS.get(line[:1])
    body = line.rstrip("\r\n")
    return click.style(body, fg=color) + line[len(body) :] if color else line
