"""Formats: each file here turns a report into text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from pool_lint.model.finding import Finding
from pool_lint.model.report import FileResult, Report, Style

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")

Reporter = Callable[[Report, Style], Iterator[str]]


def reporter(name: str) -> Reporter:
    """Return the reporter of a format.

    It takes a report and a style, and yields pieces of text, safe to print.
    """
    found: Reporter = import_module(f"{__name__}.{name}").report

    def told(report: Report, style: Style) -> Iterator[str]:
        try:
            yield from found(report, style)
        except Exception as error:
            error.add_note(f"in format {name}{_about(error)}")
            raise

    return told


def _about(error: Exception) -> str:
    """Return which file a bug is about: that of the finding it happened at."""
    file, at = "", error.__traceback__
    while at:
        for value in at.tb_frame.f_locals.values():
            if isinstance(value, (Finding, FileResult)):
                file = value.file
        at = at.tb_next
    return f" while telling of {file}" if file else ""
