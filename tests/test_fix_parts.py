"""The parts of fixing: overlaps, differences, comments, trials and edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

import pytest

from manifests import HEAD
from pool_lint import (
    Config,
    FileResult,
    Finding,
    Kind,
    Limits,
    Severity,
    Source,
    fix_text,
    lint_text,
)
from pool_lint.edits import TextEdit, edited_text, hunks
from pool_lint.edits.comments import comments
from pool_lint.edits.text import EditableText
from pool_lint.engine.fix_trial import FixTrial, differences, non_overlapping
from pool_lint.engine.linter import Linter
from pool_lint.model.fix import Hunk, LocatedEdit, LocatedFix
from pool_lint.model.location import DocumentName, Span
from pool_lint.model.pointer import is_within
from pool_lint.parsing import read
from pool_lint.parsing.nodes import merge_sources
from pool_lint.parsing.tree_index import entry_numbers
from pool_lint.rules import (
    Applicability,
    Edit,
    Fix,
    Pointer,
    Pool,
    Problem,
    Rule,
    builtin_rules,
    rule,
)
from test_fixes import COUNT, MOVED, SPEC, annotation, spec

SOURCE = Source("a", "0123456789")


def fixing(*spans: tuple[int, int], touches: tuple[Pointer, ...] = ()) -> Finding:
    """Return a finding whose fix edits spans of the source."""
    edits = tuple(LocatedEdit(SOURCE.range(Span(*span)), "x") for span in spans)
    fix = LocatedFix(Applicability.SAFE, "", edits, touches)
    name = DocumentName(0, None, None)
    return Finding("RP1", "a", Severity.ERROR, "", "a", name, (), None, fix=fix)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
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
        ((4, 4), (4, 6), False),  # the order of the two edits is clear
        ((4, 6), (4, 4), True),
        ((0, 1), (9, 10), False),
    ],
)
def test_overlapping_spans_are_found(
    one: tuple[int, int], other: tuple[int, int], *, overlap: bool
) -> None:
    both = [fixing(one), fixing(other)]
    assert len(list(non_overlapping(both, SOURCE))) == (1 if overlap else 2)
    among = [(0, 0), one, (9, 9), other, (10, 10)]
    if 0 not in (*one, *other) and 9 not in (*one, *other):
        for spans in (among, among[1:]):
            found = list(non_overlapping(map(fixing, spans), SOURCE))
            assert len(found) == len(spans) - overlap


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (("a", "b"), ("a", "c"), False),
        (("a", "b"), ("a", "b"), True),
        (("a", "b"), ("a",), True),
        (("a",), ("a", "b"), True),
        (("a", "b", "c"), ("a", "b", "d"), False),
        (("a", 1), ("a", 2), False),
    ],
)
def test_fixes_of_the_same_value_overlap(
    one: Pointer, other: Pointer, *, overlap: bool
) -> None:
    both = [fixing((1, 2), touches=(one,)), fixing((5, 6), touches=(other,))]
    third = fixing((8, 9), touches=(("z",),))
    assert len(list(non_overlapping([*both, third], SOURCE))) == (2 if overlap else 3)


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
def test_differences_lists_the_changed_pointers(
    old: Any, new: Any, gone: list[Pointer], wanted: list[Pointer]
) -> None:
    assert list(differences(old, new, gone=frozenset(gone))) == wanted


def test_a_pointer_is_within_itself_and_its_parents() -> None:
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
def test_comments_are_found_outside_of_scalars(text: str, found: list[str]) -> None:
    [document] = read(Source("a.yaml", text), Limits())
    assert document.tree
    spans = comments(EditableText(document, document.tree), Span(0, len(text)))
    assert [text[start:end] for start, end in spans] == found


def test_hunks_show_the_changed_lines() -> None:
    text = "".join(f"line {number}\n" for number in range(30))
    source = Source("a", text)
    edits = [TextEdit(Span(5, 6), "X"), TextEdit(Span(7, 14), "")]
    assert edited_text(text, edits).startswith("line X\nline 2\n")
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


def test_a_fix_names_at_most_twenty_removed_fields() -> None:
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


def test_a_fix_of_a_suppression_names_what_it_removes() -> None:
    one = HEAD + SPEC + "# pool-lint: disable=RP302 -- x\n"
    several = one.replace("RP302", "RP302,RP303")
    messages = [
        [finding.fix.message for finding in lint_text(text) if finding.fix]
        for text in (one, several)
    ]
    assert messages == [["remove the comment"], ["remove RP302", "remove RP303"]]


REASONS = {
    "this would introduce RP201, RP202": annotation('billing.mdoe: "1"'),
    "other values would change too": (
        "apiVersion: v2\nkind: Pool\njobFlavors:\n  - |+\n    x\n\n\n"
        + HEAD[HEAD.index("metadata") :]
        + SPEC
    ),
    "the document would be recognised as another kind": (
        "kind: 5\nmetadata:\n  annotations: {os.modelarts/order.id: x}\n"
        "spec: {type: Dedicate, resources: []}\n"
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_refused_fix_has_a_reason(reason: str) -> None:
    result = fix_text(REASONS[reason], unsafe=True)
    assert [step.reason for step in result.left] == [reason]


def test_a_file_too_large_for_all_tries_is_reported() -> None:
    """20 tries: all 13, 12 one by one, the good one; all 12, and 5 of them."""
    refused = annotation('billing.mdoe: "1"').replace("-001", "-%03d")
    pools = "---\n".join(refused % number for number in range(12))
    text = f"{pools}---\n{'#' * 240_000}\n{spec('Dedicate', 'Dedicated')}"
    result = fix_text(text, unsafe=True)
    assert [step.rule for step in result.made] == ["RP105"]
    assert Counter(step.reason for step in result.left) == {
        "this would introduce RP201, RP202": 5,
        "the file is too large to try all fixes": 7,
    }


def test_an_unsafe_fix_stays_offered_after_safe_fixes() -> None:
    [finding] = fix_text(spec("Dedicate", "Dedicated")).findings
    assert finding.fix
    assert finding.fix.message == 'change it to "Dedicate"'


# --- Refused fixes, and the fix that causes a new finding


def trial(text: str) -> FixTrial:
    return FixTrial(Source("a.yaml", text), Linter(builtin_rules(), Config()))


def about(*pointers: Pointer) -> Finding:
    """Return a finding in the first document whose fix touches fields."""
    return fixing((0, 1), touches=pointers)


def test_a_trial_refuses_broken_and_changed_data() -> None:
    fine = HEAD + SPEC
    other = "kind: Secret\n"
    reasons = [
        trial(before).objection(trial(after), [])
        for before, after in [
            (fine, fine),
            (fine, f"{fine}x: ["),
            (f"{fine}---\nx: [", f"{fine}---\nx: 1"),
            (fine, other),
            (fine, spec("count: 2", "count: 3")),
        ]
    ]
    assert reasons == [
        "",
        "the file would no longer be valid YAML or JSON",
        "the file would no longer be valid YAML or JSON",
        "the document would be recognised as another kind",
        "other values would change too",
    ]


@pytest.mark.parametrize(
    ("before", "after", "growth"),
    [
        (HEAD + SPEC, HEAD + SPEC, ""),
        (HEAD + SPEC, spec("count: 2", "count: x"), "RP102"),
        (spec(COUNT, "count: x"), spec(COUNT, "count: 2, y: 1"), ""),
        (spec(COUNT, "count: x"), spec(COUNT, "count: x, y: 1"), "RP103"),
        (spec(COUNT, "x: 1"), spec(COUNT, "x: 1, y: 1"), "RP103"),
    ],
)
def test_growth_counts_findings_per_rule(before: str, after: str, growth: str) -> None:
    words = f"this would introduce {growth}" if growth else ""
    assert trial(before).growth(trial(after)) == words


MORE = "this would introduce RP103"
FINE = HEAD + SPEC
ONE, TWO = f"{FINE}  x: 1\n", f"{FINE}  x: 1\n  y: 1\n"
OTHER = FINE.replace("-001", "-002")
BOTH = {0: MORE, 1: MORE}
EMPTY = "    - {flavor: a, count: 0}\n    - {flavor: b, count: 0}\n"
SHORTER = HEAD + SPEC[: SPEC.index("    - ")] + EMPTY


@pytest.mark.parametrize(
    ("before", "after", "touches", "causes"),
    [
        # A new finding may replace one about a value, but not one about a comment.
        (FINE, ONE, ["x"], {}),
        (FINE, ONE, [""], {0: MORE}),
        (FINE, TWO, ["x"], {0: MORE}),
        (FINE, TWO, ["type", "x"], {1: MORE}),
        (FINE, TWO, ["type", "scope"], BOTH),
        (FINE, TWO, ["", "scope"], {1: MORE}),
        (f"{OTHER}---\n{FINE}", f"{OTHER}---\n{TWO}", ["", "x"], BOTH),
        # Items that only move up in their list are not new.
        (FINE + EMPTY, SHORTER, ["resources"], {}),
        (FINE + EMPTY, f"{SHORTER}  x: 1\n  y: 1\n", ["resources", "x"], {1: MORE}),
    ],
)
def test_new_findings_are_attributed_to_the_closest_fix(
    before: str, after: str, touches: list[str], causes: dict[int, str]
) -> None:
    fixes = [about(*[("spec", name)] if name else []) for name in touches]
    assert trial(before).causes_of_regressions(trial(after), fixes) == causes


class Together(FixTrial):
    """A text with two fixes that cause a new finding only together."""

    def __init__(self, source: Source, linter: Linter, made: int = 0) -> None:
        self.source = source
        self.made = made
        self._linter = linter
        fixes = fixing((1, 2)), fixing((5, 6))
        self.result = FileResult(source.name, fixes[made:])

    def after(self, findings: Sequence[Finding]) -> FixTrial:
        return Together(self.source, self._linter, self.made + len(findings))

    def causes_of_regressions(
        self, after: FixTrial, findings: Sequence[Finding]
    ) -> dict[int, str]:
        numbers = () if after.result.findings else range(len(findings))
        return dict.fromkeys(numbers, MORE)


def test_one_of_two_fixes_that_regress_together_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pool_lint.engine.fixer.FixTrial", Together)
    for method in ("objection", "growth"):
        monkeypatch.setattr(Together, method, lambda *_: "")
    result = fix_text(SOURCE.text, filename=SOURCE.name)
    assert len(result.made) == 1
    assert [step.reason for step in result.left] == [MORE]


def test_fixes_that_undo_each_other_end_after_20_rounds() -> None:
    """Two rules require different values, so every round makes one fix."""

    def flipping(value: str, other: str) -> Rule:
        def check(pool: Pool) -> Iterator[Problem]:
            prefix = pool.label("node.prefix")
            if prefix and prefix.value == value:
                edit = Edit(prefix.location, other)
                fix = Fix(Applicability.SAFE, "", (edit,))
                yield Problem(prefix.location, "", fix=fix)

        return rule(f"RP99{len(value)}")(check)

    rules = [*builtin_rules(), flipping("a", "bb"), flipping("bb", "a")]
    prefix = "    os.modelarts/node.prefix: a\n"
    result = fix_text(f"{HEAD}{prefix}{SPEC}", rules=rules)
    assert len(result.made) == 20
    [left] = result.left
    assert left.reason == "one run makes a limited number of fixes; run it again"


# --- Possible and impossible edits


STATUS = "status: {phase: Running}\n"
TOP = "apiVersion: v2\nkind: Pool\n"
LABELS = "metadata: {labels: {os.modelarts/name: pool-001}}\n"
NAME = "metadata:\n  name: pool-001\n"
DESCRIBED = (
    f"{TOP}description: %s\nmetadata:\n  labels: {{os.modelarts/name: pool-001}}\n"
    f"  annotations: {{}}\n{SPEC}"
)


@pytest.mark.parametrize(
    "text",
    [
        # The value has an anchor that is used elsewhere.
        f"{TOP}metadata:\n  name: &n pool-001\n  annotations: {{x: *n}}\n{SPEC}",
        f"{FINE}status: {{a: &a b}}\nx: *a\n",
        # The entry shares its line, or is the only one after a hyphen.
        f"{FINE}? status\n: {{phase: Running}}\n",
        f"{FINE}{STATUS}? zzz\n: a\n",
        f"{FINE}    - zzz: a\n{STATUS}",
        f"{HEAD}zzz: a\x85{SPEC}{STATUS}",
        # There is no value to move, or the target exists.
        f"{TOP}metadata:\n  name:\n  labels: {{os.modelarts/x: a}}\n{SPEC}",
        f"{TOP}{NAME}  labels:\n{MOVED.replace('pool', 'a')}{MOVED}{SPEC}",
        f"{TOP}x: &x\n{MOVED}{NAME}  labels:\n    <<: *x\n{SPEC}",
        # The field could belong to any item of a list.
        f"{TOP}count: 2\n{LABELS}spec:\n  type: Dedicate\n  scope: [Train]\n",
        # The value cannot be written in brackets.
        DESCRIBED % "a[b",
        DESCRIBED % "|\n  a",
        DESCRIBED % ">\n  a",
        DESCRIBED % "\n  a: b",
        DESCRIBED % "\n  - b",
    ],
)
def test_impossible_edits_are_not_offered(text: str) -> None:
    found = lint_text(text)
    assert found
    assert [finding.fix for finding in found if finding.fix] == []


X = "    os.modelarts/x: a"
LINES = "  labels: {os.modelarts/x: a,\n     os.modelarts/y: b"
DRIVER = "driver: {gpuVersion: '470\n        57'}"
NETWORK = "network: {name: net-0123-86c13962597848eeb29c5861153a391f}"
INSIDE = f"{HEAD}spec:\n  type: Dedicate\n  {NETWORK}\n  resources:\n"
BLOCK = f"{INSIDE}    - flavor: a\n      count: 2\n"
FLOW = (
    f"type: Dedicate, scope: [Train], {NETWORK}, resources: [{{flavor: a, count: 2}}]"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The line ends are kept.
        (
            f"{TOP}{NAME}{SPEC}".replace("\n", "\r\n"),
            f"{TOP}metadata:\n  labels:\n{MOVED}{SPEC}".replace("\n", "\r\n"),
        ),
        (
            f"{TOP}{SPEC}metadata:\r\n  labels:\r\n{X}\r\n  name: pool-001",
            f"{TOP}{SPEC}metadata:\r\n  labels:\r\n{X}\r\n{MOVED[:-1]}\r\n",
        ),
        # The last line of the file has no end.
        (
            f"{TOP}{SPEC}{NAME}  labels:\n{X}",
            f"{TOP}{SPEC}metadata:\n  labels:\n{X}\n{MOVED[:-1]}",
        ),
        (
            f"{BLOCK}      scope: [Train]",
            f"{BLOCK}  scope: [Train]",
        ),
        # The field moves out of brackets, into brackets, and within brackets.
        (
            f"{INSIDE}    - {{flavor: a, scope: [Train], count: 2}} # c\n",
            f"{INSIDE}    - {{flavor: a, count: 2}} # c\n  scope: [Train]\n",
        ),
        (
            f"{TOP}{NAME}{LINES}}}\n{SPEC}",
            f"{TOP}metadata:\n{LINES},\n     os.modelarts/name: pool-001}}\n{SPEC}",
        ),
        # U+0085 ends a line in YAML, but not in editors.
        (
            f"{TOP}{NAME}  labels:\n    a: b\x85{X}\n{SPEC}",
            f"{TOP}metadata:\n  labels:\n    a: b\x85{X}\n{MOVED}{SPEC}",
        ),
        # Continuation lines keep their indentation, or get the least that is valid.
        (
            f"{BLOCK}      scope: [Train,\n Infer]\n",
            f"{BLOCK}  scope: [Train,\n   Infer]\n",
        ),
        (
            f"{BLOCK}      scope:\n      - Train\n",
            f"{BLOCK}  scope:\n  - Train\n",
        ),
        (
            f"{TOP}{SPEC}  metadata:\n  - a\n",
            f"{TOP}{SPEC}metadata:\n- a\n",
        ),
        (
            f"{TOP}{LABELS}spec: {{gpuVersion: '470\n  57', {FLOW}}}\n",
            f"{TOP}{LABELS}spec: {{{DRIVER}, {FLOW}}}\n",
        ),
        # Comments inside a removed value stay on their lines.
        (
            FINE.replace("count: 2", "count: 2, zzz: [\n  # c\n  aX # d\n  ]") + STATUS,
            FINE.replace("count: 2", "count: 2   # c\n # d\n"),
        ),
    ],
)
def test_removals_and_moves_keep_the_surrounding_text(before: str, after: str) -> None:
    result = fix_text(before, unsafe=True)
    assert result.text == after
    assert result.left == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"{TOP}gpuVersion: a\n", "spec:\n  driver:\n    gpuVersion: a"),
        ("gpuVersion: a", "spec:\n  driver:\n    gpuVersion: a"),
        ("{gpuVersion: a}", "spec: {driver: {gpuVersion: a}}"),
    ],
)
def test_missing_parents_of_a_moved_field_are_written(text: str, written: str) -> None:
    found = lint_text(text, config=Config(kind=Kind.REQUEST))
    moved = [f.fix.edits for f in found if f.fix and f.rule == "RP103"]
    assert [edit.content for edits in moved for edit in edits] == [written]


def test_a_field_of_a_response_is_quoted() -> None:
    text = "metadata:\n  name: on\n"
    config = Config(kind=Kind.RESPONSE)
    assert fix_text(text, config=config).text == 'metadata:\n  name: "on"\n'


def test_a_misplaced_alias_is_reported() -> None:
    text = "kind: Pool\napiVersion: v2\nx: &n pool-001\nmetadata:\n  name: *n\n"
    places = {(f.rule, f.pointer) for f in lint_text(text)}
    assert ("RP103", ("metadata", "name")) in places


@pytest.mark.parametrize("count", ["'2'# nodes", '"2"#', "'2' # nodes"])
def test_a_comment_directly_after_a_quote_stays(count: str) -> None:
    """libyaml reads `#` after a quote as a comment, but not after a plain scalar."""
    result = fix_text(spec(COUNT, f"count: {count}\n      "))
    assert f"count: 2 {count[count.index('#') :]}\n" in result.text
    assert [step.rule for step in result.made] == ["RP102"]
    assert result.findings == []


def test_merge_keys_are_followed_once_for_each_mapping() -> None:
    """1,000 fixes that each followed 9,000 merges took more than a minute."""
    text = spec("scope: [Train]", f"scope: [{'train, ' * 20}]\n  <<: [{'*a, ' * 500}]")
    text = text.replace("metadata:\n", "metadata: &a\n")
    with patch("pool_lint.parsing.tree.merge_sources", wraps=merge_sources) as seen:
        found = lint_text(text)
    assert sum(finding.fix is not None for finding in found) >= 20
    assert seen.call_count == 2, "once for parsing, once for all fixes"


def test_entries_are_numbered_once_for_each_mapping() -> None:
    """700 fixes that each numbered 20,000 keys took half a minute."""
    text = spec("scope: [Train]", f"scope: [{'train, ' * 20}]")
    with patch(
        "pool_lint.parsing.tree_index.entry_numbers", wraps=entry_numbers
    ) as seen:
        found = lint_text(text)
    assert sum(finding.fix is not None for finding in found) >= 20
    assert seen.call_count == 2, "once for the document, once for its spec"


def test_findings_count_towards_the_limit_of_tries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise a text of 9 KB with 240 mistakes would be linted 200 times.

    A fifth of the text shows it with a limit that is an eighth.
    """
    monkeypatch.setattr("pool_lint.engine.fixer._MOST_CHARACTERS", 600_000)
    mistakes = "[train,Train,Train], resources: [{count: '2'}]"
    pool = f"apiVersion: v2\nkind: Pool\nspec: {{type: dedicate, scope: {mistakes}}}\n"
    with patch.object(
        FixTrial, "after", autospec=True, side_effect=FixTrial.after
    ) as after:
        fix_text("---\n".join([pool] * 12))
    assert 1 < after.call_count < 60
