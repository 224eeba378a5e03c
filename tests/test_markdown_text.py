"""The parts of Markdown output: no text from a manifest changes anything around it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markdown import Rendered
from pool_lint.model.text import cut, escape
from pool_lint.reporters import Style
from pool_lint.reporters.markdown_text import (
    LONGEST_CODE,
    MOST_CHARACTERS,
    alert,
    code,
    fitted,
    link,
    marker,
    place,
    prose,
    row,
    table,
)
from pool_lint.reporters.web import Web, web_of

WEB = Web("https://github.com/acme/pools/blob/0123abc", alerts=True)
HOSTILE = [
    "a|b`<img>@all",
    "|",
    "`",
    "``` |",
    "` a ``",
    "\\|",
    "\\\\|x`",
    "\\",
    "a\\",
    "**bold** _it_ ~~del~~",
    "[click](https://example.com)",
    "![x](https://example.com/x.png)",
    "<script>alert(1)</script>",
    "<!-- --> -->",
    "&lt;&#96;&amp;",
    "https://example.com www.example.com me@example.com",
    "@all @acme/team #1 GH-1 acme/pools#1 !1 ~bug %1 $1 /close",
    "a\nb\r\n\n# c\n- d",
    "\u202egnirts \x1b[31m \x00",
    "| a | b |\n|---|---|\n| c | d |",
    "> [!CAUTION]",
    " ",
    "  a  ",
    "",
    '"',
    'a" @all "b',
    'a" <img> [b](c) "d` e',
    "x" * 2000,
    "`" * 50 + "|" * 50,
    "\ud800\U000e0041",
]
hostile = pytest.mark.parametrize("evil", HOSTILE, ids=lambda evil: ascii(evil)[:40])
# The characters that mean something in Markdown, often.
markup = st.text(st.sampled_from("`|\\<>@#*_[]()!&~:\"' a1\n") | st.characters())


def shown(evil: str) -> str:
    """Return what a code span shows of a text."""
    return cut(escape(evil), LONGEST_CODE) or '""'


def stripped(text: str) -> str:
    return " ".join(text.split())


def assert_one_row(cells: list[str], document: str) -> Rendered:
    """Check that a document is a comment and a table with one row of these cells."""
    rendered = Rendered(document)
    assert rendered.comments == ["pool-lint:check"]
    assert [len(line) for line in rendered.cells] == [len(cells)] * 2
    assert [*map(stripped, rendered.cells[1])] == [*map(stripped, cells)]
    head = ["table", "thead", "tr", *["th"] * len(cells), "tbody", "tr"]
    body = [tag for tag in rendered.tags if tag not in {"td", "code", "a"}]
    assert [tag for tag in body if tag != "p"] == head
    return rendered


def document(*cells: str) -> str:
    heads = [f"h{number}" for number in range(len(cells))]
    return marker("check") + table(*heads) + row(*cells)


def assert_code_is_harmless(evil: str) -> None:
    rendered = assert_one_row([shown(evil), "end"], document(code(evil), "end"))
    assert stripped(rendered.loose) == "h0 h1 end"
    alone = Rendered(f"before {code(evil)} after\n")
    assert alone.tags == ["p", "code"]
    assert stripped(alone.codes[0]) == stripped(shown(evil))
    assert stripped(alone.loose) == "before after"


@hostile
def test_code_shows_any_text_and_changes_nothing_around_it(evil: str) -> None:
    assert_code_is_harmless(evil)


@given(markup)
def test_code_shows_random_texts_and_changes_nothing_around_them(evil: str) -> None:
    assert_code_is_harmless(evil)


def bare(text: str) -> str:
    """Return a text without what code spans may add: spaces and backticks."""
    return re.sub(r"[\s`\"]", "", text)


def assert_prose_is_harmless(text: str) -> Rendered:
    rendered = Rendered(document(prose(text), "end"))
    assert [len(line) for line in rendered.cells] == [2, 2]
    assert rendered.cells[1][1] == "end"
    assert {*rendered.tags} <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    # Outside of code spans there are only plain words.
    assert re.fullmatch(r"[\w\s'/().,;:?!-]*", rendered.loose, re.ASCII)
    return rendered


@hostile
def test_prose_with_any_value_changes_nothing_around_it(evil: str) -> None:
    assert_prose_is_harmless(f'"{evil}" is not valid')
    assert_prose_is_harmless(f"{evil} is not valid")


@given(markup)
def test_prose_shows_all_of_a_random_text_and_changes_nothing(text: str) -> None:
    rendered = assert_prose_is_harmless(text)
    assert bare(rendered.cells[1][0]) == bare(escape(" ".join(escape(text).split())))


@pytest.mark.parametrize(
    ("message", "markdown"),
    [
        ("os.modelarts/period.num is 2", "`os.modelarts/period.num` is 2"),
        ('"Notebok" is not an option;', '`"Notebok"` is not an option;'),
        ("set maxCount to 2 (spec.scope[0])", "set `maxCount` to 2 (`spec.scope[0]`)"),
        ("run `pool-lint rules` (yearly/monthly)",) * 2,
        ("`a`b", "`a` b"),
        ("no `end", "no `` ` `` end"),
        ("`:0", "`` ` `` `:0`"),
        ("pay-per-use", "pay-per-use"),
        ("by @acme; see #1", "by `@acme`; see `#1`"),
        ("", ""),
    ],
)
def test_prose_marks_values_and_names_as_code(message: str, markdown: str) -> None:
    assert prose(message) == markdown


def test_links_end_where_they_should() -> None:
    address = "https://example.com/a) [b](c d|e`<f>\\\n\ud800\u202e"
    [found] = Rendered(document(link(code("x"), address), "end")).links
    assert found == (
        "https://example.com/a%29%20%5Bb%5D%28c%20d%7Ce%60%3Cf%3E%5C%0A"
        "%5Cud800%E2%80%AE"
    )
    assert link(code("x"), "") == "`x`"


@hostile
def test_a_place_links_any_file_name(evil: str) -> None:
    style = Style(web=WEB)
    file = f"pools/{evil}.yaml"
    rendered = Rendered(document(place(file, 3, style), "end"))
    assert stripped(rendered.cells[1][0]) == stripped(shown(f"{file}:3"))
    [address] = rendered.links
    # A file name can contain "/close", which is a folder.
    assert re.fullmatch(rf"{WEB.files}/[\w.~%/-]*\.yaml#L3", address, re.ASCII)


@pytest.mark.parametrize("file", ["/srv/a.yaml", "../a.yaml", "a/../../b", "<stdin>"])
def test_a_file_outside_of_the_repository_has_no_link(file: str) -> None:
    assert place(file, 3, Style(web=WEB)) == f"`{file}:3`"


def test_a_place_without_a_line_is_the_file() -> None:
    assert place("a.yaml", None, Style(web=WEB)) == f"[`a.yaml`]({WEB.files}/a.yaml)"
    assert place("a.yaml", None, Style()) == "`a.yaml`"


GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/pools",
    "GITHUB_SHA": "0123abc",
}
GITLAB = {"CI_PROJECT_URL": "https://git.example.com/a/b", "CI_COMMIT_SHA": "0123abc"}


@pytest.mark.parametrize(
    ("environment", "web"),
    [
        ({}, Web()),
        (GITHUB, WEB),
        (GITLAB, Web("https://git.example.com/a/b/-/blob/0123abc")),
        ({**GITHUB, "GITHUB_SHA": ""}, Web(alerts=True)),
        ({**GITHUB, "GITHUB_SERVER_URL": "javascript:alert(1)//"}, Web(alerts=True)),
        ({**GITHUB, "GITHUB_REPOSITORY": "a) [b](c"}, Web(alerts=True)),
        ({**GITLAB, "CI_COMMIT_SHA": "0\n"}, Web()),
        ({"GITHUB_ACTIONS": "1"}, Web()),
    ],
)
def test_addresses_come_from_the_variables_of_the_ci_service(
    environment: dict[str, str], web: Web
) -> None:
    assert web_of(environment) == web


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("pools/a b.yaml", "https://x.example/pools/a%20b.yaml#L3"),
        ("..a.yaml", "https://x.example/..a.yaml#L3"),
        ("pools/../a.yaml", "https://x.example/a.yaml#L3"),
        ("../a.yaml", ""),
        ("pools/../../a.yaml", ""),
        ("/a.yaml", ""),
        ("<stdin>", ""),
    ],
)
def test_files_of_the_repository_have_addresses(file: str, address: str) -> None:
    assert Web(files="https://x.example").address(file, 3) == address


def test_a_headline_is_a_box_only_where_github_shows_it() -> None:
    assert alert("caution", "**x**", WEB) == "> [!CAUTION]\n> **x**\n"
    assert alert("caution", "**x**", Web()) == "**x**\n"


def test_a_document_that_fits_is_whole() -> None:
    assert "".join(fitted("head\n", ["a\n", "b\n"], "tail\n")) == "head\na\nb\ntail\n"


def test_a_long_document_is_cut_at_a_whole_item() -> None:
    items = [f"{number} {'x' * 500}\n" for number in range(1000)]
    output = "".join(fitted("head\n", items, "tail\n", hidden=12))
    assert MOST_CHARACTERS - 510 < len(output) <= MOST_CHARACTERS
    head, *lines, empty, left, tail = output.splitlines()
    assert (head, empty, tail) == ("head", "", "tail")
    assert lines == [item.strip() for item in items[: len(lines)]]
    more = 1012 - len(lines)
    assert left == f"**… and {more} more findings are not shown** (of 1012)"


def test_hidden_items_are_counted_in_a_document_that_fits() -> None:
    output = "".join(fitted("", ["a\n"], noun="pool", hidden=1))
    assert output == "a\n\n**… and 1 more pool is not shown** (of 2)\n"
