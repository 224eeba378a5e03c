"""Formats: each file here turns a report into text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from pool_lint.report import Report
from pool_lint.style import Style

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")

Reporter = Callable[[Report, Style], Iterator[str]]


def reporter(name: str) -> Reporter:
    """Return the reporter of a format.

    It takes a report and a style, and yields pieces of text, safe to print.
    """
    found: Reporter = import_module(f"{__name__}.{name}").report
    return found
