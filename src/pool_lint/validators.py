"""The two validators: a compiled one for a yes, and one that says what is wrong."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pool_lint.edition import load

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs


@cache
def compiled(whole: str) -> jsonschema_rs.Draft202012Validator:
    """Return the fast validator of a schema, which says yes or no."""
    import jsonschema_rs  # noqa: PLC0415 - a run without a pool does not need it

    return jsonschema_rs.Draft202012Validator(load(whole))


@cache
def explaining(whole: str) -> jsonschema.protocols.Validator:
    """Return the slow validator, which says what is wrong."""
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - start-up
    from referencing import Registry  # noqa: PLC0415 - start-up

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    strict: Any = validators.extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    # An empty registry: no reference is ever fetched.
    validator: jsonschema.protocols.Validator = strict(load(whole), registry=Registry())
    return validator


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
