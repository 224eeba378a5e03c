"""Fixes for values and fields that a schema rejects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pool_lint.model.fix import Applicability, Edit, Fix, Removal, move
from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer, path
from pool_lint.model.suggestions import closest_match, unique_match
from pool_lint.model.text import quote, show
from pool_lint.modelarts.kinds import Body
from pool_lint.validation.failures import FieldDefect, SchemaFailure, failures
from pool_lint.validation.fields import (
    KEY_PREFIX,
    FieldPath,
    expected_paths,
    field_at,
    format_field_path,
)
from pool_lint.validation.schemas import SchemaName

_MOST_NAMES = 20
# White space as `str.isspace` counts it, control characters, and quotes.
_AT_ENDS = "".join(map(chr, [*range(0x21), *range(0x7F, 0xA1), *range(0x2000, 0x200B)]))
_AT_ENDS += "\u1680\u2028\u2029\u202f\u205f\u3000\"'`"


def type_fix(failure: SchemaFailure) -> Fix | None:
    """Return the fix that adds or removes quotes, if the value is valid then.

    It keeps the text, not the value: 470.10 becomes "470.10".
    """
    value, location = meant_value(failure), Location(failure.pointer)
    if isinstance(value, str):
        return _quoting_fix(location, value)
    if value is None:
        return None
    message = f"remove the quotes: {show(failure.value)}"
    return Fix(Applicability.SAFE, message, (Edit(location, value),))


def meant_value(failure: SchemaFailure) -> str | int | None:
    """Return the one sensible reading of a value of the wrong type, None for none.

    A number or a boolean stands for its text, digits in quotes for their number, if
    the schema accepts that.
    """
    value = failure.value
    if failure.expected == "string" and isinstance(value, (bool, int, float)):
        return failure.text if failure.accepts(failure.text) else None
    number = isinstance(value, str) and re.fullmatch("[1-9][0-9]{0,18}", value)
    return int(value) if number and failure.accepts(int(value)) else None


def quoting_fix(found: FieldDefect) -> Fix | None:
    """Return the fix that makes text of what readers of YAML take for other things."""
    defect = found.defect
    is_text = found.subschema.get("type") == "string"
    is_tagged = defect.text.startswith("!")  # a plain scalar never does
    if is_tagged or not is_text or not found.accepts(defect.text):
        return None
    return _quoting_fix(Location(defect.location.pointer), defect.text)


def strip_fix(failure: SchemaFailure) -> Fix | None:
    """Return the fix that strips what must not be at the ends of a name or an ID."""
    value = failure.value
    if failure.keyword != "pattern" or not isinstance(value, str):
        return None
    stripped = value.strip(_AT_ENDS)
    if stripped == value or not stripped or not failure.accepts(stripped):
        return None
    edit = Edit(Location(failure.pointer), stripped)
    return Fix(Applicability.SAFE, f"write {quote(stripped)}", (edit,))


def _quoting_fix(location: Location, text: str) -> Fix:
    message = f'put it in quotes: "{show(text)}"'
    return Fix(Applicability.SAFE, message, (Edit(location, text),))


def spelling_fix(failure: SchemaFailure, word: str, options: list[str]) -> Fix | None:
    """Return the fix that replaces a misspelt option or key, if only one is close.

    It is safe for an option that differs in case only.
    """
    right = unique_match(word, options, KEY_PREFIX)
    if right is None:
        return None
    is_key = failure.keyword == "additionalProperties"
    is_safe = not is_key and right.casefold() == word.casefold()
    level = Applicability.SAFE if is_safe else Applicability.UNSAFE
    location = Location(failure.pointer, Part.KEY if is_key else Part.VALUE)
    return Fix(level, f'write "{right}"', (Edit(location, right),))


def move_to_expected_path(pointer: Pointer, places: Sequence[FieldPath]) -> Fix | None:
    """Return the fix that moves a field to its expected path, if there is only one."""
    if len(places) != 1 or "[]" in places[0]:
        return None
    message = f"move it to {format_field_path(places[0])}"
    return Fix(Applicability.UNSAFE, message, move(pointer, places[0]))


def response_fix(body: Body) -> Fix | None:
    """Return the fix that takes out of an answer what no request has.

    A misspelt or misplaced field stays: the user wrote it.
    """
    document = body.document
    if document.get("kind") != "Pool":
        return None
    unknown = sorted(
        failure.pointer
        for failure in failures(document, body.schema)
        if failure.keyword == "additionalProperties" and _is_served(failure)
    )
    names = [path(pointer) for pointer in unknown]
    more = f" and {len(names) - _MOST_NAMES} more" if names[_MOST_NAMES:] else ""
    message = f"remove {', '.join(names[:_MOST_NAMES])}{more}"
    return Fix(Applicability.UNSAFE, message, tuple(map(Removal, unknown)))


def _is_served(failure: SchemaFailure) -> bool:
    """Whether the service adds a field, or the field is close to no known one."""
    name = str(failure.pointer[-1])
    answer = failure.schema.beside(SchemaName.POOL)
    known = field_at(failure.pointer, answer)
    return bool(known) or not (
        expected_paths(failure.pointer, failure.schema)
        or closest_match(name, failure.absent, KEY_PREFIX)
    )


def meant_fields(failures: Iterable[SchemaFailure]) -> frozenset[Pointer]:
    """Return the fields that misspelt and misplaced ones were meant to be.

    These fields are not missing: that is the same mistake.
    """
    meant: set[Pointer] = set()
    for failure in failures:
        if failure.keyword == "additionalProperties" and not failure.is_newer:
            right = closest_match(str(failure.pointer[-1]), failure.absent, KEY_PREFIX)
            places = expected_paths(failure.pointer, failure.schema)
            if right and not places:
                meant.add((*failure.pointer[:-1], right))
            elif len(places) == 1 and failure.document.get(*places[0]) is None:
                # In a list it could be any item's: then it is no pointer.
                meant.add(places[0])
    return frozenset(meant)


def lost_indentation(failure: SchemaFailure) -> bool:
    """Whether an unknown field belongs into a neighbour that has no value.

    Then the lines below the neighbour's key lack their indentation, and the finding of
    the empty neighbour says so.
    """
    if failure.keyword != "additionalProperties":
        return False
    *around, name = failure.pointer
    fields = (
        field_at((*around, other), failure.schema) for other in failure.empty_neighbours
    )
    return any(name in field.get("properties", ()) for field in fields)
