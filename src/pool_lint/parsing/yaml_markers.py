"""Where the documents of a YAML text begin."""

from __future__ import annotations

import re
from functools import cache

_BREAKS = r"\r\n\x85\u2028\u2029"
_MARKER = rf"(?:(?<=[{_BREAKS}])|\A)---(?=[ \t{_BREAKS}]|\Z)"


class Markers:
    """Finds the ``---`` lines of a text, which YAML never allows inside a document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = -1

    def next(self, start: int) -> int:
        """Return the offset of the first marker from ``start`` on, or the text's end.

        Each ``start`` must be at least the one before: so the text is searched once.
        """
        if start > self._found:
            marker = self._text.find("---", start)
            match = _pattern().search(self._text, marker) if marker >= 0 else None
            self._found = match.start() if match else len(self._text)
        return self._found


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_MARKER)
