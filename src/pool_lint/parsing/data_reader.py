"""Turn a value of a program into a document without text."""

from __future__ import annotations

from datetime import date
from typing import Any

from pool_lint.model.errors import LimitError
from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer, path
from pool_lint.parsing.defects import Defect, DefectKind
from pool_lint.parsing.document import Document, over_limit
from pool_lint.parsing.limits import Limits
from pool_lint.parsing.numbers import HUGE, is_exact, is_whole


def read_data(body: object, limits: Limits) -> Document:
    """Return a document with a copy of dicts, lists, tuples and scalars.

    Dates and times are defects: YAML 1.1 loaders create them, but JSON has none.
    Raises TypeError for other types and for keys that are not strings. A value
    nested too deep, or one that contains itself, crosses a limit.
    """
    copy = _Copy(limits)
    try:
        data = copy.value(body, ())
    except LimitError as crossed:
        return over_limit(None, 0, crossed)
    return Document(
        data,
        defects=copy.defects or copy.forbidden,
        has_whole_float=copy.has_whole_float,
        broken=bool(copy.defects),
    )


class _Copy:
    """Copies a value within the budgets."""

    def __init__(self, limits: Limits) -> None:
        self.has_whole_float = False
        self.defects: list[Defect] = []
        self.forbidden: list[Defect] = []
        self._limits = limits
        self._nodes = 0

    def value(self, value: object, pointer: Pointer) -> Any:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise LimitError("nodes", self._limits.nodes)
        if isinstance(value, (dict, list, tuple)):
            if len(pointer) >= self._limits.depth:
                raise LimitError("depth", self._limits.depth)
            return self._collection(value, pointer)
        return self._scalar(value, pointer)

    def _collection(
        self, value: dict[Any, Any] | list[Any] | tuple[Any, ...], pointer: Pointer
    ) -> Any:
        if isinstance(value, dict):
            pairs = ((self._key(key, pointer), item) for key, item in value.items())
            return {key: self.value(item, (*pointer, key)) for key, item in pairs}
        items = enumerate(value)
        return [self.value(item, (*pointer, index)) for index, item in items]

    def _key(self, key: object, pointer: Pointer) -> str:
        if isinstance(key, str):
            return self._text(key, pointer)
        if isinstance(key, date):
            text = key.isoformat()
            self._forbid((*pointer, text), text, "key", Part.KEY)
            return text
        message = f"a JSON key must be a str, not {type(key).__name__}"
        raise _type_error(message, pointer)

    def _scalar(self, value: object, pointer: Pointer) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text(value, pointer)
        if isinstance(value, int):
            return self._number(max(-HUGE, min(HUGE, int(value))), pointer)
        if isinstance(value, float):
            self.has_whole_float |= is_whole(value)
            return self._number(float(value), pointer)
        if isinstance(value, date):  # a datetime is a date too
            self._forbid(pointer, value.isoformat(), "date")
            return value.isoformat()
        message = f"JSON cannot represent a value of type {type(value).__name__}"
        raise _type_error(message, pointer)

    def _number(self, value: float, pointer: Pointer) -> float:
        if not is_exact(value):
            location = Location(pointer)
            self.forbidden.append(
                Defect(DefectKind.FORBIDDEN, location, f"{value:g}", "number")
            )
        return value

    def _forbid(
        self, pointer: Pointer, text: str, detail: str, part: Part = Part.VALUE
    ) -> None:
        """Record a value or key of a type that JSON lacks; it hides other findings."""
        location = Location(pointer, part)
        self.forbidden.append(
            Defect(DefectKind.FORBIDDEN, location, text, detail, hides=True)
        )

    def _text(self, value: str, pointer: Pointer) -> str:
        if any("\ud800" <= char <= "\udfff" for char in value):
            message = "the string contains half of a surrogate pair"
            self.defects.append(
                Defect(DefectKind.SYNTAX, Location(pointer), detail=message)
            )
        return str.__str__(value)  # the value of an enumeration member


def _type_error(message: str, pointer: Pointer) -> TypeError:
    """Return the error for an unsupported type, with the place of the value."""
    return TypeError(f"{message}: {path(pointer)}" if pointer else message)
