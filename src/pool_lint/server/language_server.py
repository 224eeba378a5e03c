"""The state of the language server: open documents, and work in the background."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer

from pool_lint.filesystem.paths import resolve
from pool_lint.model.errors import PoolLintError
from pool_lint.model.text import escape
from pool_lint.model.version import __version__
from pool_lint.project.session import Session
from pool_lint.server.clients import Client
from pool_lint.server.logs import LOGGER, start_logging
from pool_lint.server.options import ServerOptions, parse_options
from pool_lint.server.uris import path_of

T = TypeVar("T")

_STACK = 16 * 1024 * 1024  # threads of some systems have too little for deep nesting


class OpenDocument(NamedTuple):
    """A document that is open in the editor, with its path on disk."""

    uri: str
    path: str
    version: int
    text: str


class PoolLintServer(LanguageServer):
    """The state of the server.

    ``documents`` are the open documents by URI, ``folders`` the paths of the editor's
    folders by URI. One thread does all work on the session. Messages are read
    meanwhile.
    """

    def __init__(self) -> None:
        super().__init__(
            "pool-lint",
            __version__,
            # With changes of parts, a client and a server that count characters or
            # lines in different ways drift apart.
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
        )
        self.client = Client()
        self.options = ServerOptions()
        self.session = Session(self.options.run)
        self.documents: dict[str, OpenDocument] = {}
        self.folders: dict[str, str] = {}
        self.problems: list[str] = []
        self.is_shut_down = self.must_exit = False
        self._reporting = False
        threading.stack_size(_STACK)
        self._worker = ThreadPoolExecutor(1, "lint")
        self._searcher = ThreadPoolExecutor(1, "search")
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def configure(self, given: object) -> None:
        """Use initialization options; ``problems`` lists those that are invalid."""
        self.options, problems = parse_options(given)
        problems += filter(None, [start_logging(self.options)])
        try:
            self.session = Session(self.options.run)
        except PoolLintError as error:
            problems.append(f"select and ignore are not used: {error}")
            run = self.options.run._replace(select=None, ignore=())
            self.options = self.options._replace(run=run)
            self.session = Session(run)
        self.problems = problems

    def enter(self, folders: dict[str, str]) -> None:
        """Make the first folder of the editor the current one, as in a terminal."""
        self.folders = folders
        any(map(_changed_to, folders.values()))

    def stay(self) -> None:
        """Leave a current folder that was deleted; return when it is there again."""
        with suppress(FileNotFoundError):
            if os.getcwd() != os.sep:
                return
        if not any(map(_changed_to, self.folders.values())):
            os.chdir(os.sep)

    def shutdown(self) -> None:
        """End the server, without waiting for the thread that reads its input."""
        if self._stop_event:
            self._stop_event.set()
        self.thread_pool.shutdown(wait=False)

    def put(self, uri: str, version: int, text: str, language: str = "") -> None:
        """Remember the text of an open document, if it may be a manifest."""
        known = self.documents.get(uri)
        path = known.path if known else path_of(uri, language)
        if path and not path.endswith(".toml"):
            self.documents[uri] = OpenDocument(uri, resolve(path), version, text)

    def tell(self, problem: str) -> None:
        """Show a message to the user, and log it."""
        LOGGER.warning("%s", problem)
        message = f"pool-lint: {escape(problem)}"
        warning = types.MessageType.Warning
        self.window_show_message(types.ShowMessageParams(warning, message))

    async def work(self, call: Callable[..., T], *arguments: Any) -> T:
        """Call a function in the thread of the session."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, call, *arguments)

    async def search(self, call: Callable[..., T], *arguments: Any) -> T:
        """Call a function that does not use the session, in another thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._searcher, call, *arguments)

    def schedule(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Start work in the background; drop earlier work with the same name."""
        if name in self._tasks:
            self._tasks[name].cancel()
        self._tasks[name] = asyncio.get_running_loop().create_task(work)
        self._tasks[name].add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self.report_server_error(error, type(error))

    def report_server_error(self, error: Exception, source: object) -> None:
        """Log an error, and show it to the user.

        Errors of requests are only logged, because their answer has them. So are
        errors while another one is shown: the client may be gone.
        """
        LOGGER.error("internal error", exc_info=error)
        if source is FeatureRequestError or self._reporting:
            return
        what = f"internal error: {type(error).__name__}: {error}"[:500]
        problem = f"{what}; this is a bug, please report it"
        if isinstance(error, JsonRpcException):
            problem = "the editor sent an invalid message; the log has details"
        self._reporting = True
        self.tell(problem)
        self._reporting = False


def _changed_to(folder: str) -> bool:
    """Make a folder the current one; return whether that is possible."""
    with suppress(OSError):
        os.chdir(folder)
        return True
    return False
