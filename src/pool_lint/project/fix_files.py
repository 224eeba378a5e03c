"""Fix files: read a file, fix its text and write the whole file."""

from __future__ import annotations

from pathlib import Path

from pool_lint.engine.fixer import FixedSource, fix_source
from pool_lint.filesystem.discover import Found
from pool_lint.filesystem.paths import from_here
from pool_lint.filesystem.read import is_stdin
from pool_lint.filesystem.write import replace, target_of
from pool_lint.model.errors import WriteError
from pool_lint.model.report import Failure, FileResult, FixOutcome
from pool_lint.parsing.encoding import encode
from pool_lint.project.diff import diff
from pool_lint.project.run import Input, Unread, input_of, linted_input
from pool_lint.project.worker import signals_held_in_worker
from pool_lint.project.workspace import Workspace

# The number of attempts if another process changes the file meanwhile.
_TRIES = 5


class FileFixer:
    """Applies the safe fixes or all fixes to files.

    The result is written to the file, or only returned as a diff.
    """

    def __init__(self, *, unsafe: bool, writes: bool) -> None:
        self._unsafe = unsafe
        self._writes = writes

    def __call__(
        self, found: Found, workspace: Workspace, stdin_name: str
    ) -> FileResult | Failure:
        """Fix a file, and return the remaining findings and the fixes.

        A file that changes meanwhile is read and fixed again.
        """
        given = input_of(found, workspace, stdin_name)
        for _ in range(_TRIES):
            if isinstance(given, Unread):
                break
            result = self._result(given, found, workspace)
            if result:
                return result
            given = input_of(found, workspace, stdin_name)
        if isinstance(given, Unread):
            return given.linted()
        return _failed(given.linted(), "another process keeps changing it")

    def _result(
        self, given: Input, found: Found, workspace: Workspace
    ) -> FileResult | None:
        """Return the result, None if the file has changed meanwhile."""
        piped = is_stdin(found.file)
        if given.documents or not given.survives_encoding:
            return _unfixed(given, found, workspace)
        done = self._fixed(given)
        content = encode(done.source.text, given.data)
        if len(content) > given.linter.limits.size:
            result = linted_input(given, found, workspace)
            return _failed(result, "the fixed file would exceed the size limit")
        outcome = FixOutcome(done.made, done.left)
        if piped and self._writes:
            outcome = outcome._replace(content=content)
        elif done.made:
            try:
                target = None if piped else target_of(found.file, workspace.excludes)
                if not self._writes:
                    name = given.source.name if piped else from_here(found.file)
                    lines, omitted = diff(given, done, name)
                    outcome = outcome._replace(diff=tuple(lines), omitted=omitted)
                elif target and not _write(target, given, content):
                    return None
            except WriteError as error:
                return _failed(linted_input(given, found, workspace), str(error))
        result = done.result._replace(fail_on=given.fail_on, fix_outcome=outcome)
        if not workspace.options.inventory:
            return result
        return result._replace(pools=given._replace(source=done.source).pools())

    def _fixed(self, given: Input) -> FixedSource:
        try:
            return fix_source(given.source, given.linter, unsafe=self._unsafe)
        except Exception as error:
            error.add_note(f"while fixing {given.source.name}")
            raise


def _unfixed(given: Input, found: Found, workspace: Workspace) -> FileResult:
    """Return the result for a file that is not text or cannot be encoded again."""
    piped, result = is_stdin(found.file), linted_input(given, found, workspace)
    if piped and len(given.data) > given.linter.limits.size:
        return _failed(result, "it exceeds the size limit")
    content = given.data if piped else None
    return result._replace(fix_outcome=FixOutcome(content=content))


def _failed(result: FileResult, why: str) -> FileResult:
    outcome = FixOutcome(failure=f"cannot be written: {why}")
    return result._replace(fix_outcome=outcome)


def _write(target: Path, given: Input, content: bytes) -> bool:
    """Write a file, and return whether its content had not changed before.

    Raises WriteError.
    """
    try:
        with signals_held_in_worker():
            return replace(target, [content], only=given.data)
    except OSError as error:
        raise WriteError((error.strerror or str(error)).lower()) from None
