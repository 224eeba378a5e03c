"""Find the starts of documents in a YAML text."""

from __future__ import annotations

from pool_lint.model.text import BREAKS, compiled

LINE_START = rf"(?:(?<=[\r\n{BREAKS}])|\A)"
"""A pattern for the start of a line as YAML 1.1 defines it."""
_MARKER = rf"{LINE_START}---(?=[ \t\r\n{BREAKS}]|\Z)"


class Markers:
    """Finds the ``---`` lines of a text, which YAML never allows inside a document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = -1

    def next(self, start: int) -> int:
        """Return the offset of the first marker from ``start``, else the text's end.

        Each ``start`` must be at least the one before, so the text is searched
        once.
        """
        if start > self._found:
            marker = self._text.find("---", start)
            search = compiled(_MARKER).search
            match = search(self._text, marker) if marker >= 0 else None
            self._found = match.start() if match else len(self._text)
        return self._found
