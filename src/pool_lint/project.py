"""Many files: found, read, linted, summed up."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from pool_lint.discovery import Unreadable, discover, is_stdin, read_bytes
from pool_lint.document import Document, LimitExceeded, Limits, broken, over_limit
from pool_lint.finding import Span
from pool_lint.linter import Linter
from pool_lint.report import Failure, FileResult, Report
from pool_lint.source import Source, Undecodable, decode


def lint_files(
    paths: Iterable[str], linter: Linter, stdin_name: str = "<stdin>"
) -> Report:
    """Return what the files of the paths hold, in the order of discovery.

    The path ``-`` is standard input, reported under ``stdin_name``. A path that cannot
    be read becomes a failure; the others are linted all the same.
    """
    files: list[FileResult] = []
    failures: list[Failure] = []
    for found in discover(paths):
        try:
            if found.error:
                raise found.error
            data = read_bytes(found.file, linter.limits.size)
        except Unreadable as error:
            failures.append(Failure(display(error.file), error.reason))
        else:
            name = stdin_name if is_stdin(found.file) else display(found.file)
            files.append(lint_bytes(name, data, linter))
    return Report(tuple(files), tuple(failures))


def lint_bytes(name: str, data: bytes, linter: Linter) -> FileResult:
    """Return what the bytes of one file hold; more than the limit is RP003."""
    try:
        source, documents = _decoded(name, data, linter.limits)
        return linter.lint(source, documents)
    except Exception as error:
        error.add_note(f"while linting {name}")
        raise


def _decoded(
    name: str, data: bytes, limits: Limits
) -> tuple[Source, tuple[Document, ...]]:
    """Return the text, or what is text of it with the document that says why."""
    if len(data) > limits.size:
        text = data[: limits.size].decode("utf-8", "replace")
        source = Source(name, text)
        end = Span(len(source.text), len(source.text))
        return source, (over_limit(source, 0, LimitExceeded("size", limits.size, end)),)
    try:
        return Source(name, decode(data)), ()
    except Undecodable as error:
        span = Span(error.offset, error.offset + 1)
        source = Source(name, error.text)
        return source, (broken(source, 0, span, error.reason),)


def display(path: str) -> str:
    """Return a path as it is reported: relative to here where it is inside, with ``/``.

    What in a name is no text is shown as escapes.
    """
    name = path.encode("utf-8", "backslashreplace").decode("utf-8")
    if os.path.isabs(name):
        with suppress(FileNotFoundError):  # the working directory may be gone
            here = os.path.join(os.getcwd(), "")
            name = name.removeprefix(here)
    return name.replace(os.sep, "/").removeprefix("./")
