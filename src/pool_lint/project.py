"""Many files: found, read, linted, compared, summed up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pool_lint.discovery import (
    Found,
    Unreadable,
    discover,
    display,
    is_stdin,
    read_bytes,
)
from pool_lint.document import Document, LimitExceeded, Limits, broken, over_limit
from pool_lint.finding import Span
from pool_lint.linter import Linter
from pool_lint.report import Failure, FileResult, Report
from pool_lint.source import Source, Undecodable, decode
from pool_lint.workers import mapped


def lint_files(
    paths: Iterable[str],
    linter: Linter,
    stdin_name: str = "<stdin>",
    jobs: int | None = 1,
) -> Report:
    """Return what the files of the paths hold, by the names of the files.

    The path ``-`` is standard input, reported under ``stdin_name``. A path that cannot
    be read becomes a failure; the others are linted all the same. The report is the
    same for any order of the paths and any number of ``jobs``, the processes that read
    files; None stands for as many as pay off.
    """

    def lint(found: Found) -> FileResult | Failure:
        return input_of(found, linter.limits, stdin_name).linted(linter)

    found = discover(paths)
    alone = any(is_stdin(one.file) for one in found)  # no other process can read it
    return report_of(mapped(lint, found, 1 if alone else jobs), linter)


def report_of(results: Sequence[FileResult | Failure], linter: Linter) -> Report:
    """Return the report of a run, with the findings of rules across files."""
    files = [result for result in results if isinstance(result, FileResult)]
    failures = [result for result in results if isinstance(result, Failure)]
    compared = linter.compare(files)
    return Report(compared, tuple(failures), linter.noun, linter.describe)


class Unread(NamedTuple):
    """A file that could not be read."""

    failure: Failure

    def linted(self, _linter: Linter) -> Failure:
        """Return why."""
        return self.failure


class Input(NamedTuple):
    """A file that was read: its text, and a document where that says why it is none."""

    source: Source
    documents: tuple[Document, ...]

    def linted(self, linter: Linter) -> FileResult:
        """Return what the file holds."""
        try:
            return linter.lint(self.source, self.documents)
        except Exception as error:
            error.add_note(f"while linting {self.source.name}")
            raise


def input_of(found: Found, limits: Limits, stdin_name: str) -> Input | Unread:
    """Return what was found, read; more bytes than the limit are an RP003."""
    try:
        if found.error:
            raise found.error
        data = read_bytes(found.file, limits.size)
    except Unreadable as error:
        return Unread(Failure(display(error.file), error.reason))
    name = stdin_name if is_stdin(found.file) else display(found.file)
    return _decoded(name, data, limits)


def _decoded(name: str, data: bytes, limits: Limits) -> Input:
    """Return the text, or what is text of it with the document that says why."""
    if len(data) > limits.size:
        text = data[: limits.size].decode("utf-8", "replace")
        source = Source(name, text)
        end = Span(len(source.text), len(source.text))
        crossed = LimitExceeded("size", limits.size, end)
        return Input(source, (over_limit(source, 0, crossed),))
    try:
        return Input(Source(name, decode(data)), ())
    except Undecodable as error:
        span = Span(error.offset, error.offset + 1)
        source = Source(name, error.text)
        return Input(source, (broken(source, 0, span, error.reason),))
