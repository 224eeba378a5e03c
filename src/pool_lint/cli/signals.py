"""Signals that end a run: each is raised as an exception, and remembered."""

from __future__ import annotations

import signal

# The signals of this run. A library may swallow their exceptions, in an `except` clause
# or in an extension that is being imported.
_received: list[int] = []


class Terminated(BaseException):
    """The process was asked to end. What was begun is undone on the way out."""


def handle() -> None:
    """Raise an exception for each signal that ends a run, unless it is ignored."""
    _received.clear()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _receive)


def ignore_interrupts() -> None:
    """Keep an interrupt from disturbing the end of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def exit_code() -> int | None:
    """Return the exit code for the signal that ended the run, None if none did."""
    return 128 + _received[0] if _received else None


def raise_received() -> None:
    """Raise the exception of a signal once more if a library swallowed it."""
    if _received:
        _raise(_received[0])


def _receive(number: int, _frame: object) -> None:
    _received.append(number)
    _raise(number)


def _raise(number: int) -> None:
    raise KeyboardInterrupt if number == signal.SIGINT else Terminated
