"""Positions of syntax errors: on an existing line, where the construct begins."""

from __future__ import annotations

import pytest

from cases import every
from pool_lint import Config, Kind, lint_text

REQUEST = Config(kind=Kind.REQUEST)
HEAD = "kind: Pool\napiVersion: v2\n"

YAML = {
    "a double quote": (f'{HEAD}spec:\n  x: "abc\n\n# more\n\n', (4, 6)),
    "a single quote": (f"{HEAD}x: 'abc\ny: 1\n", (3, 4)),
    "a quote in the last line": (f"{HEAD}x: 'abc", (3, 4)),
    "a brace": (f"{HEAD}x: {{a: 1\n# end\n", (3, 4)),
    "a bracket": (f"{HEAD}x: [1, 2\ny: 3\n", (3, 4)),
    "a bracket at the end": (f"{HEAD}x:\n  - [1, 2\n\n\n", (4, 5)),
    "a bracket in a bracket": (f"{HEAD}x: [1, {{a: 2\n", (3, 8)),
    "a colon without a space": (f"{HEAD}x:\n  y: 1\n  count:2\n", (5, 3)),
    "a colon without a space, above": (f"{HEAD}x:2\ny: 3\n", (3, 1)),
    "a quote in CRLF": ('kind: Pool\r\nx: "abc\r\n\r\n', (2, 4)),
    "a quote in CR": ('kind: Pool\rx: "abc\r\r', (2, 4)),
    "a quote in the second document": (f"{HEAD}---\n{HEAD}x: 'a\n", (6, 4)),
    "a comma": (f"{HEAD}x: [1,\n\n", (3, 4)),
    "a key of several lines": (f"{HEAD}? [a\n", (3, 3)),
}


@pytest.mark.parametrize(("text", "place"), YAML.values(), ids=YAML)
def test_an_unclosed_construct_is_reported_at_its_start(
    text: str, place: tuple[int, int]
) -> None:
    finding = next(f for f in lint_text(text, config=REQUEST) if f.rule == "RP001")
    assert finding.range
    assert tuple(finding.range.start) == place


JSON = {
    "an object": ('{"kind": "Pool",\n "x": {"a": 1\n\n', (2, 7)),
    "a list": ('{"kind": "Pool",\n "x": [1, [2], 3\n', (2, 7)),
    "a value": ('{"kind": "Pool",\n "x":\n\n', (1, 1)),
    "a string": ('{"kind": "Pool",\n "x": "abc', (2, 7)),
    "a comma": ('{"kind": "Pool",\n\n', (1, 1)),
    "a bracket in a string": ('{"kind": "Pool",\n "x": ["[", "{"\n', (2, 7)),
}


@pytest.mark.parametrize(("text", "place"), JSON.values(), ids=JSON)
def test_unfinished_json_is_reported_at_the_start_of_the_value(
    text: str, place: tuple[int, int]
) -> None:
    [finding] = lint_text(text, filename="pool.json", config=REQUEST)
    assert finding.range
    assert (finding.rule, tuple(finding.range.start)) == ("RP001", place)


@every("text", [text for text, _ in [*YAML.values(), *JSON.values()]])
@every("name", ["a.yaml", "a.json"])
@every("end", ["", "\n", "\n\n\n", "\r\n", "  \n"])
def test_no_error_is_reported_below_the_last_line(
    text: str, name: str, end: str
) -> None:
    text += end
    last = len(text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n"))
    for finding in lint_text(text, filename=name, config=REQUEST):
        assert finding.range
        assert finding.range.start.line <= last, finding


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_missing_quote_has_a_related_range_where_it_was_opened(quote: str) -> None:
    text = f"{HEAD}a: {quote}blue\nb: {quote}x{quote}\nc: 1\n"
    finding = next(f for f in lint_text(text, config=REQUEST) if f.rule == "RP001")
    assert finding.range
    assert finding.range.start.line == 4
    [related] = finding.related
    assert related.range
    assert tuple(related.range.start) == (3, 4)


def test_an_unclosed_bracket_is_reported_on_its_line() -> None:
    [finding] = lint_text(f"{HEAD}x: {{a: 1, b: [2}}\n", config=REQUEST)
    assert finding.range
    assert finding.range.start.line == 3
