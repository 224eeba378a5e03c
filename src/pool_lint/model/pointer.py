"""The route to a value, and the two ways to write it."""

from __future__ import annotations

from collections.abc import Container, Sequence

Pointer = tuple[str | int, ...]
"""The route to a value: the keys of mappings and the 0-based indexes of lists."""


_LONGEST_KEY = 200


def _shown(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}…"


def shortened(pointer: Pointer) -> Pointer:
    """Return the pointer with absurdly long keys cut, to be printed."""
    return tuple(step if isinstance(step, int) else _shown(step) for step in pointer)


def json_pointer(pointer: Pointer) -> str:
    """Return the RFC 6901 form; the root is the empty string."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
    return "".join(f"/{step}" for step in steps)


def path(pointer: Pointer) -> str:
    """Return the form people write; keys that are no plain word stand in brackets."""
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
    """Whether a pointer leads to one of the others, or below."""
    return any(pointer[:end] in others for end in range(len(pointer) + 1))


def common(one: Sequence[str | int], other: Sequence[str | int]) -> int:
    """Return how many steps two routes share from their beginning."""
    same = [a == b for a, b in zip(one, other, strict=False)]
    return same.index(False) if False in same else len(same)


def item_of(pointer: Pointer) -> Pointer:
    """Return the pointer to the innermost list item on the way, () without a list.

    >>> item_of(("spec", "resources", 0, "count"))
    ('spec', 'resources', 0)
    """
    ends = (
        end for end in range(len(pointer), 0, -1) if isinstance(pointer[end - 1], int)
    )
    return pointer[: next(ends, 0)]
