"""How reports are dressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


def _as_it_is(file: str) -> str:
    return file


class Style(NamedTuple):
    """How text is dressed: colours, links, and the columns there are, if few.

    ``path`` returns the path of a file as programs want it, from its name.
    """

    color: bool = False
    links: bool = False
    width: int | None = None
    path: Callable[[str], str] = _as_it_is
