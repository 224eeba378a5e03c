"""Characters that YAML does not allow."""

from __future__ import annotations

from yaml.reader import Reader

from pool_lint.model.location import Span
from pool_lint.parsing.defects import SyntaxProblem


def forbidden(text: str) -> SyntaxProblem | None:
    """Return what to report about the first character that YAML does not allow."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return None  # in a third of the time that the pattern takes
    # PyYAML has compiled this pattern already, which takes as long as many files.
    found = Reader.NON_PRINTABLE.search(text)
    # A second byte order mark is dropped by libyaml without being counted.
    start = 0 if text.startswith("\ufeff") else found and found.start()
    if start is None:
        return None
    message = f"the character U+{ord(text[start]):04X} is not allowed in YAML"
    return SyntaxProblem(Span(start, start + 1), message, "remove it")
