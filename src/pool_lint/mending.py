"""Files with fixes: each read, fixed, and written back whole."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from pool_lint.discovery import Found, is_stdin
from pool_lint.escaping import escape
from pool_lint.fixing import Fixed, fixed
from pool_lint.paths import display, working_directory
from pool_lint.plan import Plan
from pool_lint.project import Input, Unread, input_of
from pool_lint.report import Failure, FileResult
from pool_lint.repository import root_of
from pool_lint.source import encode
from pool_lint.steps import Mended
from pool_lint.writing import replace

# Whoever writes the same file at the same time is waited for so often.
_TRIES = 5


class Unwritable(Exception):
    """A file that cannot be written: the text says why."""


class Mending:
    """How files are fixed: also with what is unsafe, and written or only shown."""

    def __init__(self, *, unsafe: bool, writes: bool) -> None:
        """Take both."""
        self._unsafe = unsafe
        self._writes = writes

    def __call__(
        self, found: Found, plan: Plan, stdin_name: str
    ) -> FileResult | Failure:
        """Return what a file holds once it is fixed, and what was fixed in it.

        Somebody else may write the file meanwhile; then it is read anew.
        """
        for _ in range(_TRIES):
            given = input_of(found, plan, stdin_name)
            if isinstance(given, Unread):
                return given.linted()
            result = self._mended(given, found)
            if result:
                return result
        return Failure(display(found.file), "it is being changed all the time")

    def _mended(self, given: Input, found: Found) -> FileResult | None:
        """Return what came out, None where the file has changed meanwhile."""
        if given.documents:  # which are no text
            return _as_it_is(given, found)
        done = self._fixed(given)
        mended = Mended(done.made, done.left)
        if not self._writes:
            mended = mended._replace(diff=tuple(_diff(given, done)))
        elif is_stdin(found.file):
            content = encode(done.source.text, given.data)
            mended = mended._replace(content=content)
        elif done.made:
            try:
                if not _written(found.file, given, done):
                    return None
            except Unwritable as error:
                return _failed(given, str(error))
        return done.result._replace(fail_on=given.fail_on, mended=mended)

    def _fixed(self, given: Input) -> Fixed:
        try:
            return fixed(given.source, given.linter, unsafe=self._unsafe)
        except Exception as error:
            error.add_note(f"while fixing {given.source.name}")
            raise


def _as_it_is(given: Input, found: Found) -> FileResult:
    whole = len(given.data) <= given.linter.limits.size
    content = given.data if is_stdin(found.file) and whole else None
    return given.linted()._replace(mended=Mended(content=content))


def _failed(given: Input, why: str) -> FileResult:
    mended = Mended(failure=f"it cannot be written: {why}")
    return given.linted()._replace(mended=mended)


def _written(file: str, given: Input, done: Fixed) -> bool:
    """Write a file; False where it holds something else by now.

    Raises Unwritable.
    """
    if encode(given.source.text, given.data) != given.data:
        raise Unwritable("its encoding could not be kept")
    content = encode(done.source.text, given.data)
    try:
        return replace(_target(file), [content], only=given.data)
    except OSError as error:
        raise Unwritable((error.strerror or str(error)).lower()) from None


def _target(file: str) -> Path:
    """Return the file that a path leads to. Raises Unwritable where that is outside.

    A link in a pull request must not let a fix change a file elsewhere.
    """
    path = os.path.join(working_directory(), file)
    real, named = os.path.realpath(path), os.path.normpath(path)
    roots = (
        root_of(folder) for folder in (working_directory(), os.path.dirname(named))
    )
    root = next(r for r in roots if os.path.commonpath([r, named]) == r)
    if os.path.commonpath([os.path.realpath(root), real]) != os.path.realpath(root):
        raise Unwritable("it is a link that leads out of the repository")
    return Path(real)


def _diff(given: Input, done: Fixed) -> Iterator[str]:
    """Yield a unified diff; a line that could play tricks is escaped, and so is it."""
    name = escape(given.source.name)
    texts = (given.source.text, done.source.text)
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in texts)
    for line in difflib.unified_diff(before, after, name, name):
        body = line.rstrip("\r\n")
        yield escape(body) + (line[len(body) :] or "\n\\ No newline at end of file\n")
