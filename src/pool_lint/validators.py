"""The two validators: a compiled one for a yes, and one that says what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from pool_lint.edition import load, text

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs


@cache
def compiled(whole: str) -> jsonschema_rs.Draft202012Validator:
    """Return the fast validator of a schema, which says yes or no."""
    import jsonschema_rs  # noqa: PLC0415 - a run without a pool does not need it

    return jsonschema_rs.Draft202012Validator(text(whole))


def explaining(whole: str) -> jsonschema.protocols.Validator:
    """Return the slow validator, which says what is wrong."""
    return _explaining(whole)[0]


@contextmanager
def focused(data: object, whole: str) -> Iterator[jsonschema.protocols.Validator]:
    """Lend the slow validator, looking only where the fast one has found something.

    Of a document with one mistake that is a tenth, and half of the time that linting it
    takes. It is for small documents without fractions: the fast one makes a list of all
    that it finds, and takes 2.0 for an integer.
    """
    validator, focus = _explaining(whole)
    refused = compiled(whole).iter_errors(data)
    focus.ids = {i for error in refused for i in _ids(data, error.instance_path)}
    try:
        yield validator
    finally:
        focus.ids = None


class _Focus(threading.local):
    """The ids of the values to look at, None for all; each thread has its own."""

    ids: set[int] | None = None

    def on(self, instance: Any, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of a mapping to look at, with their schemas.

        Constants are what conditions are made of: those have to hold everywhere.
        """
        ids = self.ids
        if ids is None or not isinstance(instance, dict):
            return fields
        there = ((n, fields[n], value) for n, value in instance.items() if n in fields)
        return {n: s for n, s, value in there if id(value) in ids or "const" in s}


def _ids(value: Any, pointer: Iterable[str | int]) -> Iterator[int]:
    """Yield the ids of the values on the way to one."""
    for step in pointer:
        value = value[step]
        yield id(value)


@cache
def _explaining(whole: str) -> tuple[jsonschema.protocols.Validator, _Focus]:
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - start-up
    from referencing import Registry  # noqa: PLC0415 - start-up

    focus = _Focus()
    every: Any = Draft202012Validator.VALIDATORS["properties"]

    def some(validator: Any, fields: Any, instance: Any, schema: Any) -> Any:
        return every(validator, focus.on(instance, fields), instance, schema)

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    strict: Any = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"properties": some}, type_checker=types
    )
    # An empty registry: no reference is ever fetched.
    return strict(load(whole), registry=Registry()), focus


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
