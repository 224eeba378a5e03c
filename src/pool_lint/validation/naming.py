"""Short names of fields, as rules, settings and tables of constraints use them."""

from __future__ import annotations

from pool_lint.model.pointer import Pointer
from pool_lint.validation.fields import FieldPath, routes, written
from pool_lint.validation.schemas import CREATE_POOL

_PREFIX = "os.modelarts/"
_IN_METADATA = ("metadata", "labels", "name")


def shorthand(pointer: Pointer) -> str:
    """Return the short name of a field, as rules and tables of constraints use it.

    >>> shorthand(("metadata", "annotations", "os.modelarts/period.num"))
    'annotations.period.num'
    >>> shorthand(("spec", "resources", 0, "count"))
    'spec.resources[].count'
    """
    route = tuple("[]" if isinstance(step, int) else step for step in pointer)
    if route[:2] == ("items", "[]"):  # of a list of answers
        route = route[2:]
    if len(route) == len(_IN_METADATA) and route[-1].startswith(_PREFIX):
        return f"{route[1]}.{route[-1].removeprefix(_PREFIX)}"
    return written(route)


def routes_named(name: str, whole: str = CREATE_POOL) -> list[FieldPath]:
    """Return the ways to the fields that a name means: a short name, or its end.

    >>> routes_named("order.id")
    [('metadata', 'annotations', 'os.modelarts/order.id')]
    """
    ending = f".{name.replace(_PREFIX, '')}"
    found = [route for route in routes(whole) if f".{_short(route)}".endswith(ending)]
    return [route for route in found if route[-1] != "[]"]


def short_names(whole: str = CREATE_POOL) -> list[str]:
    """Return the short names of all fields."""
    return [_short(route) for route in routes(whole)]


def _short(route: FieldPath) -> str:
    return shorthand(tuple(0 if step == "[]" else step for step in route))
