"""Reading files: bytes, or the reason why they cannot be read."""

from __future__ import annotations

import os
import stat
import sys

from pool_lint.model.errors import ReadError

_PIECE = 1 << 16
# Without O_NONBLOCK a pipe without a writer blocks; without O_BINARY Windows changes
# line breaks.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_stdin(path: str) -> bool:
    """Whether a path means standard input. A file named "-" is ``./-``."""
    return path in {"-", "/dev/stdin"}


def read_bytes(path: str, limit: int) -> bytes:
    """Return at most ``limit + 1`` bytes of a regular file. Raises ReadError."""
    try:
        return _read_stdin(limit) if is_stdin(path) else _read_file(path, limit)
    except (OSError, ValueError) as error:
        raise ReadError(path, reason(error)) from None


def _read_stdin(limit: int) -> bytes:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    return sys.stdin.buffer.read(limit + 1)


def _read_file(path: str, limit: int) -> bytes:
    handle = os.open(path, _FLAGS)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("not a regular file")
        # A buffer for the whole limit would take as long as linting the file.
        data = os.read(handle, min(status.st_size, limit) + 1)
        while len(data) <= limit and (more := os.read(handle, _PIECE)):
            data += more
        return data[: limit + 1]
    finally:
        os.close(handle)


def reason(error: Exception) -> str:
    """Return the reason for an error of the system, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "permission denied"
    words = error.strerror if isinstance(error, OSError) else None
    return (words or str(error)).lower()
