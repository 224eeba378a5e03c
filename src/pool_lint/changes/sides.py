"""The two sides of a comparison: the bodies of files, folders or saved responses."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from pool_lint.changes.bodies import Side, SideBody, SideFile, Unreadable
from pool_lint.filesystem.discover import Found
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.errors import ReadError
from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.kinds import (
    POOL_REQUEST,
    Misuse,
    ResourceKind,
    shows_body,
)
from pool_lint.modelarts.pool_bodies import is_answer_list, is_error
from pool_lint.modelarts.recognition import misuse_at, recognise
from pool_lint.parsing import Document
from pool_lint.project.run import Input, Unread, files_of, input_of
from pool_lint.project.workspace import Workspace
from pool_lint.validation.fields import step_into
from pool_lint.validation.schemas import Schema

_ITEMS = "items"


class SideReader:
    """Reads one side.

    ``name_of`` returns the name in reports for a file of the side, given its path below
    the side and the path to open. ``stdin_name`` is the path that standard input is
    treated as. With ``answers``, saved responses are read as pools that run.
    """

    def __init__(
        self,
        path: str,
        workspace: Workspace,
        name_of: Callable[[str, str], str],
        *,
        answers: bool = False,
    ) -> None:
        self._path = path
        self._workspace = workspace
        self._name_of = name_of
        self._answers = answers
        self._bodies: list[SideBody] = []
        self._unreadable: list[Unreadable] = []
        self._suspects: list[Unreadable] = []

    def read(self) -> Side:
        """Return the side. Raises ReadError if its path cannot be read."""
        path = self._path
        if not is_stdin(path) and not os.path.lexists(path):
            raise ReadError(path, "no such file or folder")
        files = [self._file(one) for one in files_of([path], self._workspace).found]
        for file in files:
            if isinstance(file.given, Unread):
                if not os.path.isdir(path):
                    raise ReadError(path, file.given.failure.reason)
                self._unreadable.append(Unreadable(file, file.given.failure.reason))
            else:
                for document in file.given.documents:
                    self._take(file, file.given, document)
        bodies = self._bodies
        if any(not body.is_live for body in bodies):
            # A saved response beside manifests is not the state to compare with.
            bodies = [body for body in bodies if not body.is_live]
        return Side(
            path,
            tuple(files),
            tuple(bodies),
            tuple(self._unreadable),
            tuple(self._suspects),
        )

    def _file(self, found: Found) -> SideFile:
        workspace = self._workspace
        stdin_name = workspace.options.stdin_name
        real = stdin_name if is_stdin(found.file) else found.file
        below = _below(self._path, found.file)
        given = input_of(found, workspace, stdin_name)
        if isinstance(given, Input) and not given.documents:
            read = tuple(given.linter.documents(given.source))
            given = given._replace(documents=read)
        name, settings = self._name_of(below, real), workspace.settings(real)
        return SideFile(below, name, real, settings, given)

    def _take(self, file: SideFile, given: Input, document: Document) -> None:
        if document.broken:
            text = document.text or given.source.text
            shows = given.source.hides_pool or shows_body(text, given.linter.kinds)
            group = self._unreadable if shows else self._suspects
            group.append(Unreadable(file, "cannot be parsed", document))
            return
        found = recognise(document, given.linter.kinds)
        if found.kind:
            self._add(file, document, found.kind)
        elif found.inside:
            for pointer in found.inside[: given.linter.limits.documents]:
                misuse = misuse_at(document, pointer)
                if misuse is Misuse.SAVED_RESPONSE:
                    self._add_answers(file, document, pointer)
                elif misuse is None:
                    self._add(file, document, POOL_REQUEST, pointer)
        elif Misuse.SAVED_RESPONSE in found.misuses:
            self._add_answers(file, document, ())
        elif self._answers and is_error(document.data) and not file.path:
            # A failed request that was saved: what runs is unknown.
            reason = "is an error response of the API"
            self._unreadable.append(Unreadable(file, reason, document))
        elif found.misuses:
            reason = "is the body of an update"
            self._suspects.append(Unreadable(file, reason, document))

    def _add_answers(
        self, file: SideFile, document: Document, pointer: Pointer
    ) -> None:
        """Add the pool of a saved response, or all pools of a list."""
        data = document.get(*pointer)
        if self._answers and is_answer_list(data):
            items = data.get(_ITEMS)
            for index, item in enumerate(items if isinstance(items, list) else ()):
                if isinstance(item, dict):
                    self._add_answer(file, document, (*pointer, _ITEMS, index), item)
        elif self._answers:
            self._add_answer(file, document, pointer, data)

    def _add_answer(
        self,
        file: SideFile,
        document: Document,
        pointer: Pointer,
        data: dict[str, Any],
    ) -> None:
        schema = POOL_REQUEST.schema(file.settings.config.edition)
        request = as_request(data, schema.data, schema)
        self._add(file, document, POOL_REQUEST, pointer, request)

    def _add(
        self,
        file: SideFile,
        document: Document,
        kind: ResourceKind,
        pointer: Pointer = (),
        request: dict[str, Any] | None = None,
    ) -> None:
        data = document.get(*pointer) if request is None else request
        is_live = request is not None
        self._bodies.append(SideBody(file, document, kind, pointer, data, is_live))


def as_request(value: Any, subschema: dict[str, Any], schema: Schema) -> Any:
    """Return a value of a response without what the schema of requests does not know.

    These are the fields that only the service adds, and those that are null.
    """
    if isinstance(value, dict) and "properties" in subschema:
        below = ((name, step_into(subschema, name, schema)) for name in value)
        return {
            name: as_request(value[name], field, schema)
            for name, field in below
            if field and value[name] is not None
        }
    if isinstance(value, list):
        field = step_into(subschema, 0, schema)
        return [as_request(item, field, schema) for item in value]
    return value


def _below(side: str, file: str) -> str:
    """Return the path of a file below its side, "" for a side that is a file."""
    if is_stdin(side) or not os.path.isdir(side):
        return ""
    return os.path.relpath(file, side).replace(os.sep, "/")
