"""A small client of a language server that runs as a child process."""

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
    """Asks the server, and answers what the server asks."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes], settings: Message) -> None:
        self._stdin = stdin
        self._settings = settings
        self._received: queue.Queue[Message | None] = queue.Queue()
        self._last_id = 0
        reader = (stdout, self._received)
        threading.Thread(target=_receive, args=reader, daemon=True).start()

    def request(self, method: str, **params: Any) -> Any:
        """The result of a request."""
        self._last_id += 1
        self._send(id=self._last_id, method=method, params=params)
        answer = self.wait(lambda m: "method" not in m and m["id"] == self._last_id)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def notify(self, method: str, **params: Any) -> None:
        """Say something that has no answer."""
        self._send(method=method, params=params)

    def wait(self, wanted: Callable[[Message], bool]) -> Message:
        """The next message that is wanted; others are answered or dropped."""
        end = time.monotonic() + SECONDS
        while True:
            message = self._next(end - time.monotonic())
            if "method" in message and "id" in message:
                self._answer(message)
            if wanted(message):
                return message

    def _next(self, seconds: float) -> Message:
        try:
            message = self._received.get(timeout=max(0, seconds))
        except queue.Empty:
            raise TimeoutError(f"no answer in {SECONDS} seconds") from None
        if message is None:
            raise EOFError("the server has ended")
        return message

    def _answer(self, asked: Message) -> None:
        """Give settings where the server asks for them, and agree to the rest."""
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
    """The next message; none at the end of the stream."""
    length = 0
    while header := stream.readline().strip():
        name, _, value = header.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    message: Message | None = json.loads(stream.read(length) or b"null")
    return message


@contextmanager
def started(command: Sequence[str | Path], settings: Message) -> Iterator[Client]:
    """A server that has read its settings; it ends with the block."""
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
