"""Fixes for values that a schema refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pool_lint.escaping import show
from pool_lint.finding import Applicability, Edit, Fix, Part, Place
from pool_lint.pointer import Pointer
from pool_lint.schema import SchemaFailure
from pool_lint.vocabulary import field_at, homes, near


def retype(failure: SchemaFailure) -> Fix | None:
    """Return the fix that adds or removes quotes, where the value is then valid.

    The text counts, not the value: 470.10 becomes "470.10".
    """
    value, place = failure.value, Place(failure.pointer)
    text = failure.text
    quotes = failure.expected == "string" and isinstance(value, (bool, int, float))
    if quotes and failure.accepts(text):
        edit = Edit(place, f'"{text}"')
        return Fix(Applicability.SAFE, f'put it in quotes: "{show(text)}"', (edit,))
    number = isinstance(value, str) and re.fullmatch("[1-9][0-9]{0,18}", value)
    if number and failure.accepts(int(value)):
        return Fix(
            Applicability.SAFE,
            f"remove the quotes: {show(value)}",
            (Edit(place, value),),
        )
    return None


def respell(failure: SchemaFailure, word: str, options: list[str]) -> Fix | None:
    """Return the fix that writes the option or the key which a word is a slip of."""
    right = near(word, options)
    if right is None:
        return None
    part = Part.KEY if failure.keyword == "additionalProperties" else Part.VALUE
    edit = Edit(Place(failure.pointer, part), f'"{right}"')
    return Fix(Applicability.UNSAFE, f'did you mean "{right}"?', (edit,))


def meant_fields(failures: Iterable[SchemaFailure]) -> frozenset[Pointer]:
    """Return the fields that misspelt and misplaced ones were meant to be.

    They are there, in a way: that one is missing, or without effect for the lack of
    it, is the same mistake.
    """
    meant: set[Pointer] = set()
    for failure in failures:
        if failure.keyword == "additionalProperties" and not failure.is_newer:
            right = near(str(failure.pointer[-1]), failure.absent)
            places = homes(failure.pointer)
            if right and not places:
                meant.add((*failure.pointer[:-1], right))
            elif len(places) == 1:  # in a list it could be any item's: then no pointer
                meant.add(places[0])
    return frozenset(meant)


def lost_indentation(failure: SchemaFailure) -> bool:
    """Whether an unknown field fits into a neighbour that has no value.

    Then the lines below the neighbour's key are not indented, and the empty
    neighbour says so.
    """
    if failure.keyword != "additionalProperties":
        return False
    *around, name = failure.pointer
    fields = (field_at((*around, other)) for other in failure.empty_neighbours)
    return any(name in field.get("properties", ()) for field in fields)
