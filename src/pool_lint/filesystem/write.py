"""Writing files atomically, and only inside the repository."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import EACCES
from pathlib import Path
from stat import S_IMODE

from pool_lint.filesystem.paths import working_directory
from pool_lint.filesystem.repository import is_repository, upwards
from pool_lint.model.errors import WriteError

_ACCESS = "system.posix_acl_access"


def replace(path: Path, pieces: Iterable[bytes], *, only: bytes | None = None) -> bool:
    """Replace the content of a file atomically; return whether it was written.

    Mode, owner and access control lists are kept, or nothing is written. With ``only``
    the file is left alone, and False returned, unless its content is ``only``. Raises
    OSError; the file is unchanged then.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".pool-lint-")
    with ExitStack() as undo:
        undo.callback(Path(name).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as target:
            target.writelines(pieces)
            target.flush()
            os.fsync(target.fileno())
        _give(Path(name), path)
        with _locked(path.parent):
            if only is not None and path.read_bytes() != only:
                return False
            Path(name).replace(path)
        undo.pop_all()
    return True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock a folder against other pool-lint processes, and sync it to the disk.

    On Windows folders cannot be locked; there the comparison of the content is the only
    protection.
    """
    try:
        import fcntl  # noqa: PLC0415 - missing on Windows

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _give(new: Path, old: Path) -> None:
    """Copy mode, owner and access control lists from an old file to a new one.

    Without an old file the new one gets the mode of any new file. Raises OSError.
    """
    if not old.exists():
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o666 & ~mask)
        return
    if not os.access(old, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES))
    known, own = old.stat(), new.stat()
    if (known.st_uid, known.st_gid) != (own.st_uid, own.st_gid):
        os.chown(new, known.st_uid, known.st_gid)
    new.chmod(S_IMODE(known.st_mode))
    listed = os.listxattr(old) if hasattr(os, "listxattr") else ()
    if _ACCESS in listed:  # with a list, the group bits of the mode mean its mask
        os.setxattr(new, _ACCESS, os.getxattr(old, _ACCESS))


def _nothing(_path: str) -> bool:
    return False


def target_of(file: str, leaves_out: Callable[[str], bool] = _nothing) -> Path:
    """Return the file that a path leads to, with links resolved.

    A link in a pull request must not make a run change a file elsewhere, in the folder
    ``.git``, or one that ``leaves_out`` names. Raises WriteError for such a link.
    """
    here = working_directory()
    path = os.path.join(here, file)
    real = os.path.realpath(path)
    named = os.path.normpath(path).replace("//", "/", 1)
    if real == named:  # no links
        return Path(real)
    if not _is_inside(real, os.path.realpath(_root(named, here, file))):
        raise WriteError("links to files outside the repository are not changed")
    if ".git" in real.split(os.sep) or (os.path.islink(path) and leaves_out(real)):
        raise WriteError("links to excluded files are not changed")
    return Path(real)


def _root(named: str, here: str, file: str) -> str:
    """Return the folder that the target of a path must lie in.

    This is the outermost repository around the path, because the nearest one could be
    behind a link. Without a repository it is the folder that the path shares with the
    current folder, or its own folder if it lies elsewhere.
    """
    elsewhere = os.path.isabs(file) and not _is_inside(named, here)
    shared = os.sep if elsewhere else os.path.commonpath([named, here])
    known = os.path.realpath(shared)
    for folder in reversed(list(upwards(os.path.dirname(named)))):
        if is_repository(folder) and (
            _is_inside(shared, folder) or _is_inside(os.path.realpath(folder), known)
        ):
            return folder
    return os.path.dirname(named) if elsewhere else shared


def _is_inside(path: str, folder: str) -> bool:
    return os.path.commonpath([path, folder]) == folder
