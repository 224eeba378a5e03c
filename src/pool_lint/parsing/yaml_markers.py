"""Find the starts of documents in a YAML text."""

from __future__ import annotations

from pool_lint.model.text import BREAKS

LINE_START = rf"(?:(?<=[\r\n{BREAKS}])|\A)"
"""A pattern for the start of a line as YAML 1.1 defines it."""
_MARKER = "---"
_BREAKS = frozenset("\r\n\x85\u2028\u2029")
_AFTER = _BREAKS | frozenset(" \t")


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
            self._found = self._search(start)
        return self._found

    def _search(self, start: int) -> int:
        # Compiling a pattern takes longer than finding the markers of a hundred files.
        text, size = self._text, len(_MARKER)
        at = text.find(_MARKER, start)
        while at >= 0:
            begins = at == 0 or text[at - 1] in _BREAKS
            if begins and (at + size == len(text) or text[at + size] in _AFTER):
                return at
            # A dash is before the next characters, so no marker starts there.
            at = text.find(_MARKER, at + size + 1)
        return len(text)
