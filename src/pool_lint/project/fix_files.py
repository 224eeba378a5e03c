"""Files with fixes: each read, fixed, and written back whole."""

from __future__ import annotations

from pathlib import Path

from pool_lint.engine.fixer import Fixed, fixed
from pool_lint.filesystem.discover import Found
from pool_lint.filesystem.read import is_stdin
from pool_lint.filesystem.write import replace, target_of
from pool_lint.model.errors import WriteError
from pool_lint.model.report import Failure, FileResult, Mended
from pool_lint.parsing.encoding import encode
from pool_lint.project.diff import diff
from pool_lint.project.run import Input, Unread, input_of
from pool_lint.project.workspace import Workspace

# Whoever writes the same file at the same time is waited for so often.
_TRIES = 5


class Mending:
    """How files are fixed: also with what is unsafe, and written or only shown."""

    def __init__(self, *, unsafe: bool, writes: bool) -> None:
        self._unsafe = unsafe
        self._writes = writes

    def __call__(
        self, found: Found, workspace: Workspace, stdin_name: str
    ) -> FileResult | Failure:
        """Return what a file holds once it is fixed, and what was fixed in it.

        Somebody else may write the file meanwhile; then it is read anew.
        """
        given = input_of(found, workspace, stdin_name)
        for _ in range(_TRIES):
            if isinstance(given, Unread):
                break
            result = self._mended(given, found, workspace)
            if result:
                return result
            given = input_of(found, workspace, stdin_name)
        if isinstance(given, Unread):
            return given.linted()
        return _failed(given, "it is being changed all the time")

    def _mended(
        self, given: Input, found: Found, workspace: Workspace
    ) -> FileResult | None:
        """Return what came out, None where the file has changed meanwhile."""
        piped = is_stdin(found.file)
        if given.documents or encode(given.source.text, given.data) != given.data:
            return _as_it_is(given, piped=piped)
        done = self._fixed(given)
        mended = Mended(done.made, done.left)
        if piped and self._writes:
            content = encode(done.source.text, given.data)
            mended = mended._replace(content=content)
        elif done.made:
            try:
                target = None if piped else target_of(found.file, workspace.excludes)
                if not self._writes:
                    mended = mended._replace(diff=tuple(diff(given, done)))
                elif target and not _written(target, given, done):
                    return None
            except WriteError as error:
                return _failed(given, str(error))
        return done.result._replace(fail_on=given.fail_on, mended=mended)

    def _fixed(self, given: Input) -> Fixed:
        try:
            return fixed(given.source, given.linter, unsafe=self._unsafe)
        except Exception as error:
            error.add_note(f"while fixing {given.source.name}")
            raise


def _as_it_is(given: Input, *, piped: bool) -> FileResult:
    """Return what is in a file that is no text, or none that could be written back."""
    if piped and len(given.data) > given.linter.limits.size:
        return _failed(given, "it is too large to be fixed")
    content = given.data if piped else None
    return given.linted()._replace(mended=Mended(content=content))


def _failed(given: Input, why: str) -> FileResult:
    mended = Mended(failure=f"it cannot be written: {why}")
    return given.linted()._replace(mended=mended)


def _written(target: Path, given: Input, done: Fixed) -> bool:
    """Write a file; False where it holds something else by now. Raises WriteError."""
    content = encode(done.source.text, given.data)
    try:
        return replace(target, [content], only=given.data)
    except OSError as error:
        raise WriteError((error.strerror or str(error)).lower()) from None
