"""Characters that YAML does not allow."""

from __future__ import annotations

from yaml.reader import Reader

from pool_lint.model.location import Span
from pool_lint.parsing.defects import SyntaxProblem


def forbidden(text: str) -> SyntaxProblem | None:
    """Return what to report about the first character that YAML does not allow."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return None  # takes a third of the time of the pattern
    # Use PyYAML's compiled pattern: compiling takes as long as reading many files.
    found = Reader.NON_PRINTABLE.search(text)
    # libyaml drops a second byte order mark without counting it.
    start = 0 if text.startswith("\ufeff") else found and found.start()
    if start is None:
        return None
    message = f"the character U+{ord(text[start]):04X} is not allowed in YAML"
    return SyntaxProblem(Span(start, start + 1), message, "remove it")
