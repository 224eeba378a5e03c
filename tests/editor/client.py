"""A small client for a language server in a child process."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

Message = dict[str, Any]
SECONDS = 30  # the longest wait for a message; most come within milliseconds
CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {"formatting": {"dynamicRegistration": True}},
}


class Client:
    """Sends requests to the server, and answers the server's own requests."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes], settings: Message) -> None:
        self._stdin = stdin
        self._settings = settings
        self._received: queue.Queue[Message | None] = queue.Queue()
        self._last_id = 0
        self.messages: list[Message] = []  # all that the server has sent
        reader = (stdout, self._received)
        threading.Thread(target=_receive, args=reader, daemon=True).start()

    def request(self, method: str, **params: Any) -> Any:
        """Send a request and return its result."""
        self._last_id += 1
        self._send(id=self._last_id, method=method, params=params)
        response = self.wait(lambda m: "method" not in m and m["id"] == self._last_id)
        assert "error" not in response, response["error"]
        return response["result"]

    def notify(self, method: str, **params: Any) -> None:
        """Send a notification, which has no response."""
        self._send(method=method, params=params)

    def wait(self, wanted: Callable[[Message], bool]) -> Message:
        """Return the next wanted message; answer or drop the others."""
        end = time.monotonic() + SECONDS
        while True:
            message = self._next(end - time.monotonic())
            if "method" in message and "id" in message:
                self._answer(message)
            if wanted(message):
                return message

    def seen(self, wanted: Callable[[Message], bool]) -> Message:
        """Return the first wanted message so far, or wait for one."""
        found = next(filter(wanted, self.messages), None)
        return found or self.wait(wanted)

    def _next(self, seconds: float) -> Message:
        try:
            message = self._received.get(timeout=max(0, seconds))
        except queue.Empty:
            raise TimeoutError(f"no answer in {SECONDS} seconds") from None
        if message is None:
            raise EOFError("the server has ended")
        self.messages.append(message)
        return message

    def _answer(self, asked: Message) -> None:
        """Answer a request of the server: with settings, or with null."""
        result = None
        if asked["method"] == "workspace/configuration":
            items = asked["params"]["items"]
            result = [self._settings.get(item["section"]) for item in items]
        self._send(id=asked["id"], result=result)

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._stdin.flush()


def _receive(stream: IO[bytes], received: queue.Queue[Message | None]) -> None:
    while message := _read(stream):
        received.put(message)
    received.put(None)


def _read(stream: IO[bytes]) -> Message | None:
    """Return the next message, or None at the end of the stream."""
    length = 0
    while header := stream.readline().strip():
        name, _, value = header.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    message: Message | None = json.loads(stream.read(length) or b"null")
    return message


@contextmanager
def started(command: Sequence[str | Path], settings: Message) -> Iterator[Client]:
    """Start a server that has read its settings, and kill it after the block."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdin
        assert process.stdout
        client = Client(process.stdin, process.stdout, settings)
        try:
            client.request(
                "initialize", processId=None, rootUri=None, capabilities=CAPABILITIES
            )
            client.notify("initialized")
            client.wait(lambda m: m.get("method") == "workspace/configuration")
            yield client
        finally:
            process.kill()
