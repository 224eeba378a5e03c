"""How reports are dressed."""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """How text is dressed: colours, links, and the columns there are, if few."""

    color: bool = False
    links: bool = False
    width: int | None = None
