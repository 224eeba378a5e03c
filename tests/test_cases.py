"""The helper that runs many cases as one test."""

from __future__ import annotations

import inspect

import pytest

from cases import every


@every(("number", "text"), [(1, "a"), (2, "b"), (3, "c")], ids=["x", "y", "z"])
@every("factor", [1, 10])
def check(number: int, text: str, factor: int, most: int) -> None:
    assert number * factor <= most, text


def test_a_failing_case_is_named_and_the_others_run() -> None:
    with pytest.raises(ExceptionGroup, match="2 of 3 cases fail") as caught:
        check(most=10)
    labels = [error.__notes__ for error in caught.value.exceptions]
    assert labels == [["case: y"], ["case: z"]]
    inner = caught.value.exceptions[0]
    assert isinstance(inner, ExceptionGroup)
    assert [error.__notes__ for error in inner.exceptions] == [["case: 10"]]
    assert str(inner.exceptions[0]).startswith("b\nassert (2 * 10) <= 10")


def test_cases_that_pass_raise_nothing_and_leave_the_fixtures() -> None:
    check(most=30)
    assert list(inspect.signature(check).parameters) == ["most"]


def test_a_test_without_cases_is_refused() -> None:
    with pytest.raises(AssertionError, match="no case"):
        every("number", [])
