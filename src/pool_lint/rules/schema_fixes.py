"""Fixes for values and fields that a schema rejects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pool_lint.model.fix import Applicability, Edit, Fix, Insert, Removal, move
from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer, path
from pool_lint.model.suggestions import closest_match, unique_match
from pool_lint.model.text import quote, show
from pool_lint.modelarts.kinds import Body
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.validation.failures import FieldDefect, SchemaFailure, failures
from pool_lint.validation.fields import (
    KEY_PREFIX,
    FieldPath,
    expected_paths,
    field_at,
    format_field_path,
)
from pool_lint.validation.options import Options
from pool_lint.validation.schemas import SchemaName

_MOST_NAMES = 20
# White space as in `str.isspace`, control characters, and quotes.
_AT_ENDS = "".join(map(chr, [*range(0x21), *range(0x7F, 0xA1), *range(0x2000, 0x200B)]))
_AT_ENDS += "\u1680\u2028\u2029\u202f\u205f\u3000\"'`"


def type_fix(failure: SchemaFailure) -> Fix | None:
    """Return the fix that adds or removes quotes, or makes a list, if that is valid.

    It keeps the text: 470.10 becomes "470.10", and Train becomes [Train].
    """
    value, location = meant_value(failure), Location(failure.pointer)
    if value is None:
        return _listing_fix(failure)
    if isinstance(value, str):
        fix = _quoting_fix(location, value)
        described = failure.options.described(show(value))
        return fix._replace(message=f"put it in quotes: {described}")
    if isinstance(value, list):
        message = f"make it a list: [{quote(value[0])}]"
    else:
        message = f"remove the quotes: {show(failure.value)}"
    return Fix(Applicability.SAFE, message, (Edit(location, value),))


_BOOLEANS = {"true": True, "false": False}


def meant_value(failure: SchemaFailure) -> str | int | list[str] | None:
    """Return the only sensible reading of a value of the wrong type, or None.

    A number or a boolean is read as a string, and digits or a boolean in quotes
    without them. A string is read as a list with one item. The schema has to accept
    the result.
    """
    value = failure.value
    if failure.expected == "string" and isinstance(value, (bool, int, float)):
        return failure.text if failure.accepts(failure.text) else None
    if not isinstance(value, str):
        return None
    if failure.expected == "boolean":
        return _BOOLEANS.get(value)
    if failure.expected == "array":
        return [value] if _is_item(value, failure) else None
    number = re.fullmatch("[1-9][0-9]{0,18}", value)
    return int(value) if number and failure.accepts(int(value)) else None


def _is_item(value: str, failure: SchemaFailure) -> bool:
    """Whether a string can be the only item of the list that is expected."""
    is_open = "," in value or find_placeholder(value, failure.pointer)
    return not is_open and failure.accepts_item(value)


def _listing_fix(failure: SchemaFailure) -> Fix | None:
    """Return the fix that makes a list of a string such as "Train, Infer"."""
    if failure.expected != "array" or not isinstance(failure.value, str):
        return None
    items = [item.strip() for item in failure.value.split(",")]
    if not items[1:] or not all(_is_item(item, failure) for item in items):
        return None
    message = f"make it a list: [{', '.join(map(quote, items))}]"
    edit = Edit(Location(failure.pointer), items)
    return Fix(Applicability.UNSAFE, message, (edit,))


def quoting_fix(found: FieldDefect) -> Fix | None:
    """Return the fix that quotes an ambiguous scalar, if the field takes a string."""
    defect = found.defect
    is_text = found.subschema.get("type") == "string"
    is_tagged = defect.text.startswith("!")  # plain scalars never do
    if is_tagged or not is_text or not found.accepts(defect.text):
        return None
    return _quoting_fix(Location(defect.location.pointer), defect.text)


def strip_fix(failure: SchemaFailure) -> Fix | None:
    """Return the fix that strips white space and quotes around a name or an ID."""
    value = failure.value
    if failure.keyword != "pattern" or not isinstance(value, str):
        return None
    stripped = value.strip(_AT_ENDS)
    if stripped == value or not stripped or not failure.accepts(stripped):
        return None
    edit = Edit(Location(failure.pointer), stripped)
    return Fix(Applicability.SAFE, f"change it to {quote(stripped)}", (edit,))


def _quoting_fix(location: Location, text: str) -> Fix:
    message = f'put it in quotes: "{show(text)}"'
    return Fix(Applicability.SAFE, message, (Edit(location, text),))


def renaming_fix(failure: SchemaFailure, names: list[str]) -> Fix | None:
    """Return the fix that corrects a misspelt key, if only one name is close."""
    right = unique_match(str(failure.pointer[-1]), names, KEY_PREFIX)
    if right is None:
        return None
    edit = Edit(Location(failure.pointer, Part.KEY), right)
    return Fix(Applicability.UNSAFE, f'rename it to "{right}"', (edit,))


def option_fix(
    pointer: Pointer, word: str, options: Options, *, is_required: bool = False
) -> Fix | None:
    """Return the fix that writes the option that a word means, if there is only one.

    It is safe if only the case differs. A required field with one option has no other
    right value.
    """
    only = options.values[0] if is_required and len(options.values) == 1 else None
    right = options.synonym(word) or unique_match(word, options.values, KEY_PREFIX)
    right = right or only
    if right is None:
        return None
    is_safe = right.casefold() == word.casefold()
    level = Applicability.SAFE if is_safe else Applicability.UNSAFE
    message = f"change it to {options.described(right)}"
    return Fix(level, message, (Edit(Location(pointer), right),))


def only_option_fix(failure: SchemaFailure) -> Fix | None:
    """Return the fix that adds a missing field of requests that has only one option."""
    values = failure.options.values
    if len(values) != 1 or failure.schema.name != SchemaName.CREATE_POOL:
        return None
    [value] = values
    insert = Insert(failure.pointer, value, first=len(failure.pointer) == 1)
    message = f'add {failure.pointer[-1]}: "{value}"'
    return Fix(Applicability.UNSAFE, message, (insert,))


def move_to_expected_path(pointer: Pointer, places: Sequence[FieldPath]) -> Fix | None:
    """Return the fix that moves a field to its expected path, if there is only one."""
    if len(places) != 1 or "[]" in places[0]:
        return None
    message = f"move it to {format_field_path(places[0])}"
    return Fix(Applicability.UNSAFE, message, move(pointer, places[0]))


def response_fix(body: Body) -> Fix | None:
    """Return the fix that removes the fields that the service added to a response.

    Misspelt and misplaced fields stay: the user wrote them.
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
    """Return the fields that are misspelt or misplaced in the document.

    They are not reported as missing too: it is the same mistake.
    """
    meant: set[Pointer] = set()
    for failure in failures:
        if failure.keyword == "additionalProperties" and not failure.is_newer:
            right = closest_match(str(failure.pointer[-1]), failure.absent, KEY_PREFIX)
            places = expected_paths(failure.pointer, failure.schema)
            if right and not places:
                meant.add((*failure.pointer[:-1], right))
            elif len(places) == 1 and failure.document.get(*places[0]) is None:
                # In a list it could belong to any item, so it matches no pointer.
                meant.add(places[0])
    return frozenset(meant)


def lost_indentation(failure: SchemaFailure) -> bool:
    """Whether an unknown field belongs into an empty field beside it.

    Then the lines below that field lack their indentation. The finding of the empty
    field explains this.
    """
    if failure.keyword != "additionalProperties":
        return False
    *around, name = failure.pointer
    fields = (
        field_at((*around, other), failure.schema) for other in failure.empty_neighbours
    )
    return any(name in field.get("properties", ()) for field in fields)
