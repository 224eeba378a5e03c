"""Where two values differ: what a fix changed, and whether it was meant to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pool_lint.model.pointer import Pointer


def differences(
    old: Any,
    new: Any,
    pointer: Pointer = (),
    gone: frozenset[Pointer] = frozenset(),
) -> Iterator[Pointer]:
    """Yield pointers to what is not the same in two values of JSON-like data.

    A list may lack the items that are ``gone``; one of another length differs as a
    whole. The order of keys does not count.

    >>> list(differences({"a": [1, 2]}, {"a": [1, 3], "b": None}))
    [('a', 1), ('b',)]
    >>> list(differences({"a": [1, 2, 3]}, {"a": [1, 4]}, gone=frozenset({("a", 1)})))
    [('a', 2)]
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if key in old and key in new:
                yield from differences(old[key], new[key], (*pointer, key), gone)
            else:
                yield (*pointer, key)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _in_lists(old, new, pointer, gone)
    elif type(old) is not type(new) or _is_other(old, new):
        yield pointer


def _in_lists(
    old: list[Any], new: list[Any], pointer: Pointer, gone: frozenset[Pointer]
) -> Iterator[Pointer]:
    numbers: Sequence[int] = range(len(old))
    if len(old) != len(new):
        numbers = [n for n in numbers if (*pointer, n) not in gone]
    if len(numbers) != len(new):
        yield pointer
        return
    for number, item in zip(numbers, new, strict=True):
        yield from differences(old[number], item, (*pointer, number), gone)


def _is_other(old: Any, new: Any) -> bool:
    """Whether two scalars differ; NaN is the same as NaN."""
    return bool(old != new) and (old == old or new == new)  # noqa: PLR0124 - of NaN
