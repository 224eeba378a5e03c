"""Reading of the files that settings name: flavor catalogs and saved responses."""

from __future__ import annotations

from collections.abc import Callable

from pool_lint.filesystem.read import is_stdin, read_bytes
from pool_lint.model.errors import DecodeError, ReadError, SavedFileError
from pool_lint.model.location import Location, Span, format_location
from pool_lint.parsing import Defect, DefectKind, Document, Limits, read
from pool_lint.parsing.encoding import decode
from pool_lint.parsing.source import Source

# Defects that make the content unreliable. An ambiguous date, for example, does not.
_FATAL = frozenset(
    {
        DefectKind.SYNTAX,
        DefectKind.DUPLICATE_KEY,
        DefectKind.LIMIT,
        DefectKind.FORBIDDEN,
    }
)


def load_document(
    file: str, limits: Limits, describe: Callable[[Defect], str]
) -> Document:
    """Return the only document of a YAML or JSON file.

    ``describe`` returns the message for a defect, and where it is explained.

    Raises SavedFileError. Its text starts with the file, the line and the column.
    """
    source = Source(file, _text(file, limits))
    documents = [d for d in read(source, limits) if not d.is_empty]
    if len(documents) != 1:
        raise SavedFileError(file, "expected exactly one document")
    [document] = documents
    for defect in document.defects:
        if defect.kind in _FATAL:
            raise error_at(document, defect.location, describe(defect))
    return document


def _text(file: str, limits: Limits) -> str:
    if is_stdin(file):
        raise SavedFileError(
            file, "expected a file: standard input is only for manifests"
        )
    try:
        data = read_bytes(file, limits.size)
        text = decode(data[: limits.size])
    except (ReadError, DecodeError) as error:
        raise SavedFileError(file, error.reason) from None
    if len(data) > limits.size:
        reason = f"the file is larger than {limits.size:,} bytes"
        raise SavedFileError(file, reason)
    return text


def error_at(document: Document, place: Location, reason: str) -> SavedFileError:
    """Return an error whose text starts with the line and column of a place."""
    source = document.source or Source("", "")
    span = document.locate(place) or Span(0, 0)
    return SavedFileError(
        format_location(source.name, source.position(span.start)), reason
    )
