"""Exact output of the formats full, concise and json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cases import every
from manifests import REFERENCE, as_yaml, changed
from pool_lint import (
    Config,
    FileResult,
    Kind,
    Report,
    SkipReason,
    Source,
    Workspace,
    __version__,
    lint_data,
    lint_text,
)
from pool_lint.model.report import Failure
from pool_lint.model.skipped import Skipped
from pool_lint.model.text import cut, escape, quote
from pool_lint.reporters import FORMATS, Style, reporter
from pool_lint.reporters.summary import summary

FRAMES = Path(__file__).parent / "frames"


def printed(text: str, name: str = "pools/train.yaml", style: str = "full") -> str:
    found = lint_text(text, filename=name)
    report = Report((FileResult(name, tuple(found), documents=1),))
    return "".join(reporter(style)(report, Style()))


@pytest.mark.parametrize("path", sorted(FRAMES.glob("*.txt")), ids=lambda p: p.stem)
def test_frames_match_their_files(path: Path) -> None:
    """Each file holds a manifest, a line of equals signs, and the expected output."""
    manifest, _, expected = path.read_text(encoding="utf-8").partition("=" * 40 + "\n")
    name = "pools/train.json" if manifest.startswith("{") else "pools/train.yaml"
    assert printed(manifest, name).rstrip("\n") == expected.rstrip("\n")


def test_a_frame_shows_the_finding_a_related_line_and_help() -> None:
    text = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))
    text = "#\n" * 5 + text.replace("count: 2", "count: 3")
    assert (
        printed(text)
        == "error[RP301]: spec.resources[0].maxCount is 5 but count is 3; "
        "in a physical pool they must be equal\n"
        """\
  --> pools/train.yaml:24:15
   |
23 |     count: 3
   |            - count is 3
24 |     maxCount: 5
   |               ^
   = help: set maxCount to 3 (--fix --unsafe-fixes)
   = rule: max-count-mismatch, see `pool-lint explain RP301`

"""
    )


def test_concise_prints_one_line_per_finding() -> None:
    text = as_yaml(changed((("spec", "scope", 0), "Tr\u202eain\n::error::x")))
    lines = printed(text, style="concise").splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["pools/train.yaml:13:8:", "error", "RP009"]
    ]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("::error::x.yaml", "./::error"),
        ("##vso[x].yaml", "\\u0023#vso["),
        ("section_start:1.yaml", "./section_start"),
        ("a\nb\x1b[31m.yaml", "a\\u000ab\\u001b[31m.yaml"),
        (" ::error::x.yaml", "./ ::error"),
        ("\u00a0::error::x.yaml", "./\u00a0::error"),
        ("-x.yaml", "-x.yaml"),
    ],
)
def test_file_names_cannot_form_ci_commands(name: str, start: str) -> None:
    text = as_yaml(changed((("spec", "scope"), [])))
    for style in ("concise", "full"):
        output = printed(text, name, style)
        assert start in output
        assert not any(
            line.startswith(("::", "##", "section_")) for line in output.splitlines()
        )


UNSAFE = [chr(code) for code in [*range(9), *range(11, 32), *range(0x7F, 0xA0)]] + list(
    "\u200b\u200e\u2028\u2029\u202a\u202e\u2060\u2066\u2069\ufeff\ud800\udfff\ufffe"
)


@every("char", UNSAFE, ids=lambda char: f"U+{ord(char):04X}")
def test_unsafe_characters_are_escaped_everywhere(char: str) -> None:
    escaped = f"\\u{ord(char):04x}"
    assert escape(f"a{char}b") == f"a{escaped}b"
    body = changed((("spec", "scope", 0), f"a{char}"), (("metadata", f"k{char}"), 1))
    found = lint_data(body, name=f"f{char}")
    report = Report((FileResult(f"f{char}", tuple(found), documents=1),))
    for style in FORMATS:
        output = "".join(reporter(style)(report, Style()))
        assert char not in output
        assert output.encode("utf-8")


def test_escape_does_not_change_ordinary_text() -> None:
    for text in ("", "plain", "größe", "你好", "\U0001f600", "a # b", "\\u0041"):
        assert escape(text) == text
        assert escape(escape(text)) == escape(text)


@pytest.mark.parametrize("text", ["##[error]x", "a ##vso[x]", "##[", "###["])
def test_escape_breaks_up_ci_commands(text: str) -> None:
    assert "##[" not in escape(text)
    assert "##vso[" not in escape(text)


def test_long_values_are_shortened_in_messages() -> None:
    assert cut("x" * 121) == "x" * 119 + "…"
    assert cut("x" * 120) == "x" * 120
    assert len(quote("\x1b" * 1000)) == 122
    text = as_yaml(changed((("spec", "type"), "\x9b" * 5000)))
    [finding, *_] = lint_text(text)
    assert len(finding.message) < 200


def test_a_frame_shows_the_part_of_a_long_line_around_the_value() -> None:
    text = json.dumps({**REFERENCE, "z" * 5000: 1, "kind": "Poo"}) + "\n"
    output = printed(text, "x.json")
    lines = output.splitlines()
    assert all(len(line) < 400 for line in lines)
    by_rule = output.split("\n\n")
    [frame] = [part for part in by_rule if part.startswith("error[RP105]")]
    code, marks = frame.splitlines()[3:5]
    column = marks.index("^")
    assert code[column : column + marks.count("^")] == '"Poo"'


def test_a_related_value_outside_the_shown_part_is_not_underlined() -> None:
    text = (
        '{"kind": "Pool", "apiVersion": "v2", "x": "'
        + "z" * 3000
        + '", "kind": "Pool"}'
    )
    [frame] = [p for p in printed(text, "x.json").split("\n\n") if "RP002" in p]
    assert "first defined here" not in frame
    assert frame.count("^") == len('"kind"')


def test_carets_are_aligned_after_wide_characters_and_tabs() -> None:
    text = '{\t"kind": "Pool",\t"你好": 1, "apiVersion":\t"v1"}'
    [frame] = [p for p in printed(text, "x.json").split("\n\n") if "RP105" in p]
    _, _, _, code, marks, *_ = frame.splitlines()
    before = code[: code.index('"v1"')]
    assert marks.index("^") == len(before) + 2  # each wide character takes two columns


def test_a_gap_to_a_related_line_is_shown_as_dots() -> None:
    text = as_yaml(REFERENCE) + "kind: Pool\n"
    assert printed(text).splitlines()[3:9] == [
        " 1 | kind: Pool",
        "   | ---- first defined here",
        "   ⋮",
        "20 |     gpuVersion: '440.31'",
        "21 | kind: Pool",
        "   | ^^^^",
    ]


def as_object(text: str, name: str = "x.yaml", config: Config | None = None) -> Any:
    found = lint_text(text, filename=name, config=config)
    report = Report((FileResult(name, tuple(found), documents=1),))
    return json.loads("".join(reporter("json")(report, Style())))


def test_json_version_1_has_exactly_these_fields() -> None:
    text = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))
    result = as_object(text, "pools/train.yaml")
    [diagnostic] = result.pop("diagnostics")
    fingerprint = diagnostic.pop("fingerprint")
    assert len(fingerprint) == 32
    assert result == {
        "version": 1,
        "tool": {"name": "pool-lint", "version": __version__},
        "summary": {
            "files": 1,
            "documents": 1,
            "skipped_documents": 0,
            "unread_documents": 0,
            "unparsed_files": 0,
            "unreadable_files": 0,
            "ignored_files": 0,
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "not_shown": 0,
            "suppressed": 0,
            "baselined": 0,
            "fixable": 1,
        },
        "skipped": [],
    }
    message = (
        "spec.resources[0].maxCount is 5 but count is 2; "
        "in a physical pool they must be equal"
    )
    place = {"start": {"line": 19, "column": 15}, "end": {"line": 19, "column": 16}}
    count = {"start": {"line": 18, "column": 12}, "end": {"line": 18, "column": 13}}
    assert diagnostic == {
        "rule": "RP301",
        "name": "max-count-mismatch",
        "severity": "error",
        "message": message,
        "help": "set maxCount to 2",
        "note": None,
        "file": "pools/train.yaml",
        "document": {"index": 0, "kind": "Pool", "name": "pool-001"},
        "path": "spec.resources[0].maxCount",
        "pointer": "/spec/resources/0/maxCount",
        "range": place,
        "related": [
            {
                "message": "count is 2",
                "file": "pools/train.yaml",
                "pointer": "/spec/resources/0/count",
                "range": count,
            }
        ],
        "fix": {
            "applicability": "unsafe",
            "message": "set maxCount to 2",
            "edits": [{"range": place, "content": "2"}],
        },
        "url": None,
    }


def test_json_without_findings_has_no_diagnostics() -> None:
    result = as_object(as_yaml(REFERENCE))
    assert result["diagnostics"] == []


def test_json_contains_no_ci_commands() -> None:
    text = as_yaml(changed((("metadata", "##[error]x ##vso[task.x]"), 1)))
    output = printed(text, style="json")
    assert "##" not in output
    assert json.loads(output)["diagnostics"][0]["pointer"].endswith("##vso[task.x]")


def test_json_output_is_ascii() -> None:
    text = as_yaml(changed((("metadata", "schlüssel"), 1)))
    output = printed(text, "ä.yaml", "json")
    assert output.isascii()
    [diagnostic] = json.loads(output)["diagnostics"]
    assert diagnostic["file"] == "ä.yaml"
    assert diagnostic["pointer"] == "/metadata/schlüssel"


def test_json_has_paths_and_json_pointers() -> None:
    text = as_yaml(changed((("metadata", "annotations", "a/b~c"), 1)))
    [diagnostic] = as_object(text)["diagnostics"]
    assert diagnostic["pointer"] == "/metadata/annotations/a~1b~0c"
    assert diagnostic["path"] == 'metadata.annotations["a/b~c"]'
    [root] = as_object("- 1\n", config=Config(kind=Kind.REQUEST))["diagnostics"]
    assert (root["pointer"], root["path"]) == ("", "")


def test_a_finding_of_a_broken_file_has_no_document() -> None:
    [diagnostic] = as_object("kind: Pool\na: [\n")["diagnostics"]
    assert diagnostic["document"] is None


def test_fingerprints_are_stable_and_unique() -> None:
    bad = changed((("spec", "scope"), ["Trian", "Infre"]), (("metadata", "x"), 1))
    plain = as_object(as_yaml(bad))["diagnostics"]
    moved = as_object("# a\n\n# b\n" + as_yaml(bad))["diagnostics"]
    prints = [diagnostic["fingerprint"] for diagnostic in plain]
    assert prints == [diagnostic["fingerprint"] for diagnostic in moved]
    assert len(set(prints)) == 3
    twice = as_object("kind: Pool\nkind: Pool\nkind: Pool\n" + as_yaml(bad)[11:])
    repeated = [d["fingerprint"] for d in twice["diagnostics"] if d["rule"] == "RP002"]
    assert len(set(repeated)) == 2


def test_findings_of_long_keys_have_different_fingerprints() -> None:
    long = "k" * 300
    text = as_yaml(
        changed((("metadata", f"{long}1"), 1), (("metadata", f"{long}2"), 1))
    )
    diagnostics = as_object(text)["diagnostics"]
    assert len({diagnostic["fingerprint"] for diagnostic in diagnostics}) == 2
    assert all(len(diagnostic["pointer"]) < 250 for diagnostic in diagnostics)


def test_the_summary_counts_unchecked_documents_and_files() -> None:
    files = (
        FileResult("a", (), documents=2),
        FileResult(
            "b", (), documents=1, skipped=(Skipped(0, SkipReason.OTHER_KIND),) * 4
        ),
        FileResult(
            "c", (), skipped=(Skipped(None, SkipReason.NOT_PARSED),), unread_documents=2
        ),
    )
    report = Report(files, (Failure("d", "x"),))
    assert summary(report) == (
        "4 files: 3 pools checked, 4 other documents skipped, "
        "2 documents not parsed, 1 file not parsed, no sign of a pool, "
        "1 file could not be read; no findings"
    )


def test_hidden_findings_are_counted() -> None:
    text = "apiVersion: v2\nkind: Pool\n" + "a: 1\n" * 200
    name = "x.yaml"
    result = Workspace(config=Config()).lint(Source(name, text))
    report = Report((result,))
    output = "".join(reporter("full")(report, Style()))
    assert output.endswith(
        "x.yaml: 101 more findings not shown (--limit findings=N shows more)\n\n"
    )
    assert (
        json.loads("".join(reporter("json")(report, Style())))["summary"]["errors"]
        == 200
    )
