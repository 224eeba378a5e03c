"""Answers to requests: diagnostics, actions, hover, symbols, definitions."""

from __future__ import annotations

from lsprotocol import types

from pool_lint.project.definitions import network_at, networks_named
from pool_lint.server.actions import FIX_ALL, SELECT, Actions, Wanted, overlaps
from pool_lint.server.hover import hover_at
from pool_lint.server.language_server import OpenDocument, PoolLintServer
from pool_lint.server.linting import Linting
from pool_lint.server.positions import Positions
from pool_lint.server.symbols import flat, symbols_of
from pool_lint.server.uris import uri_of

_QUICK_FIX = types.CodeActionKind.QuickFix.value
_WATCHED = "**/*.{yaml,yml,json,toml}"
_FILES = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)


class Features:
    """The requests that the server answers; the session's thread calls them."""

    def __init__(self, server: PoolLintServer, linting: Linting) -> None:
        self._server = server
        self._linting = linting

    def actions(
        self, document: OpenDocument, params: types.CodeActionParams
    ) -> list[types.CodeAction]:
        """Return the code actions for a range."""
        server, text = self._server, self._linting.text_of(document)
        linter = server.session.fixing_linter(document.path)
        if linter is None:
            return []
        only = params.context.only
        kinds = tuple(str(getattr(kind, "value", kind)) for kind in only or ())
        wanted = Wanted(kinds or None)
        about = document.uri, document.version
        actions = Actions(text, linter, server.client, *about)
        found: list[types.CodeAction] = []
        if wanted.includes(_QUICK_FIX):
            result = server.session.results()[document.path]
            every = self._linting.diagnoser().with_findings(result)
            here = [one for one in every if overlaps(one[1].range, params.range)]
            found += actions.quick(here, ignore=server.options.ignore_action)
        if wanted.includes(FIX_ALL):
            found += actions.fix_all()
        return found

    def hover(
        self, document: OpenDocument, position: types.Position
    ) -> types.Hover | None:
        """Return what to show at a position."""
        text = self._linting.text_of(document)
        return hover_at(text, self._server.client, position)

    def symbols(self, document: OpenDocument) -> list[object]:
        """Return the bodies of a document."""
        client, text = self._server.client, self._linting.text_of(document)
        positions = Positions(text.source, text.text, client.encoding)
        found = symbols_of(text, positions)
        return [*(found if client.symbols else flat(found, document.uri))]

    def definition(
        self, document: OpenDocument, position: types.Position
    ) -> list[types.Location]:
        """Return the manifests of the network at a position."""
        session, encoding = self._server.session, self._server.client.encoding
        for one in tuple(self._server.documents.values()):
            self._linting.text_of(one)  # a definition can be in any open text
        text = self._linting.text_of(document)
        offset = Positions(text.source, text.text, encoding).offset(position)
        name = network_at(text, offset)
        return [
            types.Location(
                uri_of(path), Positions(source, source.text, encoding).span(span)
            )
            for path, source, span in (networks_named(name, session) if name else ())
        ]


def register_requests(server: PoolLintServer, linting: Linting) -> None:
    """Answer the requests of editors about a document."""
    features = Features(server, linting)
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=False
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def _pulled(
        params: types.DocumentDiagnosticParams,
    ) -> types.RelatedFullDocumentDiagnosticReport:
        found = await linting.pulled(params.text_document.uri)
        return types.RelatedFullDocumentDiagnosticReport(found)

    kinds: list[types.CodeActionKind | str] = [_QUICK_FIX, FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds))
    async def _actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = server.documents.get(params.text_document.uri)
        if document is None:
            return []
        return await server.work(features.actions, document, params)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> types.Hover | None:
        document = server.documents.get(params.text_document.uri)
        if document is None:
            return None
        return await server.work(features.hover, document, params.position)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def _symbols(params: types.DocumentSymbolParams) -> list[object]:
        document = server.documents.get(params.text_document.uri)
        return await server.work(features.symbols, document) if document else []

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def _definition(params: types.DefinitionParams) -> list[types.Location]:
        document = server.documents.get(params.text_document.uri)
        if document is None:
            return []
        return await server.work(features.definition, document, params.position)

    @server.command(SELECT)
    def _select(uri: str, selection: types.Range) -> None:
        server.window_show_document(
            types.ShowDocumentParams(uri, take_focus=True, selection=selection)
        )
