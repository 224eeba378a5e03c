"""The work of a list: describe the pools of a file, also those of a saved response."""

from __future__ import annotations

from pool_lint.filesystem.discover import Found
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.report import Failure, FileResult
from pool_lint.modelarts.kinds import Kind
from pool_lint.project.inventory import holds_only_responses
from pool_lint.project.run import Unread, input_of
from pool_lint.project.workspace import Workspace


class FileLister:
    """Lints files and describes their pools; a saved response is linted as one.

    Other commands report a saved response, because it cannot be sent as a request.
    """

    def __init__(self) -> None:
        self._responses: Workspace | None = None

    def __call__(
        self, found: Found, workspace: Workspace, stdin_name: str
    ) -> FileResult | Failure:
        """Return the findings and the pools of a file."""
        given = input_of(found, workspace, stdin_name)
        if isinstance(given, Unread):
            return given.linted()
        documents = given.documents or tuple(given.linter.documents(given.source))
        if holds_only_responses(documents, given.linter):
            path = stdin_name if is_stdin(found.file) else found.file
            linter = self._of_responses(workspace).linter(path)
            given = given._replace(linter=linter)
        given = given._replace(documents=documents)
        return given.linted()._replace(pools=given.pools())

    def _of_responses(self, workspace: Workspace) -> Workspace:
        """Return a workspace with the same options for saved responses."""
        if self._responses is None:
            options = workspace.options._replace(kind=Kind.RESPONSE)
            self._responses = Workspace(options, rules=workspace.rules)
        return self._responses
