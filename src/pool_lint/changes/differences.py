"""Differences between two bodies, by their meaning and not by their text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from pool_lint.changes.entries import matched_entries
from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer
from pool_lint.model.verdict import How
from pool_lint.validation.fields import has_fields, step_into
from pool_lint.validation.schemas import Schema

_SCALARS = frozenset({str, int, float, bool})
# Without a maximum, the number of nodes is the maximum.
_MOST, _COUNT = "maxCount", "count"


class Difference(NamedTuple):
    """One field, or one entry of a list, that differs between two bodies.

    ``old`` and ``new`` are its pointers in both bodies; where it is missing, they lead
    to no value. ``was`` and ``now`` are the values, None if missing. ``subschema`` is
    that of the value, empty for an unknown field. ``values`` are the items that the
    list at ``pointer`` gains or loses.
    """

    old: Pointer
    new: Pointer
    how: How
    was: Any
    now: Any
    subschema: dict[str, Any]
    values: tuple[Any, ...] = ()

    @property
    def pointer(self) -> Pointer:
        """The pointer of the field in the new body; for an entry that of the list."""
        is_entry = self.values and isinstance(self.new[-1], int)
        return self.new[:-1] if is_entry else self.new


def differences(
    old: dict[str, Any], new: dict[str, Any], schema: Schema, *, is_live: bool = False
) -> Iterator[Difference]:
    """Yield the differences between two bodies of one kind.

    The order of keys, of job types and of entries makes no difference, and a missing
    field equals its default. With ``is_live``, the old body is what the service
    returns. It has more fields than were asked for, so only fields of the new body are
    compared.
    """
    comparison = _Comparison(schema, is_live=is_live)
    yield from comparison.mappings(old, new, (), (), schema.data)


class _Comparison:
    def __init__(self, schema: Schema, *, is_live: bool) -> None:
        self._schema = schema
        self._is_live = is_live

    def mappings(
        self,
        old: dict[str, Any],
        new: dict[str, Any],
        old_at: Pointer,
        new_at: Pointer,
        subschema: dict[str, Any],
    ) -> Iterator[Difference]:
        for key in dict.fromkeys([*new, *old]):
            was, now = _given(old, key), _given(new, key)
            if now is None and (was is None or self._is_live):
                continue
            if type(was) is type(now) in _SCALARS and was == now:
                continue  # most values; the rest of this loop costs more
            if key == _MOST and _follows(old, new):
                continue
            field = step_into(subschema, key, self._schema)
            yield from self._values(was, now, (*old_at, key), (*new_at, key), field)

    def _values(
        self,
        was: Any,
        now: Any,
        old: Pointer,
        new: Pointer,
        field: dict[str, Any],
    ) -> Iterator[Difference]:
        schema = self._schema
        if has_fields(field, schema) and _are(dict, was, now):
            yield from self.mappings(was or {}, now or {}, old, new, field)
            return
        item = step_into(field, 0, schema)
        if has_fields(item, schema) and _are(list, was, now):
            yield from self._entries(was or [], now or [], old, new, field)
        elif item:
            yield from _sets(was, now, old, new, field)
        elif not is_same(was, now, field):
            yield Difference(old, new, _how(was, now, field), was, now, field)

    def _entries(
        self,
        was: list[Any],
        now: list[Any],
        old: Pointer,
        new: Pointer,
        field: dict[str, Any],
    ) -> Iterator[Difference]:
        """Yield the differences of two lists of mappings."""
        matched = matched_entries(was, now)
        item = step_into(field, 0, self._schema)
        for first, second in matched.pairs:
            before, after = was[first], now[second]
            yield from self._values(before, after, (*old, first), (*new, second), item)
        for index in matched.removed:
            gone = (*old, index), (*new, len(now)), How.REMOVED
            yield Difference(*gone, was[index], None, field, (was[index],))
        for index in matched.added:
            come = (*old, len(was)), (*new, index), How.ADDED
            yield Difference(*come, None, now[index], field, (now[index],))


def _given(mapping: dict[str, Any], key: str) -> Any:
    value = mapping.get(key)
    return mapping.get(_COUNT) if value is None and key == _MOST else value


def _follows(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether the maximum only changes with the number of nodes, and one side omits it.

    Saved responses have both, and many manifests only the number.
    """
    is_omitted = None in (old.get(_MOST), new.get(_MOST))
    is_equal = all(_given(side, _MOST) == side.get(_COUNT) for side in (old, new))
    return is_omitted and is_equal


def _sets(
    was: Any, now: Any, old: Pointer, new: Pointer, field: dict[str, Any]
) -> Iterator[Difference]:
    """Yield what a list without order gains and loses."""
    before, after = _listed(was), _listed(now)
    lost = tuple(value for text, value in before.items() if text not in after)
    gained = tuple(value for text, value in after.items() if text not in before)
    if lost:
        yield Difference(old, new, How.REMOVED, was, now, field, lost)
    if gained:
        yield Difference(old, new, How.ADDED, was, now, field, gained)


def _listed(value: Any) -> dict[str, Any]:
    """Return the items of a list by their text; a single value is a list of one."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    return {canonical(item): item for item in items}


def is_same(was: Any, now: Any, field: dict[str, Any]) -> bool:
    """Whether two values mean the same to a field: ``3`` and ``"3"`` do."""
    return canonical(typed_value(was, field)) == canonical(typed_value(now, field))


def typed_value(value: Any, field: dict[str, Any]) -> Any:
    """Return a value in the type of its field; a missing one is the default."""
    types = field.get("type", ())
    if value is None:
        return field.get("default")
    if "integer" in types and isinstance(value, str) and value.isascii():
        return int(value) if value.isdigit() and len(value) < 20 else value  # noqa: PLR2004
    if "string" in types and isinstance(value, (bool, int)):
        return json.dumps(value)
    return value


def _how(was: Any, now: Any, field: dict[str, Any]) -> How:
    if was is None:
        return How.ADDED
    if now is None:
        return How.REMOVED
    before, after = typed_value(was, field), typed_value(now, field)
    if type(before) is int and type(after) is int:
        return How.RAISED if after > before else How.LOWERED
    return How.CHANGED


def canonical(value: Any) -> str:
    """Return a text that is equal for equal values, with keys in any order."""
    return json.dumps(value, sort_keys=True)


def _are(kind: type, *values: Any) -> bool:
    return all(value is None or isinstance(value, kind) for value in values)


def value_at(data: Any, pointer: Pointer) -> Any:
    """Return the value at a pointer, None if there is none."""
    for step in pointer:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step] if step < len(data) else None
        else:
            return None
    return data


def place_of(data: Any, pointer: Pointer) -> Location:
    """Return the location of a value; of a missing one, the nearest key around it."""
    ends = range(len(pointer), 0, -1)
    end = next((end for end in ends if value_at(data, pointer[:end]) is not None), 0)
    return Location(pointer[:end], Part.VALUE if end == len(pointer) else Part.KEY)
