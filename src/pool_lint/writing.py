"""Files written whole or not at all, by way of another file beside them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from stat import S_IMODE


def replace(path: Path, pieces: Iterable[bytes], *, only: bytes | None = None) -> bool:
    """Write a file so that whoever reads it sees the old content or the new.

    The mode stays. With ``only`` nothing is written where the file holds something
    else by now, and the answer is False. Raises OSError, and then nothing has changed.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".pool-lint-")
    with ExitStack() as undo:
        undo.callback(Path(name).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as target:
            target.writelines(pieces)
            target.flush()
            os.fsync(target.fileno())
        _give(Path(name), path)
        if only is not None and path.read_bytes() != only:
            return False
        Path(name).replace(path)
        undo.pop_all()
    _settle(path.parent)
    return True


def _settle(folder: Path) -> None:
    """Let the new name survive a loss of power too, where folders can be told so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _give(new: Path, old: Path) -> None:
    """Let a file belong to whom the old one does, with the same mode.

    Where there is none it gets what any new file gets.
    """
    if old.exists():
        known = old.stat()
        if (known.st_uid, known.st_gid) != (new.stat().st_uid, new.stat().st_gid):
            with suppress(PermissionError):
                os.chown(new, known.st_uid, known.st_gid)
        new.chmod(S_IMODE(known.st_mode))
        return
    mask = os.umask(0)
    os.umask(mask)
    new.chmod(0o666 & ~mask)
