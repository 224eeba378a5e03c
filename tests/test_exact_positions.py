"""Exact positions and boundaries: parsers, limits, suppressions, bytes and data.

These cases fail if a single comparison or offset in the code changes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import HEAD
from pool_lint import Config, Finding, Kind, Limits, Source, lint_data, lint_text
from pool_lint.model.errors import DecodeError
from pool_lint.model.text import escape_lines
from pool_lint.modelarts.kinds import RESOURCE_KINDS, shows_body
from pool_lint.parsing import Document
from pool_lint.parsing.encoding import decode, encode

REQUEST = Config(kind=Kind.REQUEST)
SMALL = Limits(depth=5, nodes=30, expanded=30, text=100, merges=3, documents=3)
PARSING = {"RP001", "RP002", "RP003", "RP007", "RP008", "RP009"}


def read(
    text: str, name: str = "a.yaml", limits: Limits | None = None
) -> list[Finding]:
    config = REQUEST._replace(limits=limits or Limits())
    found = lint_text(text, filename=name, config=config)
    return [finding for finding in found if finding.rule in PARSING]


def rule_and_range(finding: Finding) -> tuple[str, tuple[int, int], tuple[int, int]]:
    assert finding.range
    return finding.rule, finding.range.start, finding.range.end


@pytest.mark.parametrize(
    ("text", "start", "end", "message", "help_text", "related_start"),
    [
        (
            "\n\nkind: Pool\n\ufeff\ufeffkind: [\n",
            (4, 1),
            (4, 2),
            "a byte order mark (U+FEFF) is hidden inside the file",
            "remove it",
            None,
        ),
        (
            "x: &a 1\ny: &a 2\n",
            (2, 4),
            (2, 5),
            "duplicate anchor &a",
            "rename one of the anchors",
            (1, 4),
        ),
        ("a: [\n  b\n", (1, 4), (1, 5), "", "add the closing bracket", None),
        ("a: {{ b }}\nc: [\n", (2, 4), (2, 5), "", "add the closing", None),
        ("a:\n\tb: 1\n", (2, 1), (2, 2), "", "replace the tab with spaces", None),
        ("a: 'b\nc: d\n", (1, 4), (1, 5), "", "add the closing quote", None),
        ("*a\n", (1, 1), (1, 2), "", "define the anchor &a above, or put", None),
        ("a: @b\n", (1, 4), (1, 5), "", "put the value in quotes", None),
        ("- a\nb\n", (2, 1), (2, 2), "", "begin it with a dash and a", None),
        ("a: [b c\n d: e\n]", (1, 4), (1, 5), "", "separate the entries", (2, 3)),
        (
            "y: 1\nx: {% if %}\n y: [",
            (2, 4),
            (2, 6),
            "this looks like an unrendered template",
            "render the file first",
            None,
        ),
        (
            "x: 1\na: @b # {{ c }}\n",
            (2, 4),
            (2, 5),
            "",
            "put the value in quotes",
            None,
        ),
        ("x: {{ c }}\na: @b\n", (2, 4), (2, 5), "", "put the value in quotes", None),
        ("a: @b\nx: {{ c }}\n", (1, 4), (1, 5), "", "put the value in quotes", None),
        ("\nx: {{ c }}\na: @b\n", (3, 4), (3, 5), "", "put the value in quotes", None),
        (
            "x: 1\na: '\ufeff'\nb: 1\nc: 1\nd: @\n",
            (5, 4),
            (5, 5),
            "",
            "put the value in quotes",
            None,
        ),
        ("a: '\ufeff'\nb: 1\nc: @\n", (3, 4), (3, 5), "", "put the value in", None),
        ("a: @\ufeff\n", (1, 4), (1, 5), "", "put the value in quotes", None),
        ("a: '\ufeff'\nb: 1\n\n\ufeffc: [\n", (4, 1), (4, 2), "", "remove it", None),
        ("<<<<<<< HEAD\na: 1\n=======\n", (1, 1), (1, 8), "", "keep one of", None),
        ("a:\n  b: 1\n=======\n  c: 1\n", (3, 1), (3, 8), "", "keep one of", None),
        ("a: 1\n>>>>>>> x\nb: 1\n", (2, 1), (2, 8), "", "keep one of", None),
        ("a: @ =======\n", (1, 4), (1, 5), "", "put the value in quotes", None),
        ("a:\n  b:\u00a02\n  c: 1\n", (2, 5), (2, 6), "", "replace it with a", None),
        ("a: 1\n\u00a0\u00a0b: 1\n c: @\n", (2, 1), (2, 3), "", "replace", None),
        ("a: b\u00a0c\nd: @\n", (2, 4), (2, 5), "", "put the value in", None),
        ("a:\n  -b: 1\n     c: 1\n", (2, 3), (2, 4), "", "write a dash, a space", None),
        ("a:\n  - b\n  - -1: @\n", (3, 9), (3, 10), "", "put the value in", None),
    ],
)
def test_yaml_syntax_errors_have_exact_ranges(  # noqa: PLR0913, PLR0917 - the parts of a finding
    text: str,
    start: tuple[int, int],
    end: tuple[int, int],
    message: str,
    help_text: str | None,
    related_start: tuple[int, int] | None,
) -> None:
    finding = read(text)[0]
    assert rule_and_range(finding) == ("RP001", start, end)
    assert finding.message == message or not message
    if help_text is None:
        assert finding.help is None
    else:
        assert finding.help is not None
        assert finding.help.startswith(help_text)
    related = [other.range.start for other in finding.related if other.range]
    assert related == ([related_start] if related_start else [])


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ('{"a": 1,}', 8, "a comma before a closing bracket is not allowed in JSON"),
        ('{"a": 1, }', 8, "a comma before a closing bracket is not allowed in JSON"),
        ("[1,]", 3, "a comma before a closing bracket is not allowed in JSON"),
        ("[1 , ] ", 4, "a comma before a closing bracket is not allowed in JSON"),
        ("[,]", 2, "a comma before a closing bracket is not allowed in JSON"),
        ("[1,,2]", 4, "an entry is missing before this comma"),
        ("[]]", 3, '"]" has no opening bracket'),
        ('{"a": 01}', 7, "01 is not a JSON number"),
        ('{"a": -01}', 7, "-01 is not a JSON number"),
        ("// x", 1, "JSON has no comments"),
        ("{} /* x */", 4, "JSON has no comments"),
        ("[1, # a", 5, "JSON has no comments"),
        ("{\"a\": 'b'}", 7, "a string must be in double quotes"),
        ("{'a': 1}", 2, "a string must be in double quotes"),
        ('{"a" 1}', 6, "a colon is missing after the key"),
        ('{"a": NaN, "NaN": NaN}', 7, "NaN is not a JSON value"),
        ('{"NaN": 1, "a": NaN}', 17, "NaN is not a JSON value"),
        ("[1, Infinity]", 5, "Infinity is not a JSON value"),
        ('{"a": "b', 7, "the string that begins here is not closed"),
        ('{"a": tru}', 7, "unknown word tru"),
        ('{"a": "\\x"}', 8, r"unknown escape \x"),
        ('{"a": 1 "b": 2}', 9, "a comma or a closing bracket is missing here"),
        ("{a: 1}", 2, "a key must be in double quotes"),
        ('{"a": "\\u12"}', 9, r"the escape \u needs 4 hex digits"),
        ('["\\ud800"]', 2, "the string contains half of a surrogate pair"),
        ('["\\udfff"]', 2, "the string contains half of a surrogate pair"),
    ],
)
def test_json_syntax_errors_have_exact_positions(
    text: str, column: int, message: str
) -> None:
    for before, line in (("", 1), ("\n \n", 3)):
        [finding] = read(before + text, "a.json")
        assert rule_and_range(finding) == ("RP001", (line, column), (line, column + 1))
        assert finding.message == message
        assert finding.help


@pytest.mark.parametrize(
    ("text", "rule", "start", "end", "expected"),
    [
        ("a: !!int x\n", "RP008", (1, 4), (1, 11), "a: the tag !!int does not match"),
        ("a: !!set x\n", "RP008", (1, 4), (1, 11), "a: the tag !!set is not allowed"),
        ("a: !x\n  - b\n", "RP008", (1, 4), (2, 6), "a: the tag !x is not allowed"),
        ("!x a: b\n", "RP008", (1, 1), (1, 5), "a: the tag !x is not allowed"),
        ("1: a\n", "RP008", (1, 1), (1, 2), "the key 1 is not a string"),
        ("a: b\n? [a]\n: b\n", "RP008", (2, 3), (2, 6), "a mapping or list is used"),
        ("{a: b}: c\n", "RP008", (1, 1), (1, 7), "a mapping or list is used as a"),
        ("? {a: }\n: c\n", "RP008", (1, 3), (1, 8), "a mapping or list is used as a"),
        ("x: {[a]: }\n", "RP008", (1, 5), (1, 8), "x: a mapping or list is used"),
        ("x: {{a: }: b}\n", "RP008", (1, 5), (1, 10), "x: a mapping or list is used"),
        ("a: {{ b }}\n", "RP008", (1, 5), (1, 10), "a: this looks like an unrendered"),
        ("a: {<<: 3}\n", "RP008", (1, 9), (1, 10), "a: a merge key must name mappings"),
        ("a:\n  <<:\n", "RP008", (2, 3), (2, 5), "a: a merge key must name mappings"),
        ("k: 1\n&b k: 2\n", "RP002", (2, 4), (2, 5), 'duplicate key "k"'),
        ("k: 1\n!!str k: 2\n", "RP002", (2, 1), (2, 8), 'duplicate key "k"'),
        ("&a k: 1\n*a : 2\n", "RP002", (2, 1), (2, 3), 'duplicate key "k"'),
    ],
)
def test_forbidden_yaml_has_exact_ranges(
    text: str, rule: str, start: tuple[int, int], end: tuple[int, int], expected: str
) -> None:
    finding = read(text)[-1]
    assert rule_and_range(finding) == (rule, start, end)
    assert finding.message.startswith(expected)


def test_nan_at_the_start_of_a_longer_word_is_reported() -> None:
    [finding] = read("[NaNx]", "a.json")
    assert rule_and_range(finding) == ("RP001", (1, 1), (1, 2))
    assert finding.message == "NaN is not a JSON value"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("RP106", (1, 1), (1, 1))),
        ('{"a": "", "b": {"a": "x\u2069"}}', ("RP009", (1, 24), (1, 25))),
        ('{"a": 1.5, "b": "x\u2069"}', ("RP009", (1, 19), (1, 20))),
    ],
)
def test_findings_in_json_have_exact_ranges(
    text: str, expected: tuple[object, ...]
) -> None:
    config = REQUEST._replace(select=["RP009", "RP106"])
    [finding] = lint_text(text, filename="a.json", config=config)
    assert rule_and_range(finding) == expected


@pytest.mark.parametrize("form", ["1", "1.5"])
def test_messages_quote_json_values_as_written(form: str) -> None:
    text = (
        '{"x": %s, "metadata": {"labels": {"os.modelarts/name": true,'
        ' "os.modelarts/workspace.id": null, "os.modelarts/node.prefix": -5}},'
        ' "y": {"type": 1}, "spec": {"type": ""}}'
    )
    config = REQUEST._replace(select=["RP102", "RP105", "RP106"])
    text %= form
    found = lint_text(text, filename="a.json", config=config)
    ends = [[end.column - 1 for end in f.range] for f in found if f.range]
    assert [
        (text[start:end], finding.message.partition(", ")[2])
        for (start, end), finding in zip(ends, found, strict=True)
    ] == [
        ("true", "but true is a boolean"),
        ('"os.modelarts/workspace.id"', ""),
        ("-5", "but -5 is an integer"),
        ('""', 'not ""'),
    ]


def test_json_numbers_may_have_any_length() -> None:
    found = read(f'{{"a": {"9" * 5_000}}}', "a.json")
    assert {finding.rule for finding in found} <= {"RP008"}


def test_fields_on_the_first_line_of_json_are_found(tmp_path: Path) -> None:
    text = '{"kind": "Pool", "spec": {"type": "Dedicate", "scope": "Train"}}'
    (tmp_path / "a.json").write_text(text)
    root, field = (
        run("explain", f"a.json:1:{column}", cwd=tmp_path) for column in (1, 28)
    )
    assert root.stdout.startswith("the document: ")
    assert field.stdout.startswith("spec.type: ")


def test_the_range_of_an_ambiguous_value_leaves_out_its_anchor() -> None:
    label = "    os.modelarts/node.prefix: "
    text = f"kind: Pool\nmetadata:\n  labels:\n{label}!!str on\n"
    assert read(text) == []
    [finding] = read(text.replace("!!str", "&a"))
    assert rule_and_range(finding) == ("RP007", (4, 34), (4, 36))


@pytest.mark.parametrize(("value", "end"), [("! 5", 34), ("! &a 5", 37), ('! "5"', 36)])
def test_the_range_of_an_ambiguous_value_includes_its_bare_tag(
    value: str, end: int
) -> None:
    label = "    os.modelarts/node.prefix: "
    text = f"kind: Pool\nmetadata:\n  labels:\n{label}{value}\n"
    [finding] = read(text)
    assert rule_and_range(finding) == ("RP007", (4, 31), (4, end))
    assert str(finding.help).startswith("remove the tag; to make the value a string")
    assert finding.fix is None


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("true", None),
        ("False", None),
        ("12", None),
        ("-0", None),
        ("010", "the integer 8 in YAML 1.1 and the integer 10 in YAML 1.2"),
        ("0o10", "text in YAML 1.1 and the integer 8 in YAML 1.2"),
        ("off", "the boolean false in YAML 1.1 and text in YAML 1.2"),
        ("1:30", "the integer 90 in YAML 1.1 and text in YAML 1.2"),
    ],
)
def test_ambiguous_values_name_both_readings(text: str, readings: str | None) -> None:
    found = lint_text(f"x: {text}\n", config=REQUEST._replace(select=["RP007"]))
    expected = [f'x: unquoted "{text}" is {readings}'] if readings else []
    assert [finding.message for finding in found] == expected


@pytest.mark.parametrize(
    ("digits", "reading"), [(40, f"the integer {10**20}"), (41, "an integer")]
)
def test_integers_of_up_to_40_characters_are_computed(
    digits: int, reading: str
) -> None:
    number = f"1{'_0' * 19}0{'_' * (digits - 40)}"
    text = f"kind: Pool\nmetadata:\n  labels:\n    os.modelarts/node.prefix: {number}\n"
    [finding] = read(text)
    assert finding.message == (
        f'os.modelarts/node.prefix: unquoted "{number}" is {reading} in YAML 1.1 '
        "and text in YAML 1.2"
    )


# --- Limits on aliases and merges


def chain(length: int, keys: int = 1) -> str:
    """Return mappings that each merge the previous one."""
    first = ", ".join(f"k{n}: v" for n in range(keys))
    links = "".join(f"m{n}: &m{n} {{<<: *m{n - 1}}}\n" for n in range(1, length))
    return f"m0: &m0 {{{first}}}\n{links}"


@pytest.mark.parametrize(("length", "crosses"), [(5, False), (6, True)])
def test_merge_chains_may_have_five_levels(length: int, *, crosses: bool) -> None:
    """The composer skips complex keys, so it resolves the whole chain from its end."""
    links = ", ".join(f"&m{n} {{<<: *m{n - 1}}}" for n in range(1, length))
    text = f"? [&m0 {{a: b}}, {links}]\n: c\nz: {{<<: *m{length - 1}}}\n"
    limits = SMALL._replace(merges=99, nodes=999, expanded=999)
    for before, line in (("", 1), ("x: &x {a: b}\ny: {<<: *x}\n", 3)):
        found = [f for f in read(before + text, limits=limits) if f.rule == "RP003"]
        assert bool(found) == crosses
        if crosses:
            assert "nested deeper than 5" in found[0].message
            assert rule_and_range(found[0]) == ("RP003", (line, 21), (line, 23))
    assert not read(chain(9), limits=limits), (
        "the composer resolves each link before the next"
    )


@pytest.mark.parametrize(("keys", "start"), [(9, None), (10, (1, 63)), (20, (2, 10))])
def test_merged_values_count_towards_the_expanded_limit(
    keys: int, start: tuple[int, int] | None
) -> None:
    """With 9 keys: 9 values, their mapping and the root; 9 merged, and 9 read again."""
    limits = SMALL._replace(nodes=99)
    found = read(chain(2, keys), limits=limits)
    assert [f.range and f.range.start for f in found] == ([start] if start else [])
    assert all("more than 30 values" in finding.message for finding in found)


def test_depth_errors_of_the_parser_are_reported_at_the_limit() -> None:
    text = "a: b\n---\n" + "[" * 70 + "}"
    [finding] = [f for f in read(text) if f.rule == "RP003"]
    assert rule_and_range(finding) == ("RP003", (3, 65), (3, 66))
    text = "a: b\n---\n" + "[" * 1_100
    [finding] = [f for f in read(text) if f.rule == "RP003"]
    assert rule_and_range(finding) == ("RP003", (3, 65), (3, 66))
    assert finding.document is None
    text = "[[a], [b], [[[[c]]]], [[[[[d"
    [finding] = [f for f in read(text, limits=SMALL) if f.rule == "RP003"]
    assert rule_and_range(finding) == ("RP003", (1, 27), (1, 28))
    many = "[a,\nb,\n" + "c," * 40 + "}"
    [finding] = [f for f in read(many, limits=SMALL) if f.rule == "RP003"]
    assert rule_and_range(finding) == ("RP003", (3, 55), (3, 56))


def keys(count: int) -> str:
    return ", ".join(f'"k{number}": 1' for number in range(count))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("[[[[[1]]]]]", None),
        ("[[[[[[1]]]]]]", (1, 6)),
        ('{"a":{"a":{"a":{"a":{"a":1}}}}}', None),
        ('{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}', (1, 26)),
        ("[[1], [2], [3], {}, {}, {}]", None),
        (f"{{{keys(14)}}}", None),
        (f"{{{keys(15)}}}", (1, 139)),
    ],
)
def test_json_limits_are_exact(text: str, start: tuple[int, int] | None) -> None:
    found = read(text, "a.json", SMALL)
    assert [f.range and f.range.start for f in found] == ([start] if start else [])
    assert {finding.rule for finding in found} <= {"RP003"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[[[[[X]]]]], [1]", "RP001"),
        ("[X, [[[[[1", "RP003"),
        (f"[{'X, ' * 29}X]", "RP003"),
    ],
)
def test_invalid_json_words_count_as_values(text: str, rule: str) -> None:
    [finding] = read(text, "a.json", SMALL)
    assert finding.rule == rule


# --- Suppression comments


POOL = (
    HEAD
    + """\
  annotations:
    os.modelarts/description: {}
{}spec:
  scope: {}
  resources: [{{count: 0}}]
{}"""
)
NO_PREFIX = "use full rule ids; prefixes are not allowed in comments"
TURNED_OFF = "# pool-lint: disable=RP102,RP107 -- x"


def remaining(
    description: str = "''", above: str = "", scope: str = "Train", below: str = ""
) -> list[tuple[str, int]]:
    """Lint a pool with two mistakes: a scope that is not a list, and a count of 0.

    Return the findings of these, and those about suppression comments.
    """
    text = POOL.format(description, above, scope, below)
    config = Config(select=["RP102", "RP107", "RP901", "RP902"])
    found = lint_text(text, config=config)
    return [(f.rule, f.range.start.line) for f in found if f.range]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, [("RP102", 9), ("RP107", 10)]),
        ({"above": f"{TURNED_OFF}\n"}, []),
        ({"description": "|\n      a", "above": f"{TURNED_OFF}\n"}, []),
        (
            {"description": f"> {TURNED_OFF}\n      a"},
            [("RP901", 7), ("RP901", 7), ("RP102", 10), ("RP107", 11)],
        ),
        (
            {"description": f"'a {TURNED_OFF}'", "below": "x: &x {}\ny: *x\n"},
            [("RP102", 9), ("RP107", 10)],
        ),
        ({"scope": "{a: b,\n} # pool-lint: disable=RP102 -- x"}, [("RP107", 11)]),
        (
            {"above": "# pool-lint: disable-next-line=RP102 -- x\n\n"},
            [("RP901", 8), ("RP102", 11), ("RP107", 12)],
        ),
        (
            {"scope": "# pool-lint: disable-next-line=RP102 -- x\n\n    Train"},
            [("RP107", 12)],
        ),
        (
            {
                "above": f"{TURNED_OFF}\n",
                "scope": "Train # pool-lint: disable=RP102 -- x",
            },
            [("RP901", 10)],
        ),
        (
            {
                "description": "&n scope",
                "below": "  # pool-lint: disable=RP102 -- x\n  *n :\n    Train\n",
            },
            [("RP107", 10)],
        ),
    ],
)
def test_suppressions_cover_exactly_their_lines(
    parts: dict[str, str], expected: list[tuple[str, int]]
) -> None:
    assert remaining(**parts) == expected


@pytest.mark.parametrize(("number", "applies"), [(999, True), (1_000, False)])
def test_at_most_1000_suppression_comments_apply(number: int, *, applies: bool) -> None:
    scope = "Train # pool-lint: disable=RP102 -- x"
    found = remaining(above="# pool-lint: enable=RP107\n" * number, scope=scope)
    assert ("RP102" not in {rule for rule, _ in found}) == applies


@pytest.mark.parametrize(("number", "applies"), [(99, True), (100, False)])
def test_at_most_100_rules_of_a_comment_apply(number: int, *, applies: bool) -> None:
    found = remaining(scope=f"Train # pool-lint: disable={'RP107,' * number}RP102")
    assert ("RP102" not in {rule for rule, _ in found}) == applies


@pytest.mark.parametrize(
    ("comment", "columns", "message", "help_text"),
    [
        ("disable=RP001", (27, 32), "RP001 cannot be suppressed", "remove it"),
        ("disable=a", (27, 28), "unknown rule", "`pool-lint rules` lists them"),
        ("disable=RP", (27, 29), "unknown rule", "`pool-lint rules` lists them"),
        ("disable=RP3", (27, 30), "unknown rule", NO_PREFIX),
        (
            "disable=RP301 RP302",
            (27, 38),
            "unknown rule",
            "separate the rules with commas",
        ),
        (
            "disable-file=RP102",
            (6, 37),
            "disable-file has no effect below the first document",
            "move it to the top of the file",
        ),
    ],
)
def test_invalid_suppressions_have_exact_columns_and_help(
    comment: str, columns: tuple[int, int], message: str, help_text: str
) -> None:
    pool = POOL.format("''", "", "[Train]", "")
    text = f"{pool}---\n{pool}x: 1 # pool-lint: {comment}\n"
    [finding] = lint_text(text, config=Config(select=["RP902"]))
    assert finding.range
    assert (finding.range.start.column, finding.range.end.column) == columns
    assert finding.message.startswith(message)
    assert finding.help == help_text


@pytest.mark.parametrize(
    ("rules", "columns"), [("RP102", (8, 39)), ("RP102,RP301", (29, 34))]
)
def test_unused_suppressions_have_exact_columns(
    rules: str, columns: tuple[int, int]
) -> None:
    text = POOL.format("''", "", "[Train]", f"x: 1   # pool-lint: disable={rules} -- x")
    first = lint_text(text, config=Config(select=["RP102", "RP301", "RP901"]))[0]
    assert first.range
    assert (first.range.start.column, first.range.end.column) == columns


# --- Bytes and text


@pytest.mark.parametrize(
    ("data", "reason", "offset", "text"),
    [
        (b"a\xe4b", "the file is not valid UTF-8", 1, "a\xe4b"),
        (b"\xef\xbb\xbfa\xe4", "the file is not valid UTF-8", 1, "\ufeffa\xe4"),
        (b"\xff\xfea\0b", "the file is not valid UTF-16", 1, "ab"),
        (b"\xfe\xff\0a\xd8\0", "the file is not valid UTF-16", 1, "a\xd8\0"),
        ("\u20ac".encode()[:2], "the file is not valid UTF-8", 0, "\xe2\x82"),
    ],
)
def test_undecodable_bytes_are_reported_at_their_offset(
    data: bytes, reason: str, offset: int, text: str
) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(data)
    error = caught.value
    assert (error.reason, error.offset, error.text) == (reason, offset, text)
    assert str(error) == reason


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\n", "a\n"),
        (b"\xef\xbb\xbfa", "\ufeffa"),
        (b"\xff\xfea\0", "a"),
        (b"\xfe\xff\0a", "a"),
        (b"", ""),
    ],
)
def test_encoding_restores_the_original_bytes(data: bytes, text: str) -> None:
    assert decode(data) == text
    assert encode(text.removeprefix("\ufeff"), data) == data


@pytest.mark.parametrize(
    ("text", "is_sign"),
    [
        ("kind: Pool", True),
        ("x: 1\nkind : 'Pool", True),
        ('{"kind":"Pool"', True),
        ("k\0i\0n\0d\0:\0 \0P\0o\0o\0l\0", True),
        ("a os.modelarts/ b", True),
        ("kind: PoolList", False),
        ("kind: Pool-x", False),
        ("mankind: Pool", False),
        ("kind: Network", False),
        ("osxmodelarts/", False),
    ],
)
def test_unparsed_text_that_looks_like_a_pool_is_recognised(
    text: str, *, is_sign: bool
) -> None:
    assert shows_body(text, RESOURCE_KINDS) is is_sign


def test_positions_and_offsets_convert_both_ways() -> None:
    source = Source("a", "\ufeffab\r\nc\rd\n\ne")
    for offset in range(len(source.text) + 1):
        place = source.position(offset)
        span = source.line_span(place.line, place.column)
        assert span == (offset, min(offset + 1, len(source.text)))
    lines = {line.number: line.text for line in source.frame([0, 4, 6, 8, 9])}
    assert lines == {1: "ab", 2: "c", 3: "d", 4: "", 5: "e"}
    assert source.line_span(0) is None
    assert source.line_span(6) is None
    assert source.line_span(5) == (9, 10)
    assert source.line_span(1) == (0, 4)


def test_escape_lines_keeps_line_breaks() -> None:
    assert escape_lines("a\x1bb\n\n\u202e\r\n") == "a\\u001bb\n\n\\u202e\\u000d\n"


def test_a_frame_shows_part_of_a_long_line() -> None:
    text = "".join(chr(ord("a") + n % 26) for n in range(400))
    source = Source("a", f"{text}\n{text[:160]}\n")
    [line] = source.frame([199])
    assert (line.column, line.text) == (121, text[120:280] + "…")
    assert source.frame([389])[0].text == text[310:]
    above, line = source.frame([401])
    assert (above.column, above.text) == (1, text[:160] + "…")
    assert (line.column, line.text) == (1, text[:160] + "…")


def test_a_frame_has_one_line_of_context_above_the_first_range() -> None:
    source = Source("a", "one\ntwo\nthree\nfour\nfive\n")
    assert [line.number for line in source.frame([14])] == [3, 4]
    assert [line.number for line in source.frame([14, 4, 16])] == [2, 3, 4]
    assert [line.number for line in source.frame([0, 19])] == [1, 5]


# --- Python data


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("inf"), ("RP102", "Infinity is a floating-point number")),
        (10**25, ("RP102", f"{10**19} is an integer")),
        ("\ud800", ("RP001", "the string contains half of a surrogate pair")),
        (1.5, ("RP102", "1.5 is a floating-point number")),
        (True, ("RP102", "true is a boolean")),
        (7, ("RP102", "7 is an integer")),
        (("a",), ("RP102", "os.modelarts/node.prefix must be a string, not a list")),
    ],
)
def test_python_values_of_the_wrong_type_are_reported(
    value: object, expected: tuple[str, str]
) -> None:
    labels = {"os.modelarts/name": "pool-001", "os.modelarts/node.prefix": value}
    body = {"apiVersion": "v2", "kind": "Pool", "metadata": {"labels": labels}}
    [finding] = [f for f in lint_data(body) if f.rule != "RP403"]
    start = "os.modelarts/node.prefix must be a string, but "
    assert (finding.rule, finding.message.removeprefix(start)) == expected
    assert finding.pointer == ("metadata", "labels", "os.modelarts/node.prefix")


@pytest.mark.parametrize(
    ("value", "text"),
    [(float("inf"), "inf"), (float("nan"), "nan"), (-(10**25), "-1e+19"), (1.5, None)],
)
def test_numbers_that_json_cannot_hold_are_reported(
    value: float, text: str | None
) -> None:
    found = lint_data({"kind": "Pool", "x": value}, config=Config(select=["RP008"]))
    messages = [(finding.pointer, finding.message) for finding in found]
    message = f"x: {text} cannot be represented in JSON"
    assert messages == ([(("x",), message)] if text else [])


def test_letters_outside_ascii_are_shown_unescaped() -> None:
    body = {"apiVersion": "v2", "kind": "Pool", "spec": {"type": "gr\u00f6\u00dfe"}}
    [finding] = lint_data(body, config=Config(select=["RP105"]))
    assert finding.message == 'spec.type must be "Dedicate", not "gr\u00f6\u00dfe"'


def test_get_returns_none_for_a_pointer_that_does_not_exist() -> None:
    document = Document({"a": [1]})
    assert document.get("a", 0) == 1
    assert document.get("a", 1) is None
    assert document.get("a", "b") is None
    assert document.get("a", 0, "b") is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"a": {1}}, "JSON cannot represent a value of type set"),
        ({1: "a"}, "a JSON key must be a str, not int"),
        ({"a": [b"c"]}, "JSON cannot represent a value of type bytes"),
    ],
)
def test_python_types_without_json_form_raise_type_error(
    body: object, words: str
) -> None:
    with pytest.raises(TypeError, match=words):
        lint_data(body)


@pytest.mark.parametrize(("width", "crosses"), [(28, False), (29, True)])
def test_python_data_may_hold_30_values(width: int, *, crosses: bool) -> None:
    """The body and the list count too, so 28 items are the most."""
    config = Config(limits=SMALL)
    found = lint_data({"a": ["b"] * width}, config=config)
    messages = [f.message for f in found if f.rule == "RP003"]
    assert messages == (
        ["the file has more than 30 keys and values"] if crosses else []
    )


@pytest.mark.parametrize(("depth", "crosses"), [(5, False), (6, True)])
def test_python_data_may_nest_five_levels(depth: int, *, crosses: bool) -> None:
    value: object = "a"
    for _ in range(depth):
        value = [value]
    found = lint_data(value, config=Config(limits=SMALL))
    messages = [f.message for f in found if f.rule == "RP003"]
    words = "values are nested deeper than 5 levels"
    assert messages == ([words] if crosses else [])
