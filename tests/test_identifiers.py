"""Names and IDs: empty, blank, or with white space, quotes or invisible characters."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from cases import every
from manifests import ANNOTATIONS, LABELS, PREFIX, REFERENCE, RESOURCE, as_yaml, changed
from pool_lint import Config, Severity, fix_text, lint_data, lint_text
from pool_lint.model.text import escape
from pool_lint.modelarts.hidden import _search

PREPAID = [
    ((*ANNOTATIONS, f"{PREFIX}billing.mode"), "1"),
    ((*ANNOTATIONS, f"{PREFIX}period.num"), "1"),
    ((*ANNOTATIONS, f"{PREFIX}period.type"), "2"),
]
NPU = [
    ((*RESOURCE, "flavor"), "modelarts.bm.npu.arm.8snt9b3"),
    (("spec", "driver"), {}),
]
# A field, and the changes that make a manifest with it valid.
IDENTIFIERS: dict[str, tuple[tuple[Any, ...], list[Any]]] = {
    "flavor": ((*RESOURCE, "flavor"), []),
    "network": (("spec", "network", "name"), []),
    "order": ((*ANNOTATIONS, f"{PREFIX}order.id"), PREPAID),
    "gpu": (("spec", "driver", "gpuVersion"), []),
    "npu": (("spec", "driver", "npuVersion"), NPU),
    "image": ((*RESOURCE, "os"), []),
    "workspace": ((*LABELS, f"{PREFIX}workspace.id"), []),
    "prefix": ((*LABELS, f"{PREFIX}node.prefix"), []),
    "job flavor": (("spec", "jobFlavors"), []),
}
CAN_BE_EMPTY = {"image", "prefix"}
each_identifier = every("name", IDENTIFIERS)


def with_value(name: str, value: str) -> dict[str, Any]:
    pointer, others = IDENTIFIERS[name]
    wrapped = {"image": {"imageId": value}, "job flavor": [value]}.get(name, value)
    return changed(*others, (pointer, wrapped))


def rules(name: str, value: str) -> list[str]:
    return [finding.rule for finding in lint_data(with_value(name, value))]


@each_identifier
def test_an_empty_identifier_is_reported_as_empty(name: str) -> None:
    assert rules(name, "") == ([] if name in CAN_BE_EMPTY else ["RP106"])


@each_identifier
@every("value", ["  ", "\n", "\t", "\u3000", "\x1c", "\x85", "\xa0"])
def test_a_blank_identifier_is_reported_as_empty(name: str, value: str) -> None:
    assert rules(name, value) == ["RP106"]


def test_a_blank_pool_name_or_period_is_reported_as_empty() -> None:
    blank = changed(((*LABELS, f"{PREFIX}name"), " "))
    assert [finding.rule for finding in lint_data(blank)] == ["RP106"]
    data = with_value("order", "CS1")
    data["metadata"]["annotations"][f"{PREFIX}period.num"] = " "
    [finding] = lint_data(data)
    assert (finding.rule, finding.message) == (
        "RP106",
        "os.modelarts/period.num contains only white space",
    )


FORBIDDEN = [chr(n) for n in range(0x2_0000) if chr(n).isspace()]
FORBIDDEN += [chr(n) for n in [*range(0x20), *range(0x7F, 0xA0)]]
FORBIDDEN += ['"', "'", "`"]


@each_identifier
@pytest.mark.parametrize("value", ["{} x", "x{}", "{}x", "x{}y"])
def test_white_space_controls_and_quotes_are_malformed(name: str, value: str) -> None:
    for character in (" ", "\n", "\t", "\0", "\x7f", '"', "'", "`"):
        assert rules(name, value.replace("{}", character)) == ["RP107"], character


def test_every_white_space_and_every_control_is_malformed() -> None:
    for character in FORBIDDEN:
        assert rules("workspace", f"a{character}b") == ["RP107"], hex(ord(character))


@pytest.mark.parametrize("head", ["|", ">", "|+", "|2"])
def test_the_line_break_of_a_block_scalar_is_stripped(head: str) -> None:
    text = as_yaml(REFERENCE)
    bad = text.replace("name: net-", f"name: {head}\n      net-")
    [finding] = lint_text(bad)
    assert (finding.rule, finding.path) == ("RP107", "spec.network.name")
    assert finding.help == (
        "write it on one line, or use |- to drop the line break at the end"
    )
    fixed = fix_text(bad)
    assert fixed.findings == []
    assert lint_text(bad.replace(head, "|-", 1)) == []


@pytest.mark.parametrize(
    "value", ["'{} '", "' {}'", '"{}\\t"', "'\"{}\"'", '"{}\u00a0"']
)
def test_white_space_at_the_ends_has_a_safe_fix(value: str) -> None:
    flavor = "modelarts.vm.gpu.tnt004"
    text = as_yaml(REFERENCE)
    bad = text.replace(flavor, value.replace("{}", flavor))
    [finding] = lint_text(bad)
    assert (finding.rule, finding.help) == ("RP107", f'change it to "{flavor}"')
    assert fix_text(bad).findings == []


def test_white_space_inside_has_no_fix() -> None:
    for value in (" a b ", "a b"):
        [finding] = lint_data(with_value("flavor", value))
        assert (finding.rule, finding.fix) == ("RP107", None)


INVISIBLE = ["\xad", "\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180e"]
INVISIBLE += ["\u200b", "\u200d", "\u202e", "\u2060", "\u2800", "\u3164", "\uffa0"]
INVISIBLE += ["\ufe0f", "\ufeff", "\U000e0041", "\U000e0100"]


@each_identifier
def test_invisible_characters_in_identifiers_are_hidden(name: str) -> None:
    for character in INVISIBLE:
        assert rules(name, f"ab{character}cd") == ["RP009"], hex(ord(character))


def test_invisible_characters_in_keys_are_hidden() -> None:
    for character in INVISIBLE:
        key = f"co{character}unt"
        entry = {"flavor": "modelarts.vm.gpu.tnt004", key: 2}
        data = changed((("spec", "resources"), [entry]))
        for findings in (lint_data(data), lint_text(as_yaml(data))):
            assert [f.rule for f in findings if f.rule != "RP101"] == ["RP009"]
        as_json = json.dumps(data)
        assert "\\u" in as_json
        found = lint_text(as_json, filename="a.json")
        assert [f.rule for f in found if f.rule != "RP101"] == ["RP009"]


def test_escaped_invisible_characters_in_identifiers_are_hidden() -> None:
    text = as_yaml(REFERENCE).replace("modelarts.vm.gpu.tnt004", '"a\\u200bb"')
    [finding] = lint_text(text)
    assert finding.rule == "RP009"
    assert finding.range is not None
    start, end = finding.range
    assert text.splitlines()[start.line - 1][start.column - 1 : end.column - 1] == (
        '"a\\u200bb"'
    )


def test_invisible_characters_are_allowed_in_other_text() -> None:
    data = changed(((*ANNOTATIONS, f"{PREFIX}description"), "a\u200b\u2060\xad\ufe0f"))
    assert lint_text(as_yaml(data)) == []
    assert lint_text("# \u200b \u2060\n" + as_yaml(REFERENCE)) == []


@pytest.mark.parametrize("character", ["\u202a", "\u200f", "\u061c", "\x85", "\u2028"])
def test_bidirectional_characters_and_line_breaks_in_comments_are_hidden(
    character: str,
) -> None:
    [finding] = lint_text(f"# a {character} # b\n" + as_yaml(REFERENCE))
    assert finding.rule == "RP009"
    assert finding.range is not None
    assert finding.range.start == (1, 5)


def test_all_unicode_format_characters_are_invisible() -> None:
    """Older versions of Python do not know the newest ones."""
    for code in range(0x11_0000):
        character = chr(code)
        if unicodedata.category(character) == "Cf":
            assert _search(f"a{character}"), hex(code)
            assert character not in escape(character)
        elif _search(character):
            is_new = unicodedata.category(character) == "Cn"
            assert is_new or character in OTHER_INVISIBLE, hex(code)


OTHER_INVISIBLE = {*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"}
OTHER_INVISIBLE |= {*"\u180b\u180c\u180d\u180f"}
OTHER_INVISIBLE |= {chr(n) for n in [*range(0xFE00, 0xFE10), *range(0xE0000, 0xE01F0)]}


def test_characters_above_ffff_have_a_long_escape() -> None:
    assert escape("a\U000e0041b") == "a\\U000e0041b"


BROKEN = as_yaml(REFERENCE).replace("  - Train", "  - Train # x{}  y")


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    "comment", ["", "# pool-lint: disable-file=RP009,RP001 -- no\n"]
)
def test_a_hidden_line_break_is_reported_instead_of_the_syntax_error(
    character: str, comment: str
) -> None:
    text = comment + BROKEN.replace("{}", character)
    [finding] = lint_text(text)
    assert (finding.rule, finding.severity) == ("RP009", "error")
    assert finding.message.startswith(f"hidden character U+{ord(character):04X}")
    assert finding.range is not None
    lines = text.split("\n")
    line, column = finding.range.start
    assert lines[line - 1][column - 1] == character


def test_a_hidden_line_break_in_broken_syntax_cannot_be_ignored() -> None:
    text = BROKEN.replace("{}", "\u2028")
    for config in (
        Config(ignore=["RP009"]),
        Config(select=["RP3"]),
        Config(severity={"RP009": Severity.INFO}),
    ):
        [finding] = lint_text(text, config=config)
        assert (finding.rule, finding.severity) == ("RP009", Severity.ERROR)


def test_a_hidden_line_break_in_json_is_reported() -> None:
    text = json.dumps(REFERENCE).replace('"v2"', '"v2"\u2028')
    [finding] = lint_text(text, filename="a.json")
    assert finding.rule == "RP009"


def test_a_hidden_line_break_does_not_replace_another_syntax_error() -> None:
    for broken in ("metadata: [", "metadata: *x", "metadata: &a &b"):
        text = "# a\u2028# b\n" + as_yaml(REFERENCE).replace("metadata:", broken)
        [finding] = lint_text(text)
        assert finding.rule == "RP001"
