"""Decode and encode files strictly."""

from __future__ import annotations

import codecs

from pool_lint.model.errors import DecodeError

_MARKS = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    codecs.BOM_UTF8: "utf-8",
}


def decode(data: bytes) -> str:
    """Return the text of bytes in UTF-8, or in UTF-16 with a byte order mark.

    Raises DecodeError if the bytes are not valid.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "ignore")
        why = f"the file is not valid {encoding.upper()}"
        raise DecodeError(why, before, data[error.start :]) from None


def encode(text: str, like: bytes) -> bytes:
    """Return a text as bytes, in the encoding of other bytes and with their mark."""
    for mark, encoding in _MARKS.items():
        if like.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode()
