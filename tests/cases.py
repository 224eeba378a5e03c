"""Runs a test with many cases as one test, which names the cases that fail."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any


def every(
    names: str | tuple[str, ...],
    values: Iterable[Any],
    ids: Iterable[str] | Callable[[Any], str] = ascii,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator like ``pytest.mark.parametrize`` that makes one test.

    A test for each case takes 2 ms more: too much for thousands of checks that take
    less. All cases run, also after one that fails. They share the fixtures.
    """
    given = list(values)
    labels = list(map(ids, given) if callable(ids) else ids)
    assert given, "no case"

    def arguments(value: Any) -> dict[str, Any]:
        if isinstance(names, str):
            return {names: value}
        return dict(zip(names, value, strict=True))

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def run(**fixtures: Any) -> None:
            failed = []
            for label, value in zip(labels, given, strict=True):
                try:
                    test(**fixtures, **arguments(value))
                except Exception as error:  # noqa: BLE001 - any error fails the case
                    error.add_note(f"case: {label}")
                    failed.append(error)
            if failed:
                message = f"{len(failed)} of {len(given)} cases fail"
                raise ExceptionGroup(message, failed)

        signature = inspect.signature(test)
        filled = arguments(given[0])
        rest = [p for n, p in signature.parameters.items() if n not in filled]
        vars(run)["__signature__"] = signature.replace(parameters=rest)
        return run

    return decorate
