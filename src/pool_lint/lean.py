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
    """Knows one function of ``email.utils``, and where to find the others."""

    @staticmethod
    def parsedate_to_datetime(_text: str) -> datetime:
        """Return some date: what becomes of it nobody reads."""
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
    file. So another one takes its place meanwhile, where no thread could notice.
    """
    alone = _DATES not in sys.modules and threading.active_count() == 1
    if alone:
        sys.modules[_DATES] = _StandIn(_DATES)
    try:
        import jsonschema_rs  # noqa: PLC0415 - a run without a pool does not need it
    finally:
        if alone:
            sys.modules.pop(_DATES, None)
    return jsonschema_rs
