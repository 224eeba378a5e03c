"""Standard output and error: color, encodings, closed pipes, error messages."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

import click

from pool_lint.model.errors import (
    MandatoryRuleError,
    PolicyError,
    PoolLintError,
    UnknownRuleError,
)
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import escape, escape_lines
from pool_lint.reporters.style import Style

if TYPE_CHECKING:
    from pool_lint.config.settings import ScopedPolicy


def prepare_streams() -> None:
    """Make both streams print characters that their encoding lacks as escapes.

    Raises ClickException if standard output is closed (`pool-lint >&-`): the report
    must not be lost without an error. A closed standard error only loses the summary.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - used until the end
    if sys.stdout is None:
        raise click.ClickException("standard output is closed")
    sys.stdout = _buffered(sys.stdout)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _buffered(stream: TextIO) -> TextIO:
    """Return a stream that writes all of its text.

    With PYTHONUNBUFFERED, Python drops the part that one system call did not write.
    """
    raw = getattr(stream, "buffer", None)
    if not isinstance(raw, io.RawIOBase):
        return stream
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding=stream.encoding)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether to use colors: by option, NO_COLOR, FORCE_COLOR, or for a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def style_for(choice: str, stream: TextIO) -> Style:
    """Return the style for a stream: links and a width only for terminals."""
    color = wants_color(choice, stream)
    # A git hook lints a temporary copy, so links to it would be dead.
    in_hook = "GIT_INDEX_FILE" in os.environ
    return Style(color, color and stream.isatty() and not in_hook, _width(stream))


def _width(stream: TextIO) -> int | None:
    if not stream.isatty():
        return None
    import shutil  # noqa: PLC0415 - start-up

    return shutil.get_terminal_size().columns


def write(stream: TextIO, pieces: Iterable[str]) -> None:
    """Write text and flush it, so errors occur here and not at exit.

    Raises BrokenPipeError if the reader has closed the pipe, ClickException for other
    errors of writing. Errors of the iterable itself are passed on.
    """
    for piece in pieces:
        with _writing(stream):
            stream.write(piece)
    with _writing(stream):
        stream.flush()


@contextmanager
def _writing(stream: TextIO) -> Iterator[None]:
    """Raise errors of writing as a ClickException that names the output."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        discard(stream)
        message = f"the output cannot be written: {error.strerror}"
        raise click.ClickException(message) from None


def write_bytes(stream: TextIO, pieces: Iterable[bytes]) -> None:
    """Write bytes; like :func:`write`, with the same errors."""
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
    """Write to standard error, and ignore errors of writing."""
    with suppress(OSError, click.ClickException):
        write(sys.stderr, lines)


def discard(stream: TextIO) -> None:
    """Redirect a stream to the null device, because its reader is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())


def usage_lines(error: click.ClickException) -> Iterator[str]:
    """Yield the lines for an error of the command line: usage and message."""
    context = getattr(error, "ctx", None)
    if context:
        yield f"{escape_lines(context.get_usage())}\n"
        yield f"Try `{context.command_path} --help` for help.\n\n"
    yield f"Error: {escape(_message(error))}\n"


def error_lines(error: PoolLintError) -> Iterator[str]:
    """Yield the lines for an error of settings, of a rule to run, or of a worker."""
    if isinstance(error, PolicyError):
        yield f"error: policy {escape(error.policy)}: {escape(error.reason)}\n"
        yield f" --> {escape(error.place)}:1\n"
    elif isinstance(error, (UnknownRuleError, MandatoryRuleError)):
        yield from usage_lines(click.UsageError(str(error)))
    else:
        yield f"pool-lint: {escape(str(error))}\n"


def _message(error: click.ClickException) -> str:
    """Return the message of an error, without the punctuation that click adds."""
    if isinstance(error, click.MissingParameter) and error.param:
        return f"missing argument {error.param.human_readable_name.upper()}"
    if isinstance(error, click.BadParameter) and error.param:
        name = next((opt for opt in error.param.opts if opt.startswith("--")), "")
        return f"{name}: {error.message}" if name else error.message
    if isinstance(error, click.NoSuchOption):
        close = closest_match(error.option_name, error.possibilities or ())
        advice = f"; did you mean {close}?" if close else ""
        return f"unknown option {error.option_name}{advice}"
    message = error.format_message()
    if isinstance(error, click.UsageError):
        message = message.removesuffix(".")
    return message[:1].lower() + message[1:] if message[1:2].islower() else message


def idle_policy_lines(policies: Iterable[ScopedPolicy]) -> Iterator[str]:
    """Yield a note for each policy whose globs match no file."""
    for one in policies:
        place = escape(f"{one.policy.id} ({one.policy.place})")
        yield f"note: `files` of the policy {place} matches no file\n"


def internal_error_lines(error: Exception, *, verbose: bool) -> Iterator[str]:
    """Yield the lines for a bug: the error, its rule and file, and what to do.

    ``verbose`` is set if the command can print the traceback.
    """
    notes = " ".join(["", *getattr(error, "__notes__", ())])
    what = f"{type(error).__name__}: {error}"
    yield f"pool-lint: internal error{escape(notes)}: {escape(what)[:500]}\n"
    advice = "; -v shows the traceback" if verbose else ""
    yield f"pool-lint: this is a bug, please report it{advice}\n"
