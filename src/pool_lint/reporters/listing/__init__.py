"""Output formats of a list of pools: each module here turns a listing into text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple

from pool_lint.model.inventory import Inventory
from pool_lint.model.report import Failure
from pool_lint.reporters.style import Style

FORMATS = ("table", "json", "markdown")


class Listing(NamedTuple):
    """The pools to list, the inputs that could not be read, and how to check them.

    ``check`` is the command that reports the errors of the pools, unescaped.
    """

    inventory: Inventory
    failures: tuple[Failure, ...] = ()
    check: str = "pool-lint check"


ListReporter = Callable[[Listing, Style], Iterator[str]]


def list_reporter(name: str) -> ListReporter:
    """Return the function that writes a listing in a format.

    It takes a listing and a style, and yields pieces of text that are safe to print.
    """
    found: ListReporter = import_module(f"{__name__}.{name}").listed
    return found
