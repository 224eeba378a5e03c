"""Reports in files: named on the command line, and written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pool_lint.filesystem.write import replace
from pool_lint.model.errors import OutputError
from pool_lint.model.suggestions import closest_match
from pool_lint.reporters import FORMATS


class Output(NamedTuple):
    """A format, and the file that gets it."""

    format: str
    file: str


def output_of(text: str) -> Output:
    """Return what ``FORMAT:FILE`` means. Raises OutputError."""
    name, colon, file = text.partition(":")
    if not colon or not file:
        raise OutputError("write FORMAT:FILE, such as sarif:pool-lint.sarif")
    if name not in FORMATS:
        right = closest_match(name, FORMATS)
        advice = f'did you mean "{right}"?' if right else f"known: {', '.join(FORMATS)}"
        raise OutputError(f'no format is called "{name}"; {advice}')
    if not os.path.isdir(os.path.dirname(file) or "."):
        raise OutputError(f"there is no folder for {file}")
    return Output(name, file)


def write_whole(file: str, pieces: Iterable[str]) -> None:
    """Write a file by way of another beside it. Raises OutputError.

    A run that is interrupted leaves what was there before. The pieces are made first:
    an OSError in a reporter is a bug, and does not mean that the file is not writable.
    """
    encoded = [piece.encode("utf-8", "backslashreplace") for piece in pieces]
    path = Path(file)
    try:
        if _is_device(path):
            with path.open("ab") as target:
                target.writelines(encoded)
            return
        replace(path.resolve(), encoded)  # a link stays one
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{file} cannot be written: {reason}") from None


def _is_device(path: Path) -> bool:
    """Whether a file is there to be written to, and not to be replaced.

    So is /dev/stdout, also where it has been led into a file.
    """
    folder = path.parent.resolve()
    inside = folder.parts[1:2] in {("dev",), ("proc",)} and folder.parts[2:3] != (
        "shm",
    )
    leads = path.is_symlink() and str(path.readlink()).startswith("/proc/")
    return inside or leads or (path.exists() and not path.is_file())
