"""Standard output and error: colour, encodings, closed pipes, messages of failure."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

import click

from pool_lint.model.text import escape, escape_lines
from pool_lint.reporters.style import Style


def prepare_streams() -> None:
    """Let characters that an encoding lacks come out as escapes.

    Raises ClickException where standard output is closed (`pool-lint >&-`): a report
    must not be lost in silence. Without standard error only the summary is lost.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - to the end
    if sys.stdout is None:
        raise click.ClickException("standard output is closed")
    sys.stdout = _buffered(sys.stdout)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _buffered(stream: TextIO) -> TextIO:
    """Return a stream that writes all it is given.

    Under PYTHONUNBUFFERED Python drops what one call of the system has not taken.
    """
    raw = getattr(stream, "buffer", None)
    if not isinstance(raw, io.RawIOBase):
        return stream
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding=stream.encoding)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether to colour: the option, else NO_COLOR, FORCE_COLOR, else a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def style_for(choice: str, stream: TextIO) -> Style:
    """Return how to dress text for a stream: links and a width are for terminals."""
    color = wants_color(choice, stream)
    # In a hook of git what is linted is a copy, and gone when somebody would click.
    in_hook = "GIT_INDEX_FILE" in os.environ
    return Style(color, color and stream.isatty() and not in_hook, _width(stream))


def _width(stream: TextIO) -> int | None:
    if not stream.isatty():
        return None
    import shutil  # noqa: PLC0415 - start-up

    return shutil.get_terminal_size().columns


def write(stream: TextIO, pieces: Iterable[str]) -> None:
    """Write text and flush it, so that a failure shows here and not at exit.

    Raises BrokenPipeError where the reader has gone, ClickException where the text
    could not be written otherwise. Errors that occur while a piece is made are raised
    as they are.
    """
    for piece in pieces:
        with _writing(stream):
            stream.write(piece)
    with _writing(stream):
        stream.flush()


@contextmanager
def _writing(stream: TextIO) -> Iterator[None]:
    """Turn errors of writing into one that names the output."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        discard(stream)
        message = f"the output cannot be written: {error.strerror}"
        raise click.ClickException(message) from None


def write_bytes(stream: TextIO, pieces: Iterable[bytes]) -> None:
    """Write bytes as :func:`write` writes text, and raise what it does."""
    raw = getattr(stream, "buffer", None)
    with _writing(stream):
        stream.flush()
    for piece in pieces:
        with _writing(stream):
            if raw is None:
                stream.write(piece.decode("utf-8", "replace"))
            else:
                raw.write(piece)
    with _writing(stream):
        stream.flush()


def tell(lines: Iterable[str]) -> None:
    """Write to standard error; that it is lost changes nothing."""
    with suppress(OSError, click.ClickException):
        write(sys.stderr, lines)


def discard(stream: TextIO) -> None:
    """Send the rest of a stream nowhere: its reader has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())


def usage_lines(error: click.ClickException) -> Iterator[str]:
    """Yield what a wrong call gets to read."""
    context = getattr(error, "ctx", None)
    if context:
        yield f"{escape_lines(context.get_usage())}\n"
        yield f"Try '{context.command_path} --help' for help.\n\n"
    yield f"Error: {escape(error.format_message())}\n"


def internal_error_lines(error: Exception) -> Iterator[str]:
    """Yield one line for a bug: what happened, in which rule, in which file."""
    notes = " ".join(["", *getattr(error, "__notes__", ())])
    what = f"{type(error).__name__}: {error}"
    yield f"pool-lint: internal error{escape(notes)}: {escape(what)[:500]}\n"
    yield "pool-lint: please report it; -v shows the traceback\n"
