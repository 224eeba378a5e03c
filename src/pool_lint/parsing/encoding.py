"""Bytes → text, strictly, and back."""

from __future__ import annotations

import codecs

_MARKS = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    codecs.BOM_UTF8: "utf-8",
}


class Undecodable(Exception):
    """The bytes are no text.

    ``text`` is what can be shown of them all the same, ``offset`` where in it the first
    bad byte stands.
    """

    def __init__(self, reason: str, before: str, rest: bytes) -> None:
        """Take why, the text before the first bad byte, and the bytes from there on."""
        super().__init__(reason)
        self.reason = reason
        self.offset = len(before.removeprefix("\ufeff"))
        self.text = before + rest.decode("latin-1")


def decode(data: bytes) -> str:
    """Return the text of UTF-8, with or without a mark, or UTF-16 with one.

    Raises Undecodable where the bytes are neither.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "ignore")
        why = f"the file is not valid {encoding.upper()}"
        raise Undecodable(why, before, data[error.start :]) from None


def encode(text: str, like: bytes) -> bytes:
    """Return a text without its mark as bytes, encoded and marked as others are."""
    for mark, encoding in _MARKS.items():
        if like.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode()
