"""Files → bytes, or why there are none."""

from __future__ import annotations

import os
import stat
import sys

from pool_lint.model.errors import ReadError

_PIECE = 1 << 16
# A pipe without a writer would block for ever; Windows would change line breaks.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_stdin(path: str) -> bool:
    """Whether a path means standard input; a file of that name is ``./-``."""
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
            raise ValueError("it is not a regular file")
        # Room for what is there: room for the limit takes as long as to lint a file.
        data = os.read(handle, min(status.st_size, limit) + 1)
        while len(data) <= limit and (more := os.read(handle, _PIECE)):
            data += more
        return data[: limit + 1]
    finally:
        os.close(handle)


def reason(error: Exception) -> str:
    """Return why something could not be opened, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "reading it is not allowed"
    words = error.strerror if isinstance(error, OSError) else None
    return (words or str(error)).lower()
