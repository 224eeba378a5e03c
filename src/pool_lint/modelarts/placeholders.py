"""Detection of placeholders: values that somebody still has to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pool_lint.model.location import Location
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import compiled
from pool_lint.modelarts.injected import is_injected
from pool_lint.parsing import Defect, DefectKind, Document
from pool_lint.validation.fields import FieldPath

# The forms that templates and copied documentation leave behind. No repetition matches
# the opening of another form, so matching takes linear time.
_ANYWHERE_IN_TEXT = (
    r"\$\{[^{}\r\n]+\}",
    r"\{\{[^{}\r\n]+\}\}",
    r"<%[^%\r\n]+%>",
)
_ANYWHERE = (
    *_ANYWHERE_IN_TEXT,
    r"\$\([^()\r\n]+\)",
    r"<[^<>\r\n]+>",
    r"\{[^{}\r\n]+\}",
)
_CAPITALS = "[A-Z][A-Z0-9_]*"
_PART = (
    rf"\${_CAPITALS}",
    rf"%{_CAPITALS}%",
    rf"@{_CAPITALS}@",
    r"__[A-Z](?:[A-Z0-9]|_(?!_))*__",
    r"\(\([^()\r\n]+\)\)",
    r"[xX]{3,}",
)
_START = r"(?i:your[_-][^\r\n]{1,60})"
_WHOLE = r"(?i:to[-_ ]?do|tbd|fix[-_ ]?me|change[-_ ]?me|replace[-_ ]?me)"
_SIGNS = "|".join(
    [
        *_ANYWHERE,
        rf"(?<![^-_/.])(?:{'|'.join(_PART)})(?![^-_/.])",
        rf"\A(?:{_START}|(?:{_WHOLE}|__{_CAPITALS}__)\Z)",
    ]
)
_SIGNS_IN_TEXT = "|".join(_ANYWHERE_IN_TEXT)

# Fields with free text, or with a syntax of their own.
_FREE = frozenset(
    {
        "os.modelarts/description",
        "os.modelarts/promotion.info",
        "os.modelarts/service.console.url",
        "postInstall",
        "userLogin",
    }
)
# Every placeholder contains one of these. Texts without them skip the slow pattern.
_NEEDED = (
    *("{", "<", "$", "%", "@", "__", "((", "xxx", "your", "todo", "to do", "to-do"),
    *("to_do", "tbd", "fix", "change", "replace"),
)


def placeholders(document: Document) -> Iterator[Defect]:
    """Yield a defect for each string in a document that contains a placeholder."""
    if not _has_sign(_all_text(document.data)):
        return
    for text, pointer in _texts(document.data, ()):
        found = find_placeholder(text, pointer)
        if found:
            yield Defect(DefectKind.PLACEHOLDER, Location(pointer), found)


def find_placeholder(value: object, pointer: Pointer) -> str:
    """Return the placeholder in the value of a field, or an empty string."""
    if not isinstance(value, str):
        return ""
    signs = _SIGNS_IN_TEXT if _FREE.intersection(pointer) else _SIGNS
    found = compiled(signs).search(value.strip())
    return found[0] if found else ""


def unfilled(document: Document, injected: frozenset[FieldPath]) -> Iterator[Defect]:
    """Yield the placeholders except those in injected fields."""
    for defect in placeholders(document):
        if not is_injected(injected, defect.location.pointer):
            yield defect


def _has_sign(text: str) -> bool:
    text = text.lower()
    for sign in _NEEDED:  # noqa: SIM110 - half the time that `any` takes
        if sign in text:
            return True
    return False


def _all_text(data: Any) -> str:
    """Return all strings of a document, joined by line breaks.

    Their pointers are left out: computing them is the slowest part.
    """
    values, texts = [data], []
    for value in values:  # the list grows while it is read
        kind = type(value)
        if kind is str:
            texts.append(value)
        elif kind is dict:
            values += value.values()
        elif kind is list:
            values += value
    return "\n".join(texts)


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[str, Pointer]]:
    if isinstance(value, str):
        yield value, pointer
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*pointer, index))
