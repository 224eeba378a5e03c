"""Pointers to values, and the two ways to write them."""

from __future__ import annotations

from collections.abc import Container, Sequence

Pointer = tuple[str | int, ...]
"""The route to a value: the keys of mappings and the 0-based indexes of lists."""


_LONGEST_KEY = 200


def _shown(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}…"


def shortened(pointer: Pointer) -> Pointer:
    """Return the pointer with very long keys cut, for output."""
    return tuple(step if isinstance(step, int) else _shown(step) for step in pointer)


def json_pointer(pointer: Pointer) -> str:
    """Return the pointer in the form of RFC 6901; the root is the empty string."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
    return "".join(f"/{step}" for step in steps)


def path(pointer: Pointer) -> str:
    """Return the pointer as people write it: ``spec.resources[0].count``.

    Keys that are not plain words are in brackets and quotes.
    """
    text = ""
    for step in pointer:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.isascii() and step.isidentifier():
            text += f".{_shown(step)}" if text else _shown(step)
        else:
            text += f'["{_shown(step)}"]'
    return text


def is_within(pointer: Pointer, others: Container[Pointer]) -> bool:
    """Return whether a pointer equals one of the others or is below one."""
    return any(pointer[:end] in others for end in range(len(pointer) + 1))


def common(one: Sequence[str | int], other: Sequence[str | int]) -> int:
    """Return the number of equal steps at the start of two pointers."""
    same = [a == b for a, b in zip(one, other, strict=False)]
    return same.index(False) if False in same else len(same)


def item_of(pointer: Pointer) -> Pointer:
    """Return the pointer of the innermost list item around a value, () if none.

    >>> item_of(("spec", "resources", 0, "count"))
    ('spec', 'resources', 0)
    """
    ends = (
        end for end in range(len(pointer), 0, -1) if isinstance(pointer[end - 1], int)
    )
    return pointer[: next(ends, 0)]
