"""Messages about documents: open ones, and files on disk."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from pool_lint.server.language_server import PoolLintServer
from pool_lint.server.linting import Linting
from pool_lint.server.uris import path_of

_FILES = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)


def register_documents(server: PoolLintServer, linting: Linting) -> None:
    """Handle the messages about open documents."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:
        uri, language, version, text = (
            params.text_document.uri,
            params.text_document.language_id,
            params.text_document.version,
            params.text_document.text,
        )
        server.put(uri, version, text, str(getattr(language, "value", language)))
        linting.lint_soon(0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in server.documents:
            text = server.workspace.get_text_document(uri).source
            server.put(uri, params.text_document.version, text)
            if not server.client.pulls:
                linting.lint_soon()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _saved(_params: types.DidSaveTextDocumentParams) -> None:
        linting.lint_soon()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def _closed(params: types.DidCloseTextDocumentParams) -> None:
        await _close(params.text_document.uri, server, linting)


async def _close(uri: str, server: PoolLintServer, linting: Linting) -> None:
    document = server.documents.pop(uri, None)
    if document:
        linting.closed(document)
        await server.work(server.session.close, document.path)
        linting.lint_soon()


def register_files(server: PoolLintServer, linting: Linting) -> None:
    """Handle the messages about files on disk."""

    async def changed(uris: Sequence[str], *, new: bool = False) -> None:
        await _reread(uris, server)
        if new:  # settings may exclude new files, so search for all
            linting.index_soon()
        linting.lint_soon()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def _watched(params: types.DidChangeWatchedFilesParams) -> None:
        created = types.FileChangeType.Created
        new = any(change.type == created for change in params.changes)
        await changed([change.uri for change in params.changes], new=new)

    @server.feature(types.WORKSPACE_DID_DELETE_FILES, _FILES)
    async def _deleted(params: types.DeleteFilesParams) -> None:
        for file in params.files:
            await _close(file.uri, server, linting)
        await changed([file.uri for file in params.files])

    @server.feature(types.WORKSPACE_DID_RENAME_FILES, _FILES)
    async def _renamed(params: types.RenameFilesParams) -> None:
        for file in params.files:
            await _close(file.old_uri, server, linting)
        await changed([file.old_uri for file in params.files], new=True)


async def _reread(uris: Sequence[str], server: PoolLintServer) -> None:
    """Read files on disk again if they are known."""
    for path in filter(None, map(path_of, uris)):
        if await server.work(server.session.knows, path):
            await server.work(server.session.read, path)
