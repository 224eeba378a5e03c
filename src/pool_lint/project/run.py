"""A run: find files, lint them, compare them and build the report."""

# No postponed annotations: named tuples compile each of them at import.
import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pool_lint.config.run_options import UNNAMED_STDIN
from pool_lint.engine.linter import Linter
from pool_lint.filesystem.discover import Found, discover
from pool_lint.filesystem.omissions import Omission, Omitted, unheard
from pool_lint.filesystem.paths import display
from pool_lint.filesystem.read import is_stdin, read_bytes
from pool_lint.model.errors import DecodeError, LimitError, ReadError, WriteError
from pool_lint.model.location import Span
from pool_lint.model.report import Failure, FileResult, Report
from pool_lint.modelarts.kinds import ResourceKind, shows_body
from pool_lint.parsing import Document, Limits, SyntaxProblem, broken, over_limit
from pool_lint.parsing.encoding import decode, encode
from pool_lint.parsing.source import Source
from pool_lint.project.parallel import mapped
from pool_lint.project.workspace import Workspace

if TYPE_CHECKING:
    from pool_lint.model.inventory import ListedPool

# Files over the size limit are searched for signs of a pool, up to so many times the
# limit. Padding must not hide a pool.
_SEARCHED = 8

Work = Callable[[Found, Workspace, str], FileResult | Failure]
"""What is done to a file, given how, and the name of standard input."""


def _unseen(_total: int) -> Callable[[], None]:
    return lambda: None


def _dropped(_note: str) -> None:
    """Drop a note."""


def _worked(
    work: Work, workspace: Workspace, stdin_name: str, found: Found
) -> FileResult | Failure:
    return work(found, workspace, stdin_name)


def linted_file(
    found: Found, workspace: Workspace, stdin_name: str
) -> FileResult | Failure:
    """Read and lint a file: the work of a check."""
    given = input_of(found, workspace, stdin_name)
    if isinstance(given, Unread):
        return given.linted()
    return linted_input(given, found, workspace)


def linted_input(given: "Input", found: Found, workspace: Workspace) -> FileResult:
    """Lint an input; omit fixes if their result could not be written.

    If the options of the run ask for it, the result describes the pools.
    """
    result = given.linted()
    if workspace.options.inventory:
        result = result._replace(pools=given.pools())
    if not result.has_fixes:
        return result
    from pool_lint.filesystem.write import target_of  # noqa: PLC0415 - start-up

    try:
        if not is_stdin(found.file):
            target_of(found.file, workspace.excludes)
    except WriteError:
        return result.without_fixes()
    room = given.linter.limits.size - len(given.data)
    is_writable = given.survives_encoding and result.growth_by_fixes <= room
    return result if is_writable else result.without_fixes()


def lint_files(  # noqa: PLR0913, PLR0917 - what a run is made of
    paths: Iterable[str],
    workspace: Workspace,
    stdin_name: str = UNNAMED_STDIN,
    jobs: int | None = 1,
    progress: Callable[[int], Callable[[], None]] = _unseen,
    work: Work = linted_file,
    note: Callable[[str], None] = _dropped,
) -> Report:
    """Lint the files below some paths and return the report.

    The path ``-`` is standard input, reported as ``stdin_name``. A path that cannot
    be read becomes a failure, and the others are still linted. The report does not
    depend on the order of the paths or on ``jobs``.

    ``jobs`` is the number of processes; None chooses it. ``progress`` gets the
    number of files and returns a function that is called after each file. ``work``
    processes one file. ``note`` gets a line for ``-v`` if processes cannot be
    started.
    """
    found, ignored = files_of(paths, workspace)
    workspace.require_known_rules()
    alone = any(is_stdin(one.file) for one in found)  # only this process can read it
    if alone:  # the text from an editor replaces the file of that name
        found = [f for f in found if is_stdin(f.file) or display(f.file) != stdin_name]
    jobs = 1 if alone else jobs
    call = partial(_worked, work, workspace, stdin_name)
    results = mapped(call, found, jobs, progress(len(found)), note)
    return report_of(results, workspace)._replace(ignored=ignored)


class Files(NamedTuple):
    """The files of a run, and the number of files that git ignores."""

    found: list[Found]
    ignored: int


def files_of(
    paths: Iterable[str],
    workspace: Workspace,
    omit: Callable[[Omitted], None] = unheard,
) -> Files:
    """Return the files below some paths, without those that settings exclude.

    ``omit`` is called for each file and folder that is skipped.
    """
    named = []
    for path in paths:
        if os.path.isdir(path) or not workspace.excludes_named(path):
            named.append(path)
        else:
            omit(Omitted(path, Omission.EXCLUDED))
    every = discover(named, workspace.excludes, workspace.ignores_in, omit)
    found = [one for one in every if not one.ignored]
    return Files(found, len(every) - len(found))


def report_of(results: Sequence[FileResult | Failure], workspace: Workspace) -> Report:
    """Return the report of a run, with the findings across files."""
    files = [result for result in results if isinstance(result, FileResult)]
    failures = [result for result in results if isinstance(result, Failure)]
    files_compared = workspace.compared(files)
    nouns = {noun for file in files for noun in file.nouns}
    noun = "resource" if len(nouns) > 1 else next(iter(nouns), workspace.noun)
    return Report(files_compared, tuple(failures), noun, workspace.describe)


class Unread(NamedTuple):
    """A file that could not be read."""

    failure: Failure

    def linted(self) -> Failure:
        """Return the failure."""
        return self.failure


class Input(NamedTuple):
    """A file that was read: its text, or a document with the reason why it has none.

    ``data`` contains its bytes, for a large file only the first ones.
    """

    source: Source
    documents: tuple[Document, ...]
    linter: Linter
    fail_on: str | None = None
    data: bytes = b""

    @property
    def survives_encoding(self) -> bool:
        """Whether encoding the text gives the same bytes again."""
        return encode(self.source.text, self.data) == self.data

    def linted(self) -> FileResult:
        """Lint the input."""
        try:
            result = self.linter.lint(self.source, self.documents)
            return result._replace(fail_on=self.fail_on) if self.fail_on else result
        except Exception as error:
            error.add_note(f"while linting {self.source.name}")
            raise

    def pools(self) -> "tuple[ListedPool, ...]":
        """Describe the pools in the input."""
        from pool_lint.project.inventory import pools_of  # noqa: PLC0415 - start-up

        documents = self.documents or self.linter.documents(self.source)
        return pools_of(documents, self.source.name, self.linter)


def input_of(found: Found, workspace: Workspace, stdin_name: str) -> Input | Unread:
    """Read a file; a file over the size limit has a defect."""
    path = stdin_name if is_stdin(found.file) else found.file
    settings = workspace.settings(path)
    limits = settings.config.limits
    try:
        if found.error:
            raise found.error
        data = read_bytes(found.file, limits.size * _SEARCHED)
    except ReadError as error:
        return Unread(Failure(display(error.file), error.reason))
    name = stdin_name if is_stdin(found.file) else display(found.file)
    linter = workspace.linter(path)
    source, documents = source_of(name, data, limits, linter.kinds)
    return Input(source, documents, linter, settings.fail_on, data)


def source_of(
    name: str, data: bytes, limits: Limits, kinds: Iterable[ResourceKind]
) -> tuple[Source, tuple[Document, ...]]:
    """Return the text of a file; if it is invalid, also a document with the reason.

    ``data`` are the bytes, of a file over the size limit at least the first ones.
    """
    if len(data) > limits.size:
        text = data[: limits.size].decode("utf-8", "replace")
        source = Source(name, text, hides_pool=_may_hold_pool(data, limits, kinds))
        end = Span(len(source.text), len(source.text))
        crossed = LimitError("size", limits.size, end)
        return source, (over_limit(source, 0, crossed),)
    try:
        return Source(name, decode(data)), ()
    except DecodeError as error:
        span = Span(error.offset, error.offset + 1)
        source = Source(name, error.text, is_text=False)
        problem = SyntaxProblem(span, error.reason, "save the file as UTF-8")
        return source, (broken(source, 0, problem),)


def _may_hold_pool(data: bytes, limits: Limits, kinds: Iterable[ResourceKind]) -> bool:
    """Return whether a file over the size limit may contain a pool.

    This is so if it shows signs of one, or is too large to be searched.
    """
    is_cut = len(data) > limits.size * _SEARCHED
    return is_cut or shows_body(data, kinds)
