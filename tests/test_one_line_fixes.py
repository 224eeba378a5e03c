"""Frames show a fix of one line as a sentence, and other fixes as a diff."""

from __future__ import annotations

import pytest

from pool_lint import FileResult, Report, Source
from pool_lint.engine.locate import RuleProblem, finding_of
from pool_lint.model.fix import LocatedFix
from pool_lint.model.fix import move as moved
from pool_lint.parsing import Limits, read
from pool_lint.reporters import Style, reporter
from pool_lint.reporters.one_line import describes_fix
from pool_lint.rules import (
    Applicability,
    Edit,
    Fix,
    Insert,
    Location,
    Part,
    Pointer,
    Problem,
    Removal,
    builtin_rules,
)

A, AB, B = ("a",), ("a", "b"), ("b",)


def frame_below_caret(
    text: str,
    *edits: Edit | Removal | Insert,
    at: Pointer = A,
    help_text: str | None = "see the manual",
    name: str = "a.yaml",
) -> list[str]:
    """Return the lines of the frame between the caret and the rule."""
    [document] = read(Source(name, text), Limits())
    fix = Fix(Applicability.SAFE, "change it", edits)
    problem = Problem(Location(at), "wrong", help_text, fix=fix)
    found = finding_of(RuleProblem(builtin_rules()[0], problem), document, file=name)
    report = Report((FileResult(name, (found,)),))
    lines = "".join(reporter("full")(report, Style())).splitlines()
    caret = next(n for n, line in enumerate(lines) if line.rstrip().endswith("^"))
    return [line.strip() for line in lines[caret + 1 : -2] if " = help" not in line]


def edit(value: str | int, pointer: Pointer = A, part: Part = Part.VALUE) -> Edit:
    return Edit(Location(pointer, part), value)


@pytest.mark.parametrize(
    ("text", "change", "sentence"),
    [
        ("a: 5\n", edit(3), "replace 5 with 3"),
        ("a: forced\n", edit("force"), 'replace "forced" with "force"'),
        ("a: 'x'\n", edit("y"), "replace 'x' with 'y'"),
        ("a: on\n", edit("on"), 'replace on with "on"'),
        ('a: "2"\n', edit(2), 'replace "2" with 2'),
        ("a: x'\"\n", edit("y"), 'replace `x\'"` with "y"'),
        (f"a: {'x' * 90}\n", edit("y"), 'replace it with "y"'),
        ("a: x\u202ey\n", edit("xy"), 'replace "x\\u202ey" with "xy"'),
        ("a: 5\nc: 1\n", edit("b", A, Part.KEY), 'replace "a" with "b"'),
        ("a: 5\nb: 6\n", Removal(A), "remove this line"),
        ("{a: 5, b: 6}\n", Removal(A), 'remove "a: 5"'),
        ("{b: 5, a: 6}\n", Removal(A), 'remove "a: 6"'),
        ("a: 5\n", Insert(B, 3), 'insert "b: 3" below line 1'),
        ("a: 5", Insert(B, 3), 'insert "b: 3" below line 1'),
        ("a: 5\n", Insert(B, 3, first=True), 'insert "b: 3" at the top'),
        ("x: 1\na: 5\n", Insert(B, "v 2"), 'insert `b: "v 2"` below line 2'),
        ("{a: 5}\n", Insert(B, 3), 'insert "b: 3"'),
        ("a: {}\n", Insert(AB, 3), 'insert "b: 3"'),
    ],
)
def test_fix_of_one_line_is_one_sentence(
    text: str, change: Edit | Removal | Insert, sentence: str
) -> None:
    assert frame_below_caret(text, change) == [f"= fix: {sentence} (--fix)"]


def test_json_field_is_inserted_without_its_comma() -> None:
    text = '{\n  "a": 5\n}\n'
    [line] = frame_below_caret(text, Insert(B, 3), name="a.json")
    assert line == '= fix: insert `"b": 3` below line 2 (--fix)'


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("a: 5\nb: 6\nc: 7\n", (Removal(A), Removal(B))),
        ("a: 5\nb: 6\n", (edit(3, B),)),  # the caret is in another line
        ("a:\n  b: 5\nc: 1\n", (Removal(A),)),
        ("a: |\n  x\n  y\n", (edit("z"),)),
        ("a: 5\n", (Insert(B, {"c": 1, "d": 2}),)),
        ("a: 5\n", (edit("x" * 90),)),
        ("a: 5\nb: {}\n", moved(A, ("b", "a"))),
    ],
)
def test_fix_of_several_places_is_a_diff(
    text: str, edits: tuple[Edit | Removal | Insert, ...]
) -> None:
    first, *diff = frame_below_caret(text, *edits)
    assert first == "= fix: change it (--fix)"
    assert any(line[2:4] in {"- ", "+ "} for line in diff)


def test_a_move_shows_both_lines_and_a_gap() -> None:
    text = "a: 5\nb:\n  c: 1\nd: 2\n"
    assert frame_below_caret(text, *moved(A, ("b", "a"))) == [
        "= fix: change it (--fix)",
        "|",
        "1 - a: 5",
        "⋮",
        "4 +   a: 5",
        "|",
    ]


def test_a_fix_is_shown_without_help_text() -> None:
    [line] = frame_below_caret("a: 5\n", edit(3), help_text=None)
    assert line == "= fix: replace 5 with 3 (--fix)"


@pytest.mark.parametrize(
    ("text", "message", "is_named"),
    [
        ('did you mean "force"?', 'write "force"', True),
        ("set a to 3", "set a to 3", True),
        ("set spec.resources[3].maxCount to 5", "set maxCount to 3", False),
        ("it belongs at spec.driver", "move it to spec.driver", True),
        ("remove it, or add a flavor", "remove it", False),
        ("remove a; it has no effect", "remove a", False),
        ("did you forget b? Otherwise remove a", "remove a", False),
    ],
)
def test_help_that_names_the_fix_is_not_repeated(
    text: str, message: str, *, is_named: bool
) -> None:
    assert describes_fix(text, LocatedFix(Applicability.SAFE, message, ())) is is_named
