"""Definitions: the manifest of the network that a pool names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pool_lint.config.run_options import UNNAMED_STDIN
from pool_lint.engine.linter import Linter
from pool_lint.filesystem.discover import Found
from pool_lint.model.errors import SettingsError
from pool_lint.model.location import Location, Span
from pool_lint.modelarts.kinds import NETWORK_REQUEST, Body, name_pointer
from pool_lint.modelarts.network import name_without_project
from pool_lint.parsing import Document, read
from pool_lint.parsing.source import Source
from pool_lint.project.open_text import OpenText
from pool_lint.project.run import Unread, input_of
from pool_lint.project.session import Session

_MOST = 20


class Definition(NamedTuple):
    """A place in a file: its path, its text, and the span of the name."""

    path: str
    source: Source
    span: Span


def network_at(text: OpenText, offset: int) -> str | None:
    """Return the name of the network that a pool names at an offset, or None."""
    for document, body in _bodies(text.documents, text.linter):
        pointer = (*body.pointer, "spec", "network", "name")
        value = document.get(*pointer)
        span = document.locate(Location(pointer)) if isinstance(value, str) else None
        if span and span.start <= offset <= span.end:
            return name_without_project(value)
    return None


def networks_named(name: str, session: Session) -> Iterator[Definition]:
    """Yield the places that define a network, at most 20; open texts come first."""
    return islice(_networks(name, session), _MOST)


def _networks(name: str, session: Session) -> Iterator[Definition]:
    for path, source, linter, documents in _files(name, session):
        for document, body in _bodies(documents, linter):
            pointer = name_pointer(document, body.pointer)
            if body.kind is NETWORK_REQUEST and document.get(*pointer) == name:
                span = document.locate(Location(pointer)) or Span(0, 0)
                yield Definition(path, source, span)


_File = tuple[str, Source, Linter, list[Document]]


def _files(name: str, session: Session) -> Iterator[_File]:
    """Yield the files that contain a name, with their documents."""
    for path, text in session.texts.items():
        if text.linter and name in text.text:
            yield path, text.source, text.linter, text.documents
    for path in session.files:
        try:
            given = input_of(Found(path), session.workspace, UNNAMED_STDIN)
        except SettingsError:
            continue
        if isinstance(given, Unread) or given.documents:
            continue
        if name in given.source.text:
            documents = list(read(given.source, given.linter.limits))
            yield path, given.source, given.linter, documents


def _bodies(
    documents: list[Document], linter: Linter | None
) -> Iterator[tuple[Document, Body]]:
    for document in documents if linter else ():
        for body in linter.bodies(document) if linter else ():
            yield document, body
