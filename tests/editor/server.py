"""Speaks to ``pool-lint server`` in a child process, as an editor does."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import processes
from editor.client import Client, Message
from editor.forking import Forked, forked

COMMAND = (processes.COMMAND, "server")
Started = tuple[subprocess.Popen[bytes] | Forked, IO[bytes], IO[bytes]]
PUBLISH = "textDocument/publishDiagnostics"
SHOW = "window/showMessage"
DIAGNOSTICS = {
    "relatedInformation": True,
    "codeDescriptionSupport": True,
    "tagSupport": {"valueSet": [1, 2]},
    "versionSupport": True,
}
LITERALS: Message = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
CAPABILITIES: Message = {
    "workspace": {
        "workspaceEdit": {"documentChanges": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    },
    "textDocument": {
        "publishDiagnostics": DIAGNOSTICS,
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}
        },
    },
}
"""Those of an editor that gets diagnostics pushed."""
PULLS: Message = {
    **CAPABILITIES,
    "workspace": {"diagnostics": {"refreshSupport": True}},
    "textDocument": {**CAPABILITIES["textDocument"], "diagnostic": DIAGNOSTICS},
}
"""Those of an editor that asks for diagnostics, and watches no files."""


class Editor:
    """An editor with a folder; names of files are relative to the folder."""

    def __init__(self, client: Client, folder: Path, pid: int) -> None:
        self.client = client
        self.pid = pid
        self.folder = folder
        self.answer: Message = {}
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "yaml") -> None:
        """Open a file with a text that may differ from that on disk."""
        self.texts[name], self.versions[name] = text, 1
        file = {"uri": self.uri(name), "languageId": language, "version": 1}
        self.client.notify("textDocument/didOpen", textDocument={**file, "text": text})

    def type(self, name: str, text: str) -> None:
        """Replace the text of an open file."""
        self.texts[name] = text
        self.versions[name] += 1
        file = {"uri": self.uri(name), "version": self.versions[name]}
        changes = [{"text": text}]
        self.client.notify(
            "textDocument/didChange", textDocument=file, contentChanges=changes
        )

    def close(self, name: str) -> None:
        self.client.notify("textDocument/didClose", textDocument=self.file(name))

    def file(self, name: str) -> dict[str, str]:
        return {"uri": self.uri(name)}

    def published(self, name: str) -> Message | None:
        """Return the last published diagnostics of a file, with their version."""
        uri, seen = self.uri(name), self.client.messages
        sent = [m["params"] for m in seen if m.get("method") == PUBLISH]
        found: list[Message] = [params for params in sent if params["uri"] == uri]
        return found[-1] if found else None

    def diagnostics(
        self, name: str, wanted: Callable[[list[Message]], bool] = lambda _: True
    ) -> list[Message]:
        """Wait for wanted diagnostics of the current version, and return them."""
        while True:
            known = self.published(name)
            if known and known.get("version") == self.versions.get(name):
                found: list[Message] = known["diagnostics"]
                if wanted(found):
                    return found
            self.client.wait(lambda m: m.get("method") == PUBLISH)

    def codes(self, name: str) -> list[str]:
        """Return the rules of the diagnostics of the current version."""
        return [one["code"] for one in self.diagnostics(name)]

    def until(self, name: str, *codes: str) -> None:
        """Wait until a file has diagnostics of exactly these rules."""
        self.diagnostics(name, lambda found: [d["code"] for d in found] == [*codes])

    def pull(self, name: str) -> list[Message]:
        """Ask for the diagnostics of a file."""
        report = self.client.request(
            "textDocument/diagnostic", textDocument=self.file(name)
        )
        assert report["kind"] == "full"
        items: list[Message] = report["items"]
        return items

    def message(self, part: str) -> str:
        """Wait for a message to the user that contains a text, and return it."""
        found = self.client.seen(
            lambda m: m.get("method") == SHOW and part in m["params"]["message"]
        )
        return str(found["params"]["message"])

    def shown(self) -> list[str]:
        """Return all messages to the user so far."""
        seen = self.client.messages
        return [m["params"]["message"] for m in seen if m.get("method") == SHOW]

    def ask(self, method: str, name: str, *place: int, **more: Any) -> Any:
        """Send a request about a file, or about a line and a character of it."""
        position = dict(zip(("line", "character"), place, strict=False))
        about = {"position": position} if place else {}
        params = {"textDocument": self.file(name), **about, **more}
        return self.client.request(f"textDocument/{method}", **params)

    def actions(
        self, name: str, line: int | None = None, only: Iterable[str] = ()
    ) -> list[Message]:
        """Return the code actions for a line, or for the whole file."""
        last = self.texts[name].count("\n") + 1
        start = {"line": line or 0, "character": 0}
        end = {"line": last if line is None else line, "character": 10_000}
        context: Message = {"diagnostics": []}
        if only:
            context["only"] = [*only]
        span = {"start": start, "end": end}
        found: list[Message] = self.ask("codeAction", name, range=span, context=context)
        return found

    def watched(self, *names: str, kind: int = 2) -> None:
        """Report files that have changed (2), are new (1) or are gone (3)."""
        changes = [{"uri": self.uri(name), "type": kind} for name in names]
        self.client.notify("workspace/didChangeWatchedFiles", changes=changes)

    def stop(self, process: subprocess.Popen[bytes] | Forked) -> int:
        """End the connection as the protocol says; return the exit code."""
        assert self.client.request("shutdown") is None
        self.client.notify("exit")
        return process.wait(timeout=10)


@contextmanager
def served(  # noqa: PLR0913 - what an editor can set
    folder: Path,
    options: object = None,
    capabilities: Mapping[str, Any] = CAPABILITIES,
    *,
    command: Iterable[str] = COMMAND,
    prepare: Callable[[], object] | None = None,
    root: Mapping[str, Any] | None = None,
) -> Iterator[Editor]:
    """Start a server for a folder, and end it after the block.

    It is a fork of a process that has loaded the server. Another ``command`` and
    ``prepare`` start a new process.
    """
    params: Message = {"processId": None, "capabilities": capabilities}
    params |= {"rootUri": folder.as_uri()} if root is None else root
    if options is not None:
        params["initializationOptions"] = options
    fresh = prepare is not None or command != COMMAND
    start = _process(command, prepare) if fresh else _fork()
    with start as (process, stdin, stdout):
        editor = Editor(Client(stdin, stdout, {}), folder, process.pid)
        editor.answer = editor.client.request("initialize", **params)
        editor.client.notify("initialized")
        yield editor
        assert editor.stop(process) == 0


@contextmanager
def _fork() -> Iterator[Started]:
    theirs, stdin = os.pipe()
    stdout, theirs_too = os.pipe()
    process = forked(theirs, theirs_too, COMMAND[1:])
    os.close(theirs)
    os.close(theirs_too)
    # Unbuffered, so that no data is left to write if the server has ended.
    with os.fdopen(stdin, "wb", buffering=0) as to, os.fdopen(stdout, "rb") as back:
        try:
            yield process, to, back
        finally:
            process.close()


@contextmanager
def _process(
    command: Iterable[str], prepare: Callable[[], object] | None
) -> Iterator[Started]:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command],
        stdin=pipe,
        stdout=pipe,
        cwd="/",
        preexec_fn=prepare,  # noqa: PLW1509
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield process, process.stdin, process.stdout
        finally:
            process.kill()


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the condition did not become true"
        with suppress(InterruptedError):
            time.sleep(0.02)
