"""The compiled validator and jsonschema report the same failures."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from cases import every
from manifests import REFERENCE, REQUEST_SCHEMA, as_yaml, changed
from pool_lint import Limits, Source, lint_text
from pool_lint.parsing import read
from pool_lint.rules import builtin_rules
from pool_lint.testing import complete
from pool_lint.validation.failures import failures
from pool_lint.validation.schemas import EDITIONS, Schema, schema_names

EXAMPLES = [
    complete(example)
    for rule in builtin_rules()
    for example in (rule.documentation.bad, rule.documentation.good)
]


def failures_in(text: str) -> list[Any]:
    found = [
        (edition, name, f.pointer, f.keyword, f.expected, f.schema, f.rule)
        for document in read(Source("a.yaml", text), Limits())
        if not document.broken and isinstance(document.data, dict)
        for edition in EDITIONS
        for name in schema_names(edition)
        for f in failures(document, Schema(edition, name))
    ]
    return sorted(found, key=repr)


VALUES = [
    None,
    1,
    0,
    True,
    2.0,
    2.5,
    "",
    "x",
    "1",
    [],
    ["x"],
    {},
    {"x": 1},
    "Logical",
    "Train",
]
PLACES = [
    ("kind",),
    ("apiVersion",),
    ("x",),
    ("metadata",),
    ("metadata", "labels"),
    ("metadata", "labels", "os.modelarts/name"),
    ("metadata", "annotations", "os.modelarts/billing.mode"),
    ("metadata", "annotations", "os.modelarts/period.num"),
    ("metadata", "annotations", "x"),
    ("spec",),
    ("spec", "type"),
    ("spec", "scope"),
    ("spec", "network"),
    ("spec", "network", "name"),
    ("spec", "resources", 0),
    ("spec", "resources", 0, "count"),
    ("spec", "resources", 0, "os"),
    ("spec", "driver", "updateStrategy"),
]
changes = st.tuples(st.sampled_from(PLACES), st.sampled_from(VALUES))


def altered(*several: tuple[Any, Any]) -> dict[str, Any]:
    data = REFERENCE
    for change in several:
        try:
            data = changed(change, base=data)
        except (KeyError, TypeError, IndexError, AttributeError):
            continue  # an earlier change removed the parent
    return data


@given(st.lists(changes, min_size=1, max_size=4))
def test_both_validators_report_the_same_failures(
    several: list[tuple[Any, Any]],
) -> None:
    text = as_yaml(altered(*several))
    quick = failures_in(text)
    with patch("pool_lint.validation.failures._is_short", lambda _: False):
        assert quick == failures_in(text)


@every("text", EXAMPLES)
def test_both_validators_report_the_same_failures_in_examples(text: str) -> None:
    quick = failures_in(text)
    with patch("pool_lint.validation.failures._is_short", lambda _: False):
        assert quick == failures_in(text)


def test_failures_are_in_the_order_of_the_document() -> None:
    places: list[Any] = [("spec", "x"), ("spec", "scope", 0), ("spec", "type"), ("y",)]
    text = as_yaml(changed(*((place, 1) for place in places)))
    [document] = read(Source("a.yaml", text), Limits())
    found = [failure.pointer for failure in failures(document, REQUEST_SCHEMA)]
    order = [("y",), ("spec", "x"), ("spec", "type"), ("spec", "scope", 0)]
    assert list(dict.fromkeys(found)) == order


def test_fix_of_a_response_is_the_same_in_a_long_file() -> None:
    text = (
        "kind: Pool\nmetadata: {name: a, labels: {os.modelarts/resource.id: a}, "
        "annotations: {os.modelarts/tms.tags: a}}\nstatus: {phase: Running}\n"
    )
    [short], [long] = lint_text(text), lint_text(f"{text}# {'x' * 5000}\n")
    assert short.fix
    assert long.fix
    assert short.fix.message == long.fix.message
    assert len(short.fix.edits) == len(long.fix.edits) == 4
