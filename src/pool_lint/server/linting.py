"""Lint the open documents after a pause, and send their diagnostics."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lsprotocol import types

from pool_lint.filesystem.paths import absolute
from pool_lint.model.errors import SettingsError
from pool_lint.project.open_text import OpenText
from pool_lint.project.session import files_below
from pool_lint.server.diagnostics import Diagnoser, settings_diagnostic
from pool_lint.server.language_server import OpenDocument, PoolLintServer
from pool_lint.server.uris import uri_of

PAUSE = 0.05
"""The seconds without a key after which a document is linted."""
_STEPS = 20  # the files to read before other work may come in between

Diagnoses = dict[str, list[types.Diagnostic]]


class Outcome(NamedTuple):
    """The result of linting all open documents.

    ``documents`` are those that were linted, ``diagnoses`` their diagnostics by URI.
    ``selection`` is why a selected or ignored rule is not used, or empty.
    ``reloaded`` is set if settings have changed.
    """

    documents: Sequence[OpenDocument]
    diagnoses: Diagnoses
    errors: list[SettingsError]
    problem: str
    selection: str
    reloaded: bool


class Linting:
    """Keeps the diagnostics of the client current."""

    def __init__(self, server: PoolLintServer) -> None:
        self._server = server
        self._shown: Diagnoses = {}
        self._versions: dict[str, int] = {}
        self._settings: Diagnoses = {}
        self._notified: set[str] = set()

    def lint_soon(self, pause: float = PAUSE) -> None:
        """Lint the open documents after a pause; drop a run that has not ended."""
        self._server.schedule("lint", self._lint(pause))

    def index_soon(self) -> None:
        """Read the files below the folders of the editor again."""
        self._server.schedule("index", self._index())

    async def pulled(self, uri: str) -> list[types.Diagnostic]:
        """Return the diagnostics of a document for a client that asks for them."""
        if uri not in self._server.documents:
            return []
        outcome = await self._run()
        found = outcome.diagnoses.get(uri, [])
        self._shown[uri] = found
        self._send(outcome)
        return found

    def text_of(self, document: OpenDocument) -> OpenText:
        """Return an open document as the session knows it, linted if it has changed."""
        session = self._server.session
        known = session.texts.get(document.path)
        if known and known.text == document.text:
            return known
        return session.update(document.path, document.text)

    def diagnoser(self) -> Diagnoser:
        """Return what turns findings into diagnostics for the client."""
        session = self._server.session
        texts = {text.source.name: text for text in session.texts.values()}
        return Diagnoser(self._server.client, session.workspace.rules, texts)

    def closed(self, document: OpenDocument) -> None:
        """Clear the diagnostics of a document."""
        shown = self._shown.pop(document.uri, [])
        self._versions.pop(document.uri, None)
        if shown and not self._server.client.pulls:
            self._publish(document.uri, [])

    async def _lint(self, pause: float) -> None:
        await asyncio.sleep(pause)
        self._send(await self._run())

    async def _run(self) -> Outcome:
        documents = tuple(self._server.documents.values())
        return await self._server.work(self._linted, documents)

    def _linted(self, documents: Sequence[OpenDocument]) -> Outcome:
        session = self._server.session
        self._server.stay()
        reloaded = session.refresh()
        for document in documents:
            self.text_of(document)
        results, diagnoser = session.results(), self.diagnoser()
        return Outcome(
            documents,
            {d.uri: diagnoser.diagnostics(results[d.path]) for d in documents},
            session.errors,
            str(session.baseline_error or ""),
            str(session.selection_error or ""),
            reloaded,
        )

    def _send(self, outcome: Outcome) -> None:
        """Send what has changed, but not about texts that have changed meanwhile."""
        server = self._server
        stale = False
        for document in outcome.documents:
            uri, found = document.uri, outcome.diagnoses[document.uri]
            if server.documents.get(uri) is not document:
                continue
            is_new = self._shown.get(uri) != found
            if server.client.pulls:
                stale |= is_new and uri in self._shown
            elif is_new or self._versions.get(uri) != document.version:
                self._versions[uri] = document.version
                self._shown[uri] = found
                self._publish(uri, found, document.version)
        if stale and server.client.refreshes:
            server.workspace_diagnostic_refresh(None)
        self._send_settings(outcome)
        if outcome.reloaded:
            self.index_soon()

    def _send_settings(self, outcome: Outcome) -> None:
        found: Diagnoses = {}
        for error in outcome.errors:
            file = absolute(error.file)
            found.setdefault(uri_of(file), []).append(settings_diagnostic(error))
        for uri in self._settings.keys() | found.keys():
            if found.get(uri) != self._settings.get(uri):
                self._publish(uri, found.get(uri, []))
        self._settings = found
        texts = {str(error) for error in outcome.errors}
        texts |= set(filter(None, [outcome.problem]))
        texts = {f"{text}; the last valid settings apply" for text in texts}
        if outcome.selection:
            texts.add(f"select and ignore are not fully used: {outcome.selection}")
        for text in sorted(texts - self._notified):
            self._server.tell(text)
        self._notified = texts

    def _publish(
        self, uri: str, found: list[types.Diagnostic], version: int | None = None
    ) -> None:
        params = types.PublishDiagnosticsParams(uri, found, version)
        self._server.text_document_publish_diagnostics(params)

    async def _index(self) -> None:
        server = self._server
        folders = list(server.folders.values())
        paths = await server.search(files_below, folders, server.options.run)
        steps = server.session.index(paths)
        while await server.work(_some, steps):
            pass
        self.lint_soon(0)


def _some(steps: Iterator[None]) -> bool:
    """Do some steps; return whether there are more."""
    return len(list(islice(steps, _STEPS))) == _STEPS
