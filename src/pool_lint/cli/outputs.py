"""Report files named on the command line; they are written atomically."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pool_lint.filesystem.read import reason
from pool_lint.filesystem.write import replace, target_of
from pool_lint.model.errors import OutputError, WriteError
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote


class Output(NamedTuple):
    """A format and the file to write in it."""

    format: str
    file: str


def output_of(text: str, formats: Sequence[str]) -> Output:
    """Return the output for ``FORMAT:FILE``. Raises OutputError."""
    name, colon, file = text.partition(":")
    if not colon or not file:
        raise OutputError("expected FORMAT:FILE, such as sarif:pool-lint.sarif")
    if name not in formats:
        right = closest_match(name, formats)
        known = f"choose from {', '.join(formats)}"
        advice = f'did you mean "{right}"?' if right else known
        raise OutputError(f"unknown format {quote(name)}; {advice}")
    if not os.path.isdir(os.path.dirname(file) or "."):
        raise OutputError(f"the folder of {quote(file)} does not exist")
    return Output(name, file)


def write_whole(file: str, pieces: Iterable[str]) -> None:
    """Replace a file atomically. Raises OutputError.

    An interrupted run leaves the old content. All pieces are made before the file is
    opened: an OSError in a reporter is a bug and not an error of writing.

    A pull request may contain a link with the name of a report. It is followed inside
    the repository only, and not to a device.
    """
    encoded = [piece.encode("utf-8", "backslashreplace") for piece in pieces]
    path = Path(file)
    try:
        if _is_device(path):
            with path.open("ab") as target:
                target.writelines(encoded)
            return
        replace(target_of(file), encoded)  # a link stays one
    except (OSError, WriteError) as error:
        raise OutputError(f"{quote(file)} cannot be written: {reason(error)}") from None


def write_new(file: str, text: str) -> None:
    """Write a file that must not exist yet. Raises OutputError."""
    try:
        if os.path.isdir(file):
            raise OutputError(f"{quote(file)} is a folder; name a file")
        with open(file, "x", encoding="utf-8", newline="\n") as created:
            created.write(text)
    except FileExistsError:
        advice = "remove it or choose another name"
        raise OutputError(f"{quote(file)} already exists; {advice}") from None
    except (OSError, ValueError) as error:
        raise OutputError(f"{quote(file)} cannot be written: {reason(error)}") from None


def _is_device(path: Path) -> bool:
    """Whether a file is a device or a pipe: written to, and never replaced.

    This includes /dev/stdout redirected to a file.
    """
    folder = path.absolute().parent
    if folder.parts[1:2] in {("dev",), ("proc",)} and folder.parts[2:3] != ("shm",):
        return True
    return path.exists() and not (path.is_symlink() or path.is_file())
