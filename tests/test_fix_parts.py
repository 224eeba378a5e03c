"""The parts of fixing by themselves: what meets, what differs, what is a comment."""

from __future__ import annotations

from typing import Any

import pytest

from pool_lint import fix_text, lint_text
from pool_lint.batch import apart
from pool_lint.difference import differences
from pool_lint.document import Limits, read
from pool_lint.edits import TextEdit, applied, hunks
from pool_lint.edits.comments import comments
from pool_lint.edits.spot import Text
from pool_lint.finding import (
    Applicability,
    DocumentName,
    Finding,
    Hunk,
    LocatedEdit,
    LocatedFix,
    Severity,
    Span,
)
from pool_lint.pointer import Pointer, is_within
from pool_lint.source import Source
from test_fixes import HEAD, SPEC, annotation, spec

SOURCE = Source("a", "0123456789")


def fixing(*spans: tuple[int, int], touches: tuple[Pointer, ...] = ()) -> Finding:
    """A finding whose fix edits spans of the source."""
    edits = tuple(LocatedEdit(SOURCE.range(Span(*span)), "x") for span in spans)
    fix = LocatedFix(Applicability.SAFE, "", edits, touches)
    name = DocumentName(0, None, None)
    return Finding("RP1", "a", Severity.ERROR, "", "a", name, (), None, fix=fix)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((2, 4), (4, 6), False),
        ((2, 4), (3, 6), True),
        ((3, 6), (2, 4), True),
        ((4, 6), (2, 4), False),
        ((2, 8), (4, 5), True),
        ((4, 5), (2, 8), True),
        ((2, 4), (2, 4), True),
        ((3, 3), (3, 3), True),
        ((2, 4), (3, 3), True),
        ((3, 3), (2, 4), True),
        ((2, 4), (4, 4), False),
        ((4, 4), (4, 6), False),  # in this order it is clear what comes first
        ((4, 6), (4, 4), True),
        ((0, 1), (9, 10), False),
    ],
)
def test_what_meets(
    one: tuple[int, int], other: tuple[int, int], *, meet: bool
) -> None:
    both = [fixing(one), fixing(other)]
    assert len(list(apart(both, SOURCE))) == (1 if meet else 2)
    among = [fixing((0, 0)), fixing(one), fixing((9, 9)), fixing(other)]
    if 0 not in (*one, *other) and 9 not in (*one, *other):
        assert len(list(apart(among, SOURCE))) == (3 if meet else 4)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("a", "b"), ("a", "c"), False),
        (("a", "b"), ("a", "b"), True),
        (("a", "b"), ("a",), True),
        (("a",), ("a", "b"), True),
        (("a", "b", "c"), ("a", "b", "d"), False),
        (("a", 1), ("a", 2), False),
    ],
)
def test_what_touches_the_same(one: Pointer, other: Pointer, *, meet: bool) -> None:
    both = [fixing((1, 2), touches=(one,)), fixing((5, 6), touches=(other,))]
    third = fixing((8, 9), touches=(("z",),))
    assert len(list(apart([*both, third], SOURCE))) == (2 if meet else 3)


NAN = float("nan")


@pytest.mark.parametrize(
    ("old", "new", "gone", "wanted"),
    [
        (1, 1, [], []),
        (1, True, [], [()]),
        (1, 2, [], [()]),
        (NAN, NAN, [], []),
        (NAN, 1.0, [], [()]),
        (1.0, NAN, [], [()]),
        ({"a": 1}, {"a": 1, "b": 2}, [], [("b",)]),
        ({"a": 1, "b": 2}, {"b": 2}, [], [("a",)]),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, [], [("a", "b")]),
        ({"a": 1}, [1], [], [()]),
        ([1], {"a": 1}, [], [()]),
        ([1, 2], [1, 2], [("x",)], []),
        ([1, 2, 3], [1, 3], [], [()]),
        ([1, 2, 3], [1, 3], [(1,)], []),
        ([1, 2, 3], [1, 4], [(1,)], [(2,)]),
        ([1, 1, 1], [1], [(0,), (1,)], []),
        ([1, 2], [1], [(0,), (1,)], [()]),
        ([1, 2], [1, 2, 3], [], [()]),
        ({"a": [[1], [2]]}, {"a": [[2]]}, [("a", 0)], []),
    ],
)
def test_differences(
    old: Any, new: Any, gone: list[Pointer], wanted: list[Pointer]
) -> None:
    assert list(differences(old, new, gone=frozenset(gone))) == wanted


def test_what_is_within() -> None:
    assert is_within(("a", "b"), [("c",), ("a",)])
    assert is_within(("a",), [("a",)])
    assert not is_within(("a",), [("a", "b")])
    assert not is_within(("a",), [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b # c\n", ["# c"]),
        ("a: b# c\n", []),
        ("a: 'b # c' # d # e\n", ["# d # e"]),
        ("# a\n#b\nc: d\n#\n", ["# a", "#b", "#"]),
        ("a: [b,#c\n d]#e\n", ["#c", "#e"]),
        ("a: |\n  # b\n# c\n", ["# c"]),
        ("a: b,#c\n", []),
        ('"a # b": "c # d"# e\n', ["# e"]),
        ("a: # b\r  c # d\r", ["# b", "# d"]),
    ],
)
def test_comments(text: str, found: list[str]) -> None:
    [document] = read(Source("a.yaml", text), Limits())
    assert document.tree
    spans = comments(Text(document, document.tree), Span(0, len(text)))
    assert [text[start:end] for start, end in spans] == found


def test_edits_and_what_they_look_like() -> None:
    text = "".join(f"line {number}\n" for number in range(30))
    source = Source("a", text)
    edits = [TextEdit(Span(5, 6), "X"), TextEdit(Span(7, 14), "")]
    assert applied(text, edits).startswith("line X\nline 2\n")
    assert list(hunks(source, edits)) == [
        Hunk(1, ("line 0",), ("line X",)),
        Hunk(2, ("line 1",), ()),
    ]
    everything = [TextEdit(Span(0, len(text)), "")]
    [hunk] = hunks(source, everything)
    assert hunk.before == (*(f"line {number}" for number in range(6)), "…")
    assert hunk.after == ()
    many = [TextEdit(Span(n, n + 1), "") for n in range(0, 140, 14)]
    assert len(list(hunks(source, many))) == 6


def test_a_long_line_is_cut_where_it_changes() -> None:
    line = "".join(chr(97 + number % 26) for number in range(5_000))
    edit = TextEdit(Span(3_000, 3_001), "X")
    [hunk] = hunks(Source("a", line), [edit])
    [before], [after] = hunk.before, hunk.after
    assert before == f"…{line[2_960:3_080]}…"
    assert after == f"…{line[2_960:3_000]}X{line[3_001:3_080]}…"


def test_an_answer_with_many_fields() -> None:
    fields = "".join(f"  zzz{number:02}: a\n" for number in range(30))
    text = HEAD + SPEC + fields + "status: {phase: Running}\n"
    [finding] = lint_text(text)
    assert finding.fix
    assert finding.fix.message.endswith("spec.zzz19 and 11 more")
    assert finding.fix.message.startswith("remove spec.zzz00, spec.zzz01, ")
    few = HEAD + SPEC + "  zzz: a\nstatus: {phase: Running}\n"
    [finding] = lint_text(few)
    assert finding.fix
    assert finding.fix.message == "remove spec.zzz, status"
    assert fix_text(few, unsafe=True).text == HEAD + SPEC


def test_what_the_fix_of_a_comment_says() -> None:
    one = HEAD + SPEC + "# pool-lint: disable=RP302 -- x\n"
    several = one.replace("RP302", "RP302,RP303")
    messages = [
        [finding.fix.message for finding in lint_text(text) if finding.fix]
        for text in (one, several)
    ]
    assert messages == [["remove the comment"], ["remove RP302", "remove RP303"]]


REASONS = {
    "there would be more findings (RP201, RP202)": annotation('billing.mdoe: "1"'),
    "something else would change with it": (
        "apiVersion: v2\nkind: Pool\njobFlavors:\n  - |+\n    x\n\n\n"
        + HEAD[HEAD.index("metadata") :]
        + SPEC
    ),
    "it would not be taken for the same kind of document any more": (
        "apiVersion: v2\nmetadata:\n  annotations: {os.modelarts/order.id: x}\n" + SPEC
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_why_a_fix_is_left_out(reason: str) -> None:
    result = fix_text(REASONS[reason], unsafe=True)
    assert [step.reason for step in result.left] == [reason]


def test_a_file_too_large_to_try_everything_says_so() -> None:
    entry = "    - {flavor: modelarts.vm.gpu.tnt%04d, count: '2'}\n"
    head = SPEC[: SPEC.index("    - ")]
    refused = annotation('billing.mode: "0"', "period.num: 2").replace("-001", "-%03d")
    pools = "---\n".join(refused % number for number in range(60))
    comment = "#" * 60_000 + "\n"
    text = pools + "---\n" + comment + HEAD + head + entry % 1
    result = fix_text(text)
    assert [step.rule for step in result.made] == ["RP102"]
    assert len(result.left) == 60
    assert spec("count: 2", "count: 2") == HEAD + SPEC
