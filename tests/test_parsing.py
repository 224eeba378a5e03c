"""Parsing: values, positions and defects of YAML and JSON texts."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests import REFERENCE, as_json, as_yaml, changed
from pool_lint import Config, Kind, Limits, Source, lint_text
from pool_lint.model.location import Span
from pool_lint.parsing import Document, read
from pool_lint.parsing.yaml_scalars import plain, resolved
from pool_lint.rules import Location, Part, builtin_rules
from pool_lint.rules.registry import rule_for_defect

REQUEST = Config(kind=Kind.REQUEST)


def documents(text: str, name: str = "pool.yaml") -> list[Document]:
    return list(read(Source(name, text), Limits()))


def value(text: str, name: str = "pool.yaml") -> Any:
    [document] = documents(text, name)
    return document.data


def defects(text: str, name: str = "pool.yaml") -> list[tuple[str, str, int, int]]:
    source = Source(name, text)
    found = []
    for document in read(source, Limits()):
        for defect in document.defects:
            span = document.locate(defect.location)
            assert span is not None
            rule = rule_for_defect(defect.kind, builtin_rules()).id
            found.append((rule, defect.detail, *source.position(span.start)))
    return sorted(found, key=lambda defect: defect[2:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("12", 12),
        ("-3", -3),
        ("0x1F", 31),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("text", "text"),
        ("on", "on"),
        ("yes", "yes"),
        ("2025-08-20", "2025-08-20"),
        ("2001-99-99", "2001-99-99"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("012", 12),
        ("0o14", 12),
        ("0b_", "0b_"),
        ("=", "="),
        ('"12"', "12"),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!", ""),
        ("!!int 12", 12),
        ("!!int '12'", 12),
        ("!<tag:yaml.org,2002:int> 0x1F", 31),
        ("!!float 1.5", 1.5),
        ("!!float 2", 2.0),
        ("!!bool True", True),
        ("!!bool 'false'", False),
        ("!!null null", None),
        ("!!null", None),
        ("!!null ~", None),
        ("!!map {a: 1}", {"a": 1}),
        ("!!seq [1]", [1]),
        ("! {a: 1}", {"a": 1}),
        ("&a 12", 12),
        ("&a ! 12", "12"),
        ("! &a 12", "12"),
        ("|\n  12\n", "12\n"),
        ("\uff11", "\uff11"),
        ("9" * 5000, 10**19),
        ("-" + "9" * 5000, -(10**19)),
        ("0" * 30 + "7", 7),
    ],
)
def test_scalars_are_read_by_the_core_schema(text: str, expected: object) -> None:
    result = value(f"key: {text}")["key"]
    assert result == expected
    assert type(result) is type(expected)


@given(
    st.one_of(
        st.from_regex(r"[-+.0-9_:eExobnfaytruslNOYFT~=<]{0,9}", fullmatch=True),
        st.sampled_from(["yes", "No", "off", "ON", "True", "falsE", "NULL", "nullx"]),
        st.text(max_size=80),
    )
)
def test_resolved_returns_none_only_for_ordinary_text(text: str) -> None:
    scalar = plain(text)
    is_text = scalar.is_usual and scalar.value == text
    assert resolved(text) == (None if is_text else scalar)


@pytest.mark.parametrize("text", ["!", "&", "*"])
def test_a_lone_indicator_is_ambiguous(text: str) -> None:
    """PyYAML resolves these to a special tag. A file with them cannot be parsed."""
    assert plain(text).legacy == "a YAML indicator in YAML 1.1 and text in YAML 1.2"


def test_only_short_scalars_are_cached() -> None:
    short, long = "0" * 64, "0" * 65
    resolved(short)
    with patch("pool_lint.parsing.yaml_scalars.plain", side_effect=plain) as resolving:
        assert resolved(short) == plain(short)
        assert resolving.call_count == 0
        assert resolved(long) == resolved(long) == plain(long)
        assert resolving.call_count == 2


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan"])
def test_infinities_are_floats(text: str) -> None:
    [document] = documents(f"key: {text}")
    assert document.has_whole_float
    assert isinstance(document.data["key"], float)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("on", "the boolean true in YAML 1.1 and text in YAML 1.2"),
        ("No", "the boolean false in YAML 1.1 and text in YAML 1.2"),
        ("012", "the integer 10 in YAML 1.1 and the integer 12 in YAML 1.2"),
        ("0o14", "text in YAML 1.1 and the integer 12 in YAML 1.2"),
        ("1:30", "the integer 90 in YAML 1.1 and text in YAML 1.2"),
        ("1_000", "the integer 1000 in YAML 1.1 and text in YAML 1.2"),
        ("0b_", "an integer in YAML 1.1 and text in YAML 1.2"),
        ("2025-08-20", "a date in YAML 1.1 and text in YAML 1.2"),
        ("1e3", "text in YAML 1.1 and a floating-point number in YAML 1.2"),
        ("=", "a special value in YAML 1.1 and text in YAML 1.2"),
        ("09", "text in YAML 1.1 and the integer 9 in YAML 1.2"),
        ("y", "the boolean true in YAML 1.1 and text in YAML 1.2"),
        ("Y", "the boolean true in YAML 1.1 and text in YAML 1.2"),
        ("n", "the boolean false in YAML 1.1 and text in YAML 1.2"),
        ("N", "the boolean false in YAML 1.1 and text in YAML 1.2"),
        ("! 5", "the integer 5 in YAML 1.1 and text in YAML 1.2"),
        ('! "5"', "the integer 5 in YAML 1.1 and text in YAML 1.2"),
        ("! 0.5", "a floating-point number in YAML 1.1 and text in YAML 1.2"),
        ("! on", "the boolean true in YAML 1.1 and text in YAML 1.2"),
        ("! y", "the boolean true in YAML 1.1 and text in YAML 1.2"),
        ("! ~", "null in YAML 1.1 and text in YAML 1.2"),
        ("!", "null in YAML 1.1 and text in YAML 1.2"),
        ("! 2025-08-20", "a date in YAML 1.1 and text in YAML 1.2"),
        ("!!int 012", "the integer 10 in YAML 1.1 and the integer 12 in YAML 1.2"),
        ("!!int 09", "an integer in YAML 1.1 and the integer 9 in YAML 1.2"),
        ("1:" + "59:" * 40 + "59", "an integer in YAML 1.1 and text in YAML 1.2"),
    ],
)
def test_an_ambiguous_scalar_names_both_readings(text: str, readings: str) -> None:
    assert defects(f"key: {text}") == [("RP007", readings, 1, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "7",
        "07",
        "-12",
        "0x1F",
        "true",
        "~",
        "1.5",
        "9" * 19,
        '"on"',
        '"y"',
        "yy",
        "! text",
        "! 0o14",
        "!!str y",
        "!!str on",
        "!!int 2",
        "!!int 0o14",
        "!!bool true",
        "!!null null",
        "!!null",
        "!!float 1.5",
        "!!float 1e3",
        "!!map {a: 1}",
        "!!seq [1]",
        "! [1]",
        "a b",
    ],
)
def test_unambiguous_scalars_have_no_defect(text: str) -> None:
    assert defects(f"key: {text}") == []


@pytest.mark.parametrize(
    "text",
    [
        "9" * 50,
        "-" + "9" * 20,
        ".inf",
        "-.INF",
        ".nan",
    ],
)
def test_numbers_that_json_cannot_hold_are_defects(text: str) -> None:
    assert defects(f"key: {text}") == [("RP008", "number", 1, 6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", [("RP002", "", 2, 1)]),
        ('a: 1\n"\\x61": 2\n', [("RP002", "", 2, 1)]),
        ("a: 1\n!!str a: 2\n", [("RP002", "", 2, 1)]),
        ("x: &k a\nm: {a: 1, *k : 2}\n", [("RP002", "", 2, 11)]),
        ("<<: {a: 1}\n<<: {b: 1}\n", [("RP002", "", 2, 1)]),
        ('<<: {a: 1}\n"<<": 2\n', []),
        ('<<: {a: 1}\n"<<": 1\n"<<": 2\n', [("RP002", "", 3, 1)]),
        ("b: {a: 1}\na: 1\n", []),
        ("a: !x 1\n", [("RP008", "tag", 1, 4)]),
        ("a: !!timestamp x\n", [("RP008", "tag", 1, 4)]),
        ("a: !!int x\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!int 2.0\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!int 1_000\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!int\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!float 0x1\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!float true\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!null x\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!bool maybe\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!bool yes\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!map x\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!map [x]\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!seq {x: 1}\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!int {x: 1}\n", [("RP008", "mismatch", 1, 4)]),
        ("! 5: a\n", [("RP008", "key", 1, 3)]),
        ("<<: !!map {a: 1}\n", []),
        ("<<: !!seq [{a: 1}]\n", []),
        ("a: !!python/object:os.system x\n", [("RP008", "tag", 1, 4)]),
        ("a: !!str {b: 1}\n", [("RP008", "mismatch", 1, 4)]),
        ("a: !!set {b}\n", [("RP008", "tag", 1, 4)]),
        ("!x a: 1\n", [("RP008", "tag", 1, 1)]),
        ("1: a\n", [("RP008", "key", 1, 1)]),
        ("true: a\n", [("RP008", "key", 1, 1)]),
        ("~: a\n", [("RP008", "key", 1, 1)]),
        ("? [a]\n: b\n", [("RP008", "collection", 1, 3)]),
        ("{a: b}: x\n", [("RP008", "collection", 1, 1)]),
        ("a: {{ name }}\n", [("RP008", "template", 1, 5)]),
        ("&a [*a]\n", [("RP008", "recursion", 1, 5)]),
        ("x: &a {self: *a}\n", [("RP008", "recursion", 1, 14)]),
        ("a: &a {<<: *a}\n", [("RP008", "recursion", 1, 8)]),
        ("a: &a {b: {<<: *a}}\n", [("RP008", "recursion", 1, 11)]),
        ("<<: x\n", [("RP008", "merge", 1, 5)]),
        ("<<: [{a: 1}, x]\n", [("RP008", "merge", 1, 5)]),
        ("<<:\n", [("RP008", "merge", 1, 1)]),
        ("a: '{{ name }}'\n", []),
    ],
)
def test_yaml_defects_have_exact_positions(text: str, expected: list[Any]) -> None:
    assert defects(text) == expected


def test_findings_below_a_forbidden_value_are_hidden() -> None:
    text = (
        as_yaml(REFERENCE)
        .replace("spec:", "1: a\nspec: !x")
        .replace("count: 2", "x: 1")
    )
    assert [finding.rule for finding in lint_text(text)] == ["RP008", "RP008"]


def test_merge_keys_are_followed() -> None:
    text = (
        "base: &base {a: 1, b: 1}\nmore: &more {b: 2, c: 2}\n"
        "one: {<<: *base, a: 3}\nboth: {<<: [*base, *more], d: 4}\n"
    )
    data = value(text)
    assert data["one"] == {"a": 3, "b": 1}
    assert data["both"] == {"a": 1, "b": 1, "c": 2, "d": 4}


def test_aliases_repeat_their_anchor() -> None:
    assert value("a: &a [x, 1]\nb: *a\n") == {"a": ["x", 1], "b": ["x", 1]}


def test_documents_around_a_broken_one_are_read() -> None:
    text = "a: 1\n---\nb: [\n---\nc: 3\n---\nd: 'x\n---\ne: 5\n"
    found = [(d.index, d.broken, d.data) for d in documents(text)]
    assert found == [
        (0, False, {"a": 1}),
        (1, True, None),
        (2, False, {"c": 3}),
        (3, True, None),
        (4, False, {"e": 5}),
    ]
    assert [line for _, _, line, _ in defects(text)] == [3, 7]


def test_positions_are_correct_after_a_broken_document() -> None:
    text = "a: [\n---\nkey: on\n"
    assert [(rule, line) for rule, _, line, _ in defects(text)] == [
        ("RP001", 1),
        ("RP007", 3),
    ]


def test_at_most_20_broken_documents_are_read() -> None:
    assert len(documents("a: [\n---\n" * 500)) == 20


def test_document_texts_join_to_the_file_text() -> None:
    text = "# one\na: 1\n# still one\n---\nb: 2\n...\n---\nc: 3\n# end\n"
    regions = [document.text for document in documents(text)]
    assert "".join(regions) == text
    assert regions[0] == "# one\na: 1\n# still one\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: b: c", 1, 5, 'cannot contain ": "'),
        ("a:\n\tb: c\n", 2, 1, "a tab is used for indentation"),
        ("a: [b\n", 1, 4, 'the bracket "[" is not closed'),
        ("a: 'b\n", 1, 4, "the quote is not closed"),
        ("a: *b\n", 1, 4, "undefined alias *b: define the anchor &b above"),
        ("a:1\nb: 2\n", 1, 1, "a space is missing after the colon: write `a: 1`"),
        ("a: 1\nb:2\n", 2, 1, "a space is missing after the colon: write `b: 2`"),
        ("a: '1\nb: 2\n", 1, 4, "add the closing quote"),
        ("a: [1\nb: 2\n", 1, 4, "close the bracket"),
        ("a: 1\n b: 2\n", 2, 3, "align it with the key above"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "the indentation of this line does not match"),
        ("a: ${B}}\nc: [}\n", 2, 5, 'a value is missing before "}"'),
        ("a: [${B}}]\n", 1, 5, "looks like an unrendered template"),
        ("a: &x 1\nb: &x 2\n", 2, 4, "duplicate anchor &x"),
        ("{% if x %}\na: 1\n", 1, 1, "looks like an unrendered template"),
        ("{{- if .x }}\na: 1\n", 1, 1, "looks like an unrendered template"),
        ("a: 1\n{{- if .x }}\nb: 1\n", 2, 1, "looks like an unrendered template"),
        ("a: !%c0%80 b\n", 1, 4, "the tag is not valid UTF-8"),
        ("a: 1\n---\nb: !x%ed%a0%80 b\n", 3, 4, "the tag is not valid UTF-8"),
        ("# Pool!\n!%c0%80 a\n", 2, 1, "the tag is not valid UTF-8"),
        ("\ufeff\ufeffa: 1\n", 1, 1, "U+FEFF"),
        ("a: 1\n\ufeffb: 1\n", 2, 1, "a byte order mark (U+FEFF)"),
        ("a: 1\n---\n\ufeffb: 1\nc: 1\n", 3, 1, "a byte order mark (U+FEFF)"),
        ("a: \x07\n", 1, 4, "U+0007"),
        ("a: \ud800\n", 1, 4, "U+D800"),
        ("a: \ufffe\n", 1, 4, "U+FFFE"),
        ('a: "\\ud83d\\ude00"\n', 1, 7, "invalid Unicode escape"),
    ],
)
def test_yaml_syntax_errors_are_explained(
    text: str, line: int, column: int, message: str
) -> None:
    found = lint_text(text, config=REQUEST)
    [finding] = [finding for finding in found if finding.rule == "RP001"]
    assert finding.range is not None
    assert finding.range.start == (line, column)
    assert message in f"{finding.message}: {finding.help}"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('{"a": 1,}', 1, 8, "a comma before a closing bracket"),
        ("[1,\n]", 1, 3, "a comma before a closing bracket"),
        ('{"a": 1 // x\n}', 1, 9, "JSON has no comments"),
        ("# x\n{}", 1, 1, "JSON has no comments"),
        ("{'a': 1}", 1, 2, "double quotes"),
        ('{"a": NaN}', 1, 7, "is not a JSON value"),
        ('["NaN", -Infinity]', 1, 9, "is not a JSON value"),
        ('{"a": "\\ud800"}', 1, 7, "surrogate"),
        ('{"a": "b\nc"}', 1, 7, "not closed on its line"),
        ('{"a": 1} x', 1, 10, "after the end of the JSON value"),
        ('{"a": 012}', 1, 7, "012 is not a JSON number"),
        ('{"a": "b', 1, 7, "is not closed"),
        ('{"a": "\\x"}', 1, 8, "unknown escape"),
        ('{"a": "\\u12"}', 1, 9, "4 hex digits"),
        ('{"a" 1}', 1, 6, "colon"),
        ('{"a": 1 "b": 2}', 1, 9, "comma"),
        ('{"a": }', 1, 7, "a value is expected here"),
        ("{a: 1}", 1, 2, "a key must be in double quotes"),
    ],
)
def test_json_syntax_errors_are_explained(
    text: str, line: int, column: int, message: str
) -> None:
    [finding] = lint_text(text, filename="pool.json", config=REQUEST)
    assert finding.rule == "RP001"
    assert finding.range is not None
    assert finding.range.start == (line, column)
    assert message in finding.message


def test_an_unclosed_bracket_has_a_related_range_where_parsing_failed() -> None:
    [finding] = lint_text("x: 1\na: [1\nb: 2\n", config=REQUEST)
    [related] = finding.related
    assert related.range is not None
    assert (related.message, related.range.start.line) == ("it is still open here", 3)


def test_a_syntax_error_in_a_block_has_no_related_range() -> None:
    [finding] = lint_text("a: 1\nb: 2\nc: 'x' 'y'\n", config=REQUEST)
    assert (finding.rule, finding.related) == ("RP001", ())


def test_json_accepts_surrogate_pairs_and_tabs() -> None:
    assert value('{"a": "\\ud83d\\ude00",\t"b": 1e2}', "x.json") == {
        "a": "\U0001f600",
        "b": 100.0,
    }


def test_a_duplicate_json_key_is_reported_at_the_second() -> None:
    assert defects('{"a": 1,\n "\\u0061": 2}', "x.json") == [("RP002", "", 2, 2)]


TREE = "a:\n  b: &x !!str 12\n  c:\n    - k: |\n        t\n\n    - l: ~\n# c\nd: e\n"


@pytest.mark.parametrize(
    ("pointer", "key", "text"),
    [
        ((), "a", TREE[:-1]),
        (("a",), "a", "b: &x !!str 12\n  c:\n    - k: |\n        t\n\n    - l: ~"),
        (("a", "b"), "b", "12"),
        (("a", "c"), "c", "- k: |\n        t\n\n    - l: ~"),
        (("a", "c", 0), "k", "k: |\n        t"),
        (("a", "c", 0, "k"), "k", "|\n        t"),
        (("a", "c", 1, "l"), "l", "~"),
        (("a", "c", 9), "c", "- k: |\n        t\n\n    - l: ~"),
        (("d",), "d", "e"),
    ],
)
def test_pointers_locate_keys_and_values(pointer: Any, key: str, text: str) -> None:
    [document] = documents(TREE)
    for part, expected in ((Part.KEY, key), (Part.VALUE, text)):
        span = document.locate(Location(pointer, part))
        assert span is not None
        assert TREE[span.start : span.end] == expected


def test_json_and_yaml_parsers_locate_the_same_ranges() -> None:
    text = as_json(REFERENCE)
    [strict] = documents(text, "pool.json")
    [loose] = documents(text)
    for pointer in (("spec", "resources", 0, "count"), ("metadata", "labels"), ()):
        for part in Part:
            place = Location(pointer, part)
            assert strict.locate(place) == loose.locate(place)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_any_line_break_gives_the_same_positions(line_break: str) -> None:
    text = as_yaml(REFERENCE).replace("count: 2", "count: 0")
    [expected] = lint_text(text)
    [finding] = lint_text(text.replace("\n", line_break))
    assert finding.range == expected.range


def test_yaml_1_1_separators_do_not_count_as_lines() -> None:
    text = as_yaml(REFERENCE).replace("count: 2", "count: 0")
    commented = "# a\u2028 # b\u2029 # c\x85 # d\n" + text
    findings = lint_text(commented)
    assert [f.rule for f in findings] == ["RP009", "RP009", "RP009", "RP107"]
    assert [f.range.start.line for f in findings if f.range] == [1, 1, 1, 19]


def test_a_byte_order_mark_does_not_count_as_a_column() -> None:
    finding, _ = lint_text("\ufeffkind: Pool\napiVersion: v2\n")
    assert finding.range is not None
    assert finding.range.start == (1, 1)


@pytest.mark.parametrize(
    ("char", "hidden"),
    [
        *[(chr(code), True) for code in (0x85, 0x2028, 0x2029, 0x202E, 0x2066, 0x2069)],
        *[(char, True) for char in ("\ufeff", "\u061c", "\u200e", "\u200f")],
        *[(char, False) for char in ("\u200d", "\u200c", "\ufe0f", "ä", "\U0001f600")],
        *[(char, False) for char in ("\u200b", "\u2060", "\xad", "\U000e0041")],
    ],
)
def test_hidden_characters_are_reported(char: str, hidden: bool) -> None:
    text = as_yaml(REFERENCE).replace("description: ''", f'description: "a{char}b"')
    assert char in text
    assert [f.rule for f in lint_text(text)] == (["RP009"] if hidden else [])


@pytest.mark.parametrize("line_break", ["\n", "\r", "\x85", "\u2028", "\u2029"])
def test_any_line_break_starts_a_document(line_break: str) -> None:
    bad = as_yaml(REFERENCE).replace("type: Dedicate", "type: Dedicate # \u202e")
    text = f"a: 1\n# x{line_break}---\n{bad}"
    assert "RP009" in [finding.rule for finding in lint_text(text)]


def test_an_ideographic_space_is_text() -> None:
    text = as_yaml(REFERENCE).replace("type: Dedicate", "type: &a \u3000Dedicat")
    [finding] = lint_text(text)
    assert finding.range is not None
    assert finding.range.start == (11, 12)


def test_a_comment_after_an_anchor_ends_with_its_line() -> None:
    text = as_yaml(REFERENCE).replace("type: Dedicate", "type: &a # c\n    Dedicatd")
    for line_break in ("\n", "\r\n", "\r"):
        [finding] = lint_text(text.replace("\n", line_break))
        assert finding.range is not None
        assert finding.range.start == (12, 5)


def test_hidden_characters_in_skipped_documents_are_ignored() -> None:
    text = "kind: ConfigMap\nname: a\u200bb\n# \u200b\n---\n" + as_yaml(REFERENCE)
    assert lint_text(text) == []


def test_escaped_characters_are_not_hidden() -> None:
    text = as_yaml(REFERENCE).replace("description: ''", 'description: "a\\u200bb"')
    assert "\\u200b" in text
    assert lint_text(text) == []


def test_list_indices_and_numeric_keys_are_distinct() -> None:
    text = as_json(changed((("spec", "scope"), [1]), (("spec", "0"), "x")))
    found = {(f.rule, f.pointer): f.range for f in lint_text(text, filename="a.json")}
    start = text.index("1\n", text.index('"scope"'))
    place = found["RP102", ("spec", "scope", 0)]
    assert place == Source("a", text).range(Span(start, start + 1))
