"""Fixes that insert entries in the style of their neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from manifests import HEAD, PREFIX, changed
from pool_lint import FixResult, Limits, Source, fix_text
from pool_lint.edits import edited_text, text_edits, touched_pointers
from pool_lint.model.fix import move
from pool_lint.parsing import Document, read
from pool_lint.rules import (
    Applicability,
    Edit,
    Fix,
    Insert,
    Location,
    Pointer,
    Pool,
    Problem,
    Removal,
    builtin_rules,
    rule,
)
from test_fixes import SPEC


def document_of(text: str, name: str = "a.yaml") -> Document:
    [document] = read(Source(name, text), Limits())
    return document


def inserted(text: str, *edits: Edit | Removal | Insert, name: str = "a.yaml") -> str:
    """Return the text with the edits made, or "" if they are not possible."""
    document = document_of(text, name)
    found = text_edits(document, Fix(Applicability.SAFE, "", edits))
    return "" if found is None else edited_text(document.source.text, found)  # type: ignore[union-attr]


A, AB, ABC = ("a",), ("a", "b"), ("a", "b", "c")
FIRST = {"first": True}


@pytest.mark.parametrize(
    ("before", "pointer", "value", "after"),
    [
        # Blocks.
        ("x: 1\n", A, "v2", "x: 1\na: v2\n"),
        ("x: 1", A, "v2", "x: 1\na: v2"),
        ("x: 1  # one\n\n# end\n", A, 2, "x: 1  # one\na: 2\n\n# end\n"),
        ("x: 1\r\ny: 2\r\n", A, 2, "x: 1\r\ny: 2\r\na: 2\r\n"),
        ("x: 1\ry: 2", A, 2, "x: 1\ry: 2\ra: 2"),
        ("---\nx: 1\n...\n", A, 2, "---\nx: 1\na: 2\n...\n"),
        ("a:\n   x: 1\ny: 2\n", AB, 2, "a:\n   x: 1\n   b: 2\ny: 2\n"),
        ("a:\n  b:\n    x:\n", ABC, 2, "a:\n  b:\n    x:\n    c: 2\n"),
        ("x: 1\n", ABC, 2, "x: 1\na:\n  b:\n    c: 2\n"),
        (
            "a:\n  x: |\n    text\n\ny: 1\n",
            AB,
            2,
            "a:\n  x: |\n    text\n  b: 2\n\ny: 1\n",
        ),
        # Items of lists.
        ("a:\n- x: 1\n- y: 2\n", ("a", 0, "b"), 3, "a:\n- x: 1\n  b: 3\n- y: 2\n"),
        ("a:\n  -   x: 1\n", ("a", 0, "b"), 3, "a:\n  -   x: 1\n      b: 3\n"),
        ("a: [{x: 1}, {y: 2}]\n", ("a", 1, "b"), 3, "a: [{x: 1}, {y: 2, b: 3}]\n"),
        # Brackets.
        ("{x: 1}\n", A, 2, "{x: 1, a: 2}\n"),
        ("{x: 1, y: 2,}\n", A, 2, "{x: 1, y: 2, a: 2,}\n"),
        ("{x: 1 # one\n }\n", A, 2, "{x: 1, a: 2 # one\n }\n"),
        ("{\n  x: 1\n}\n", A, 2, "{\n  x: 1,\n  a: 2\n}\n"),
        (
            "{\n  x: 1, # one\n  y: 2\n}\n",
            A,
            2,
            "{\n  x: 1, # one\n  y: 2,\n  a: 2\n}\n",
        ),
        ("{x: }\n", A, 2, "{x: , a: 2}\n"),
        ("{x}\n", A, 2, "{x, a: 2}\n"),
        ("{x: 1 , y: 2}\n", A, 2, "{x: 1 , y: 2 , a: 2}\n"),
        ("{x: 1}\n", ABC, 2, "{x: 1, a: {b: {c: 2}}}\n"),
        ("{x: 1}\n", A, {"b": [1, {}]}, "{x: 1, a: {b: [1, {}]}}\n"),
        # Empty mappings.
        ("{}\n", A, 2, "{a: 2}\n"),
        ("a: {}  # none\n", AB, 2, "a: {b: 2}  # none\n"),
        ("a: { }\n", ABC, "x", "a: {b: {c: x} }\n"),
        # Values.
        ("x: y\n", A, "true", 'x: y\na: "true"\n'),
        ("x: y\n", A, "1", 'x: y\na: "1"\n'),
        ("x: 'y'\n", A, "it's", "x: 'y'\na: 'it''s'\n"),
        ("x: 'y'\n", A, "two\nlines", "x: 'y'\na: \"two\\nlines\"\n"),
        ('"x": "y"\n', A, "z", '"x": "y"\n"a": "z"\n'),
        ("x: y\n", A, "é\U0001f600\n", 'x: y\na: "\\u00e9\U0001f600\\n"\n'),
        ("x: y\n", A, True, "x: y\na: true\n"),
        ("x: y\n", A, None, "x: y\na: null\n"),
        ("x: y\n", A, 1.5, "x: y\na: 1.5\n"),
        ("x: y\n", A, [], "x: y\na: []\n"),
        ("x: y\n", A, {"b c": 1}, 'x: y\na:\n  "b c": 1\n'),
        ("x: y\r\n", A, ["b", 1], "x: y\r\na:\r\n  - b\r\n  - 1\r\n"),
        (
            "x: y\n",
            A,
            [{"b": {"c": [1]}, "d": {}}, [2, 3]],
            "x: y\na:\n  - b:\n      c:\n        - 1\n    d: {}\n  - - 2\n    - 3\n",
        ),
        # The mapping has an unused anchor, or a scalar in it is shared.
        ("a: &a\n  x: 1\n", AB, 2, "a: &a\n  x: 1\n  b: 2\n"),
        ("a: {x: &x 1}\ny: *x\n", AB, 2, "a: {x: &x 1, b: 2}\ny: *x\n"),
    ],
)
def test_an_entry_is_inserted_after_the_others(
    before: str, pointer: Pointer, value: Any, after: str
) -> None:
    assert inserted(before, Insert(pointer, value)) == after
    assert document_of(after).get(*pointer) == value


@pytest.mark.parametrize(
    ("before", "pointer", "after"),
    [
        ("# x\nx: 1\ny: 2\n", A, "# x\na: v2\nx: 1\ny: 2\n"),
        ("x: 1\r\n", A, "a: v2\r\nx: 1\r\n"),
        ("x: 1", A, "a: v2\nx: 1"),
        ("a:\n  x: 1\n", ABC, "a:\n  b:\n    c: v2\n  x: 1\n"),
        (
            "a:\n  - x: 1\n    y: 2\n",
            ("a", 0, "b"),
            "a:\n  - b: v2\n    x: 1\n    y: 2\n",
        ),
        ("{x: 1}\n", A, "{a: v2, x: 1}\n"),
        ("{\n  x: 1,\n  y: 2\n}\n", A, "{\n  a: v2,\n  x: 1,\n  y: 2\n}\n"),
        ("{\n  x: 1\n}\n", A, "{\n  a: v2,\n  x: 1\n}\n"),
        ("{ }\n", A, "{a: v2 }\n"),
    ],
)
def test_an_entry_is_inserted_before_the_others(
    before: str, pointer: Pointer, after: str
) -> None:
    assert inserted(before, Insert(pointer, "v2", first=True)) == after
    assert document_of(after).get(*pointer) == "v2"


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ('{"x": 1}', "é", '{"x": 1, "a": "\\u00e9"}'),
        ('{"x":1,"y":[]}', {"b": 1}, '{"x":1,"y":[],"a":{"b":1}}'),
        ('{\r\n\t"x": 1\r\n}', True, '{\r\n\t"x": 1,\r\n\t"a": true\r\n}'),
        (
            '{\n  "x": {},\n  "y": null\n}\n',
            "b",
            '{\n  "x": {},\n  "y": null,\n  "a": "b"\n}\n',
        ),
        ("{}", [None, 1.5], '{"a": [null, 1.5]}'),
    ],
)
def test_an_entry_is_inserted_into_json(before: str, value: Any, after: str) -> None:
    assert inserted(before, Insert(A, value), name="a.json") == after
    assert document_of(after, "a.json").get("a") == value


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        # The mapping is shared, or the key comes from a merge.
        ("a: &a {x: 1}\ny: *a\n", AB),
        ("y: &a {x: 1}\na: *a\n", AB),
        ("y: &a {x: {z: 1}}\na: *a\n", ("a", "x", "b")),
        ("y: &a {b: 1}\na:\n  <<: *a\n", AB),
        ("y: &a {b: {x: 1}}\na:\n  <<: *a\n", ABC),
        # The key exists, or its parent is not a mapping.
        ("a: 1\n", A),
        ("a:\n", A),
        ("a: 1\na: 2\n", A),
        ("a: {x: 1}\na: {y: 1}\n", AB),
        ("a: 1\n", AB),
        ("a: [1]\n", ("a", 1)),
        ("a: [1]\n", ("a", 1, "b")),
        ("a: [1]\n", ("a", 0, "b")),
        ("a: {x: 1}\n", ("a", 0)),
        ("- a\n", A),
        ("a\n", A),
        ("x: 1\n", ()),
        # The position is not certain.
        ("? x\n: 1\n", A),
        ("{? x : 1}\n", A),
        ("a: { # none\n  }\n", AB),
    ],
)
def test_an_impossible_insertion_is_refused(text: str, pointer: Pointer) -> None:
    for insert in (Insert(pointer, 1), Insert(pointer, 1, first=True)):
        assert inserted(text, insert) == ""


def test_a_moved_entry_is_a_removal_and_an_insertion() -> None:
    text = "x: 1  # one\na: {}\ny:\n  z: 1\n"
    assert move(("x",), AB) == (Removal(("x",)), Insert(AB, source=("x",)))
    assert inserted(text, *move(("x",), ("y", "x"))) == (
        "a: {}\ny:\n  z: 1\n  x: 1  # one\n"
    )
    assert inserted(text, *reversed(move(("x",), AB))) == (
        "# one\na: {b: 1}\ny:\n  z: 1\n"
    )


def test_an_insertion_without_the_removal_copies_the_entry() -> None:
    text = "x: 1  # one\ny: {z: 1}\n"
    assert inserted(text, Insert(("y", "x"), source=("x",))) == (
        "x: 1  # one\ny: {z: 1, x: 1}\n"
    )
    assert inserted(text, Insert(A, source=("x",))) == (
        "x: 1  # one\ny: {z: 1}\na: 1  # one\n"
    )
    assert inserted("x: 1", Insert(A, source=("x",))) == "x: 1\na: 1"


def test_a_fix_touches_the_highest_mapping_that_it_adds() -> None:
    document = document_of("a: {x: 1}\nspec: [{x: 1}]\n")
    edits = (Insert(ABC, 1), Insert(("spec", 0, "y"), 1), Insert(("z",), 1))
    fix = Fix(Applicability.SAFE, "", edits)
    assert touched_pointers(document, fix) == (AB, ("spec", 0, "y"), ("z",))


# --- Fixes of a rule


def is_missing(pool: Pool, pointer: Pointer) -> bool:
    """Return whether a field of the pool, or of one of its resources, is missing."""
    *above, last = map(str, pointer)
    if above[:2] == ["spec", "resources"]:
        return pool.resources[int(above[2])].is_missing(*above[3:], last)
    return pool.is_missing(*above, last)


def fixed(text: str, *inserts: Insert, name: str = "a.yaml") -> FixResult:
    """Fix a text with a rule that reports the fields to insert as missing."""

    def missing_field(pool: Pool) -> Iterator[Problem]:
        missing = [one for one in inserts if is_missing(pool, one.pointer)]
        for insert in missing:
            fix = Fix(Applicability.SAFE, f"add {insert.pointer[-1]}", (insert,))
            yield Problem(Location(()), "a field is missing", fix=fix)

    rules = [*builtin_rules(), rule("RP990")(missing_field)]
    return fix_text(text, filename=name, rules=rules)


def test_a_rule_adds_missing_fields() -> None:
    text = (
        (HEAD + SPEC).replace("apiVersion: v2\n", "").replace("count: 2", "count: 2 ")
    )
    version = Insert(("apiVersion",), "v2", first=True)
    prefix = Insert(("metadata", "labels", "os.modelarts/node.prefix"), "a-b")
    most = Insert(("spec", "resources", 0, "maxCount"), 2)
    done = fixed(text, version, prefix, most)
    wanted = HEAD + "    os.modelarts/node.prefix: a-b\n" + SPEC
    assert done.text == wanted.replace("count: 2", "count: 2, maxCount: 2 ")
    assert [step.message for step in done.made] == [
        "add apiVersion",
        "add os.modelarts/node.prefix",
        "add maxCount",
    ]
    assert (done.findings, done.left) == ([], ())


def test_fields_of_the_same_new_mapping_are_added_in_two_rounds() -> None:
    where = ("metadata", "annotations")
    mode = Insert((*where, "os.modelarts/billing.mode"), "0")
    text = Insert((*where, "os.modelarts/description"), "7")
    done = fixed(HEAD + SPEC, mode, text)
    lines = '    os.modelarts/billing.mode: "0"\n    os.modelarts/description: "7"\n'
    assert done.text == f"{HEAD}  annotations:\n{lines}{SPEC}"
    assert len(done.made) == 2


def test_json_gets_a_missing_field() -> None:
    before = json.dumps(changed((("metadata", "labels"), {f"{PREFIX}name": "a-b"})))
    workspace = Insert(("metadata", "labels", f"{PREFIX}workspace.id"), "0")
    done = fixed(before, workspace, name="a.json")
    assert json.loads(done.text) == changed(
        (("metadata", "labels"), {f"{PREFIX}name": "a-b", f"{PREFIX}workspace.id": "0"})
    )


@pytest.mark.parametrize(
    ("text", "insert", "reason"),
    [
        # The value is not read as intended, or another value changes.
        (HEAD + SPEC, Insert(("x",), float("inf")), "other values would change"),
        (
            HEAD + SPEC + "x: |+\n  y\n\n",
            Insert(("z",), 1),
            "other values would change",
        ),
        # The document would be recognised as another kind.
        (
            HEAD.replace("kind: Pool\n", "") + SPEC,
            Insert(("kind",), "Network"),
            "recognised as another kind",
        ),
    ],
)
def test_an_insertion_that_changes_more_is_refused(
    text: str, insert: Insert, reason: str
) -> None:
    done = fixed(text, insert)
    assert done.text == text
    assert reason in done.left[0].reason
