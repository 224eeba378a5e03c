"""A text that is open in an editor."""

from __future__ import annotations

import re
import time
from functools import cached_property

from pool_lint.engine.linter import Linter
from pool_lint.filesystem.paths import display
from pool_lint.model.report import FileResult
from pool_lint.parsing import Document, read
from pool_lint.parsing.source import Source
from pool_lint.project.run import source_of

_SURROGATES = "[\ud800-\udfff]"


class OpenText:
    """A text that is open in an editor, with its findings and its documents.

    ``linter`` is None if the settings exclude the file, or were never valid.
    ``seconds`` is the CPU time that linting took.
    """

    def __init__(self, path: str, text: str, linter: Linter | None) -> None:
        self.path = path
        self.text = text
        self.linter = linter
        name = display(path)
        self.source = Source(name, text)
        self.result = FileResult(name, ())
        start = time.thread_time()
        if linter:
            # A lone surrogate cannot be saved; editors write U+FFFD in its place.
            data = re.sub(_SURROGATES, "\ufffd", text).encode()
            found = source_of(name, data, linter.limits, linter.kinds)
            self.source, unread = found
            self.result = linter.lint(self.source, unread)
        self.seconds = time.thread_time() - start

    @cached_property
    def documents(self) -> list[Document]:
        """The documents of the text that are checked, also broken ones."""
        is_large = self.linter and len(self.text) > self.linter.limits.size
        if is_large or not self.linter:
            return []
        return list(read(self.source, self.linter.limits))
