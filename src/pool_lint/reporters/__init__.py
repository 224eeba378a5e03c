"""Output formats: each module here turns a report into text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import TypeVar

from pool_lint.model.finding import Finding
from pool_lint.model.report import FileResult, Report, Suppressed
from pool_lint.reporters.style import Style

__all__ = ["FINDING_FORMATS", "FORMATS", "Reporter", "Style", "each", "reporter"]

FORMATS = (
    "full",
    "concise",
    "json",
    "sarif",
    "github",
    "gitlab",
    "azure",
    "junit",
    "markdown",
    "html",
)
FINDING_FORMATS = tuple(name for name in FORMATS if name != "html")
"""The formats that need only findings. A page also needs all pools of a run."""

Reporter = Callable[[Report, Style], Iterator[str]]

_Item = TypeVar("_Item", bound=Finding | Suppressed | FileResult)
_Output = TypeVar("_Output")


def reporter(name: str) -> Reporter:
    """Return the function that writes a report in a format.

    It takes a report and a style, and yields pieces of text that are safe to print.
    """
    report_of_format: Reporter = import_module(f"{__name__}.{name}").report

    def pieces(report: Report, style: Style) -> Iterator[str]:
        try:
            yield from report_of_format(report, style)
        except Exception as error:
            error.add_note(f"in format {name}")
            raise

    return pieces


def each(
    convert: Callable[[_Item], _Output], items: Iterable[_Item]
) -> Iterator[_Output]:
    """Yield the converted items; an error gets a note with the item it is about."""
    for item in items:
        try:
            converted = convert(item)
        except Exception as error:
            error.add_note(f"while reporting {_name(item)}")
            raise
        yield converted


def _name(item: Finding | Suppressed | FileResult) -> str:
    """Return the file of an item, with the rule and the place of a finding."""
    if isinstance(item, FileResult):
        return item.file
    finding = item.finding if isinstance(item, Suppressed) else item
    return f"{finding.rule} at {finding.where}"
