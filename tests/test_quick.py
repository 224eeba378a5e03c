"""What takes a shorter way ends at the same place as by the long one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manifests import (
    REFERENCE,
    REQUEST_SCHEMA,
    as_json,
    as_yaml,
    changed,
    schema_named,
)
from pool_lint import Limits, lint_text
from pool_lint.model.location import Span
from pool_lint.parsing import Document as Whole
from pool_lint.parsing import read
from pool_lint.parsing.source import Source
from pool_lint.parsing.yaml_scalars import plain, resolved
from pool_lint.rules.registry import builtin_rules
from pool_lint.testing import complete
from pool_lint.validation.failures import failures
from pool_lint.validation.schemas import EDITION_SCHEMAS

EXAMPLES = [
    complete(example)
    for rule in builtin_rules()
    for example in (rule.documentation.bad, rule.documentation.good)
]


@given(
    st.one_of(
        st.from_regex(r"[-+.0-9_:eExobnfaytruslNOYFT~=<]{0,9}", fullmatch=True),
        st.sampled_from(["yes", "No", "off", "ON", "True", "falsE", "NULL", "nullx"]),
        st.text(max_size=80),
    )
)
def test_what_is_remembered_of_a_word_is_what_it_means(text: str) -> None:
    scalar = plain(text)
    is_text = scalar.is_usual and scalar.value == text
    assert [resolved(text), resolved(text)] == [None if is_text else scalar] * 2


@pytest.mark.parametrize("text", ["!", "&", "*"])
def test_an_indicator_alone_has_a_meaning(text: str) -> None:
    """PyYAML resolves these to a tag of their own. No such file can be read."""
    assert plain(text).legacy == "a YAML indicator in YAML 1.1 and text in YAML 1.2"


def test_only_short_words_are_remembered() -> None:
    short, long = "0" * 64, "0" * 65
    resolved(short)
    with patch("pool_lint.parsing.yaml_scalars.plain", side_effect=plain) as resolving:
        assert resolved(short) == plain(short)
        assert resolving.call_count == 0
        assert resolved(long) == resolved(long) == plain(long)
        assert resolving.call_count == 2


@contextmanager
def long_way() -> Iterator[None]:
    """Nothing is small: budgets are counted, and a Builder looks at each document."""
    with patch("pool_lint.parsing.yaml_reader.are_small", lambda *_: False):
        yield


def seen(text: str, limits: Limits) -> list[Any]:
    return [
        (repr(d.data), d.index, d.region, d.defects, d.has_whole_float, d.broken)
        for d in read(Source("a.yaml", text), limits)
    ]


SNIPPETS = [
    *("a", "b", "1", "0x1f", "1.5", "yes", "~", "null", "<<", "é", "9" * 20),
    *(": ", ":\n", "\n", "\n  ", "\n    ", "- ", "? ", ", ", "[", "]", "{", "}"),
    *('"', "'", "|\n", "&x ", "*x", "!t ", "! ", "---\n", "...\n", "%TAG ! a\n", "\t"),
    "# c\n",
]  # fmt: skip
fragments = st.lists(st.sampled_from(SNIPPETS), max_size=25).map("".join)


@given(fragments)
@example("a: 1\na: 2\n")
@example("? [a]\n: b\n")
@example("<<: {a: b}\n")
@example('"<<": {a: b}\n')
@example("a: 1.5\n")
@example("1: a\n")
@example("a: ! 5\n")
@example("- yes\n")
@example("a: 99999999999999999999\n")
@example("~: a\n")
@example("a:\nb: ''\n")
def test_the_quick_reader_reads_what_the_careful_one_does(text: str) -> None:
    for limits in (Limits(), Limits(nodes=70, expanded=70, text=70)):
        quick = seen(text, limits)
        with long_way():
            assert quick == seen(text, limits)


@pytest.mark.parametrize("text", EXAMPLES)
def test_findings_are_the_same_by_the_long_way(text: str) -> None:
    quick = lint_text(text)
    with long_way():
        assert quick == lint_text(text)


@pytest.mark.parametrize("opened", ["[", "{a: "])
def test_what_is_too_deep_is_told_at_the_same_place(opened: str) -> None:
    closed = {"[": "]", "{a: ": "}"}[opened]
    blocks = "".join(f"{'  ' * n}a:\n" for n in range(80))
    for text in (
        opened * 70 + closed * 70,
        blocks,
        "- " * 70 + "a\n",
        "a: 1\n---\n" + blocks,
    ):
        quick = lint_text("kind: Pool\n---\n" + text)
        with long_way():
            assert quick == lint_text("kind: Pool\n---\n" + text)


# --- What the fast validator refuses, and what the careful one does


def failing(text: str) -> list[Any]:
    found = [
        (name, f.pointer, f.keyword, f.expected, f.schema, f.rule)
        for document in read(Source("a.yaml", text), Limits())
        if not document.broken and isinstance(document.data, dict)
        for name in EDITION_SCHEMAS
        for f in failures(document, schema_named(name))
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
            continue  # an earlier change has taken away where it would stand
    return data


@given(st.lists(changes, min_size=1, max_size=4))
def test_nothing_is_overlooked(several: list[tuple[Any, Any]]) -> None:
    text = as_yaml(altered(*several))
    quick = failing(text)
    with patch.object(Whole, "is_short", new=False):
        assert quick == failing(text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_nothing_is_overlooked_in_examples(text: str) -> None:
    quick = failing(text)
    with patch.object(Whole, "is_short", new=False):
        assert quick == failing(text)


def test_refusals_come_in_the_order_of_the_document() -> None:
    places: list[Any] = [("spec", "x"), ("spec", "scope", 0), ("spec", "type"), ("y",)]
    text = as_yaml(changed(*((place, 1) for place in places)))
    [document] = read(Source("a.yaml", text), Limits())
    found = [failure.pointer for failure in failures(document, REQUEST_SCHEMA)]
    order = [("y",), ("spec", "x"), ("spec", "type"), ("spec", "scope", 0)]
    assert list(dict.fromkeys(found)) == order


def test_what_is_removed_from_an_answer_is_the_same_in_a_long_file() -> None:
    text = (
        "kind: Pool\nmetadata: {name: a, labels: {os.modelarts/resource.id: a}, "
        "annotations: {os.modelarts/tms.tags: a}}\nstatus: {phase: Running}\n"
    )
    [short], [long] = lint_text(text), lint_text(f"{text}# {'x' * 5000}\n")
    assert short.fix
    assert long.fix
    assert short.fix.message == long.fix.message
    assert len(short.fix.edits) == len(long.fix.edits) == 4


# --- Threads


def test_threads_do_not_see_what_another_looks_at() -> None:
    wanted = [lint_text(text) for text in EXAMPLES]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lint_text, EXAMPLES * 10))
    finally:
        sys.setswitchinterval(interval)
    assert found == wanted * 10


def test_an_index_is_no_key() -> None:
    text = as_json(changed((("spec", "scope"), [1]), (("spec", "0"), "x")))
    found = {(f.rule, f.pointer): f.range for f in lint_text(text, filename="a.json")}
    start = text.index("1\n", text.index('"scope"'))
    place = found["RP102", ("spec", "scope", 0)]
    assert place == Source("a", text).range(Span(start, start + 1))


def test_what_is_deep_is_told_whatever_stands_beside_it() -> None:
    deep = "- " * 66 + "x\n"
    for text in (
        deep + "kind: Pool\n",
        "? " * 499,
        "a: " + "[" * 64 + "]" * 64 + "x\n",
    ):
        quick = lint_text(f"kind: Pool\n---\n{text}")
        with long_way():
            assert quick == lint_text(f"kind: Pool\n---\n{text}")
