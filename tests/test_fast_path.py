"""The fast path returns the same documents as the full reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manifests import REFERENCE, as_yaml
from pool_lint import Limits, Source
from pool_lint.parsing import Document
from pool_lint.parsing.json_reader import read_json
from pool_lint.parsing.yaml_fast_path import fast_documents
from pool_lint.parsing.yaml_markers import Markers
from pool_lint.parsing.yaml_reader import read_yaml
from pool_lint.rules import Location, Part, Pointer, builtin_rules
from pool_lint.testing import complete

SNIPPETS = [
    *("a", "b", "1", "0x1f", "1.5", "yes", "~", "null", "<<", "é", "9" * 20),
    *(": ", ":\n", "\n", "\n  ", "\n    ", "- ", "? ", ", ", "[", "]", "{", "}"),
    *('"', "'", "|\n", "&x ", "*x", "!t ", "! ", "---\n", "...\n", "%TAG ! a\n", "\t"),
    "# c\n",
]  # fmt: skip
EXAMPLES = [
    complete(text)
    for rule in builtin_rules()
    for text in (rule.documentation.bad, rule.documentation.good)
]
UNUSUAL = [
    "a: 1\na: 2\n",
    "? [a]\n: b\n",
    "<<: {a: b}\n",
    '"<<": {a: b}\n',
    "a: 1.5\n",
    "1: a\n",
    "a: ! 5\n",
    "- yes\n",
    "a: 99999999999999999999\n",
    "~: a\n",
    "a:\nb: ''\n",
    "a: |\n  b\n",
]
BLOCKS = "".join(f"{'  ' * n}a:\n" for n in range(80))
DEEP = [
    "[" * 70 + "]" * 70,
    "{a: " * 70 + "}" * 70,
    BLOCKS,
    "a: 1\n---\n" + BLOCKS,
    "- " * 70 + "a\n",
    "- " * 66 + "x\nkind: Pool\n",
    "? " * 499,
    "a: " + "[" * 64 + "]" * 64 + "x\n",
]
LIMITS = [
    Limits(),
    Limits(nodes=70, expanded=70, text=70),
    Limits(depth=5),
    Limits(documents=1),
]


def pointers(value: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    yield pointer
    steps = enumerate(value) if isinstance(value, list) else ()
    for step, below in value.items() if isinstance(value, dict) else steps:
        yield from pointers(below, (*pointer, step))


def described(documents: Iterable[Document]) -> list[Any]:
    return [
        (
            *(repr(d.data), d.index, d.region, d.defects, d.has_whole_float, d.broken),
            [
                (p, part, d.locate(Location(p, part)), d.text_at(p))
                for p in pointers(d.data)
                for part in Part
            ],
        )
        for d in documents
    ]


def examples(test: Callable[..., None]) -> Callable[..., None]:
    for text in (*UNUSUAL, *DEEP, *EXAMPLES):
        test = example(text)(example(f"kind: Pool\n---\n{text}")(test))
    return test


@examples
@given(st.lists(st.sampled_from(SNIPPETS), max_size=25).map("".join))
def test_fast_path_returns_what_the_full_reader_returns(text: str) -> None:
    source = Source("a.yaml", text)
    for limits in LIMITS:
        documents = fast_documents(source, limits)
        if documents is not None:
            assert described(documents) == described(read_yaml(source, limits))


@pytest.mark.parametrize("text", [as_yaml(REFERENCE), "", "# a\n", "a: 1\n---\n- b\n"])
def test_fast_path_reads_plain_texts(text: str) -> None:
    source = Source("a.yaml", text)
    documents = fast_documents(source, Limits())
    assert documents is not None
    assert described(documents) == described(read_yaml(source, Limits()))


@pytest.mark.parametrize(
    "text",
    ["a: yes\n", "a: &b c\n", "a: !b c\n", "a: [\n", "a: \x07\n", "a: 1\na: 2\n"],
)
def test_fast_path_leaves_other_texts_to_the_full_reader(text: str) -> None:
    assert fast_documents(Source("a.yaml", f"a: 1\n---\n{text}"), Limits()) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text('a"\\{[:,é\n', max_size=3),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.text('ab"\\}', max_size=2), below, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from([None, 2]), st.booleans())
@example({"metadata": {"labels": {"a": [{}], 'b"': "c"}}}, 2, True)
def test_json_values_have_the_same_ranges_with_and_without_a_tree(
    data: Any, indent: int | None, escaped: bool
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=escaped)
    for pointer in [*pointers(data), ("a", "missing"), ("missing", 0)]:
        [found], [known] = (list(read_json(Source("", text), Limits())) for _ in "ab")
        assert known.tree
        place = Location(pointer)
        assert found.locate(place) == known.tree.locate(place)
        assert found.locate(place) == known.tree.locate(place)


SCALARS = [
    "a: b\n",
    "a: 'b c' # d\n",
    'a: {b: "c\\n", d: }\n',
    "a:\n  b: c\n   d\n",
    "a: |\n  b\n\n",
    "a: >-\n  b\nc: d\n",
    "a:\n",
    "a: ''\n",
    "a: [b, {c: d}]\n",
    "- a: b\n",
    "a\n",
]


@pytest.mark.parametrize("text", [*SCALARS, *EXAMPLES])
def test_yaml_values_have_the_same_ranges_with_and_without_a_tree(text: str) -> None:
    source = Source("a.yaml", text)
    for index, document in enumerate(fast_documents(source, Limits()) or ()):
        for pointer in [*pointers(document.data), ("a", "missing"), ("missing", 0)]:
            place = Location(pointer)
            found = (fast_documents(source, Limits()) or [])[index]
            assert document.tree
            assert found.locate(place) == document.tree.locate(place), pointer


@pytest.mark.parametrize("end", [*"\n\r\x85\u2028\u2029", " ", "\t", ""])
@pytest.mark.parametrize("begin", ["a: b\n", "a: b\r\n", "a: b\x85", "a: b\u2028", ""])
def test_document_markers_start_a_line_and_end_at_white_space(
    begin: str, end: str
) -> None:
    assert Markers(f"{begin}---{end}").next(0) == len(begin)


@pytest.mark.parametrize("text", ["----", "a---", "a: ---\n", "---a", " ---\n", "--"])
def test_markers_skip_other_dashes(text: str) -> None:
    assert Markers(text).next(0) == len(text)
    assert Markers(f"{text}\n---\n").next(0) == len(text) + 1
