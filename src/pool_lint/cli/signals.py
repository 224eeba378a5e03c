"""Signals that end a run: each is raised as an exception and recorded."""

from __future__ import annotations

import signal

# The signals received in this run. They are recorded because a library can swallow the
# exception in an `except` clause, or while it imports an extension.
_received: list[int] = []


class Terminated(BaseException):
    """The process received a signal to end; cleanup runs while this is raised."""


def handle() -> None:
    """Install handlers that raise an exception, except for ignored signals."""
    _received.clear()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _receive)


def ignore_interrupts() -> None:
    """Ignore further interrupts while the process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def exit_code() -> int | None:
    """Return the exit code for the signal that ended the run, or None."""
    return 128 + _received[0] if _received else None


def raise_received() -> None:
    """Raise the exception of a signal again, in case a library swallowed it."""
    if _received:
        _raise(_received[0])


def _receive(number: int, _frame: object) -> None:
    _received.append(number)
    _raise(number)


def _raise(number: int) -> None:
    raise KeyboardInterrupt if number == signal.SIGINT else Terminated
