"""Where two values differ: what a fix changed, and whether it was meant to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pool_lint.pointer import Pointer


def differences(old: Any, new: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    """Yield pointers to what is not the same in two values of JSON-like data.

    Lists of different lengths differ as a whole; the order of keys does not count.

    >>> list(differences({"a": [1, 2]}, {"a": [1, 3], "b": None}))
    [('a', 1), ('b',)]
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if key in old and key in new:
                yield from differences(old[key], new[key], (*pointer, key))
            else:
                yield (*pointer, key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, pair in enumerate(zip(old, new, strict=True)):
            yield from differences(*pair, (*pointer, index))
    elif type(old) is not type(new) or _is_other(old, new):
        yield pointer


def _is_other(old: Any, new: Any) -> bool:
    """Whether two scalars, or lists, differ; NaN is the same as NaN."""
    return bool(old != new) and (old == old or new == new)  # noqa: PLR0124 - of NaN


def is_within(pointer: Pointer, others: Iterable[Pointer]) -> bool:
    """Whether a pointer leads to one of the others or below, or to an item's list."""
    return any(
        pointer[: len(other)] == other
        or (pointer == other[:-1] and isinstance(other[-1], int))
        for other in others
    )
