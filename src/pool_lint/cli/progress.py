"""The progress line of long runs on a terminal."""

from __future__ import annotations

import time
from typing import TextIO

from pool_lint.cli.signals import raise_received
from pool_lint.cli.terminal import tell


class Progress:
    """Prints the number of finished files; on a terminal only, after one second."""

    _PATIENCE, _PAUSE = 1.0, 0.1

    def __init__(self, total: int, stream: TextIO | None) -> None:
        self._total = total
        self._stream = stream if stream and stream.isatty() else None
        self._done = 0
        self._next = time.monotonic() + self._PATIENCE
        self._shown = False

    def __call__(self) -> None:
        """Count one finished file."""
        raise_received()
        self._done += 1
        if self._done == self._total:
            tell(["\r\x1b[K"] if self._shown else [])
        elif self._stream and time.monotonic() >= self._next:
            self._next = time.monotonic() + self._PAUSE
            self._shown = True
            tell([f"\r{self._done} of {self._total} files"])
