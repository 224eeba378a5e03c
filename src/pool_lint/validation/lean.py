"""jsonschema-rs, imported without what only the date of its own build needs."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType
from typing import Any

_DATES = "email.utils"


class _StandIn(ModuleType):
    """Has one function of ``email.utils``; for others it makes room for that module."""

    @staticmethod
    def parsedate_to_datetime(_text: str) -> datetime:
        """Return some date: it ends in a table about the build of jsonschema-rs."""
        return datetime.fromtimestamp(0, UTC)

    def __getattr__(self, name: str) -> Any:
        """Return what the real module has."""
        if name.startswith("__"):  # the import system asks whether this is a package
            raise AttributeError(name)
        sys.modules.pop(_DATES, None)
        return getattr(import_module(_DATES), name)


def import_compiler() -> ModuleType:
    """Return jsonschema-rs.

    While it is imported it has ``email.utils`` read when it was built. That module
    loads sockets, calendars and twenty more, which takes a tenth of the time for one
    file. So another one takes its place meanwhile, unless a thread may need the real.
    """
    stand_in = _StandIn(_DATES)
    if threading.active_count() == 1:
        sys.modules.setdefault(_DATES, stand_in)
    try:
        import jsonschema_rs  # noqa: PLC0415 - a run without a pool does not need it
    finally:
        if sys.modules.get(_DATES) is stand_in:
            del sys.modules[_DATES]
    return jsonschema_rs
