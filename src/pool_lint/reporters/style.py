"""The appearance of reports: colours, links, width and paths."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Callable
from typing import NamedTuple

from pool_lint.reporters.web import Web


def _as_it_is(file: str) -> str:
    return file


class Style(NamedTuple):
    """Colours, links and paths of a report.

    ``width`` is the number of terminal columns, None for no limit. ``path`` returns
    the path to print for the name of a file. ``web`` knows the addresses of files.
    """

    color: bool = False
    links: bool = False
    width: int | None = None
    path: Callable[[str], str] = _as_it_is
    web: Web = Web()
