"""The start and the end of a connection, and its folders."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pool_lint.server.clients import client_of
from pool_lint.server.language_server import PoolLintServer
from pool_lint.server.linting import Linting
from pool_lint.server.logs import LOGGER
from pool_lint.server.uris import path_of, uri_of

_WATCHED = "**/*.{yaml,yml,json,toml}"


def register_lifecycle(server: PoolLintServer, linting: Linting) -> None:
    """Handle the messages about the connection."""

    @server.feature(types.INITIALIZE)
    def _initialize(params: types.InitializeParams) -> None:
        chosen = server.workspace.position_encoding or "utf-16"
        encoding = str(getattr(chosen, "value", chosen))
        server.client = client_of(params.capabilities, encoding)
        folders = params.workspace_folders or ()
        root = params.root_uri or (params.root_path and uri_of(params.root_path))
        uris = [folder.uri for folder in folders] or ([root] if root else [])
        server.enter({uri: path for uri in uris if (path := path_of(uri))})
        server.configure(params.initialization_options)

    @server.feature(types.INITIALIZED)
    def _initialized(_params: types.InitializedParams) -> None:
        for problem in server.problems:
            server.tell(problem)
        linting.index_soon()
        if server.client.watches:
            server.schedule("watch", _watch(server))

    @server.feature(types.SHUTDOWN)
    def _shutdown(_params: None) -> None:
        server.is_shut_down = True

    @server.feature(types.EXIT)
    def _exit(_params: None) -> None:
        server.must_exit = True


def register_folders(server: PoolLintServer, linting: Linting) -> None:
    """Handle the messages about the folders of the editor, and its settings."""

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def _folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.removed:
            server.folders.pop(folder.uri, None)
        for folder in params.event.added:
            if path := path_of(folder.uri):
                server.folders[folder.uri] = path
        linting.index_soon()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def _configured(_params: types.DidChangeConfigurationParams) -> None:
        linting.lint_soon()  # the settings are in files and initialization options


async def _watch(server: PoolLintServer) -> None:
    """Ask the client to watch files; without it, changes are found at each run."""
    watchers = [types.FileSystemWatcher(_WATCHED)]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    registration = types.Registration("pool-lint.files", method, options)
    params = types.RegistrationParams([registration])
    try:
        await server.client_register_capability_async(params)
    except JsonRpcException:
        LOGGER.info("the client does not watch files")
