"""The bodies of one side, the files that hold them, and what could not be read."""

from __future__ import annotations

from typing import Any, NamedTuple

from pool_lint.config.settings import Settings
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import compiled
from pool_lint.modelarts.kinds import ResourceKind, document_name
from pool_lint.parsing import Document
from pool_lint.project.run import Input, Unread
from pool_lint.validation.fields import FieldPath

_LABELS = ("metadata", "labels")


class SideFile(NamedTuple):
    """A file of a side.

    ``path`` is its path below the side, with slashes; files of two sides that are
    files have the same path. ``name`` is its name in reports, ``real`` the path that
    settings are looked up for. ``given`` is what was read, with its documents, or None.
    """

    path: str
    name: str
    real: str
    settings: Settings
    given: Input | Unread

    @property
    def injected(self) -> frozenset[FieldPath]:
        """The fields of the file that a later step fills in."""
        given = self.given
        return given.linter.injected if isinstance(given, Input) else frozenset()


class SideBody(NamedTuple):
    """A body of one side.

    ``pointer`` is its place in the document, ``data`` the body as a request. With
    ``is_live`` it comes from a saved response, which describes what runs.
    """

    file: SideFile
    document: Document
    kind: ResourceKind
    pointer: Pointer
    data: dict[str, Any]
    is_live: bool = False

    def label(self, name: str) -> str | None:
        """Return a label by the name after ``os.modelarts/``, None if missing."""
        value: Any = self.data
        for step in (*_LABELS, f"os.modelarts/{name}"):
            value = value.get(step) if isinstance(value, dict) else None
        return None if value is None else str(value)

    @property
    def name(self) -> str:
        """The name of the pool, network or node pool; "" if it is missing."""
        return document_name(self.document, self.pointer).name or ""

    @property
    def workspace(self) -> str:
        """The workspace of the body."""
        return self.label("workspace.id") or "0"

    @property
    def target(self) -> str:
        """The target of the settings for the file."""
        return self.file.settings.config.target


class Unreadable(NamedTuple):
    """A file, or a document of a file, whose bodies are unknown."""

    file: SideFile
    reason: str
    document: Document | None = None

    @property
    def words(self) -> set[str]:
        """The words in the text of the document that may be names."""
        source = self.document.source if self.document else None
        text = source.text if source else ""
        return set(compiled(r"[\w.-]+").findall(text))


class Side(NamedTuple):
    """All bodies of one side, and what could not be read.

    ``suspects`` are documents without a sign of a pool that could not be read, and
    bodies of updates. They only matter if the other side has a pool in that file.
    """

    path: str
    files: tuple[SideFile, ...]
    bodies: tuple[SideBody, ...]
    unreadable: tuple[Unreadable, ...]
    suspects: tuple[Unreadable, ...]

    @property
    def is_live(self) -> bool:
        """Whether this side is a saved response."""
        return any(body.is_live for body in self.bodies)
