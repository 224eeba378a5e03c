"""Suppression comments: what they cover, and reports of invalid and unused ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import run
from manifests import HEAD, NETWORK, as_json, as_yaml, changed
from pool_lint import Config, Finding, SuppressionKind, lint_paths, lint_text

# Two mistakes on lines of their own: RP107 at count, RP301 at maxCount.
SPEC = f"""\
spec:
  type: Dedicate
  scope: [Train]
  network: {{name: {NETWORK}}}
  resources:
    - flavor: modelarts.vm.gpu.tnt004
      count: 3
      maxCount: 4
    - flavor: modelarts.bm.gpu.8v100
      count: 3
      maxCount: 5
"""
TEXT = HEAD + SPEC


def found(text: str, config: Config | None = None) -> list[tuple[str, int]]:
    findings = lint_text(text, config=config)
    return [(f.rule, f.range.start.line if f.range else 0) for f in findings]


def with_comment(line: str, comment: str) -> str:
    """Return the text with a suppression comment at the end of a line."""
    assert line in TEXT
    return TEXT.replace(line, f"{line} # pool-lint: {comment}")


def above(line: str, comment: str, text: str = TEXT) -> str:
    """Return the text with a suppression comment above a line."""
    lines = text.split("\n")
    number = next(n for n, t in enumerate(lines) if line in t)
    indent = len(lines[number]) - len(lines[number].lstrip())
    lines.insert(number, f"{' ' * indent}# pool-lint: {comment}")
    return "\n".join(lines)


BOTH = [("RP301", 13), ("RP301", 16)]


def test_both_mistakes_are_reported_without_a_comment() -> None:
    assert found(TEXT) == BOTH


@pytest.mark.parametrize(
    "comment",
    [
        "disable=RP301 -- agreed",
        "disable=RP301",
        "disable=rp301 -- agreed",
        "disable=max-count-mismatch -- agreed",
        "disable=max_count_mismatch",
        "disable = RP301",
        "disable=RP301 # and more",
        "disable=RP301 -- see ticket #42 # and this",
        "disable=RP301 -- a reason, with = and disable=RP102 in it",
    ],
)
def test_a_comment_suppresses_findings_on_its_line(comment: str) -> None:
    assert found(with_comment("maxCount: 4", comment)) == BOTH[1:]


def test_spaces_around_the_keyword_are_ignored() -> None:
    for start in ("#pool-lint:", "#  pool-lint:  ", "#\tpool-lint:"):
        text = TEXT.replace("maxCount: 4", f"maxCount: 4 {start}disable=RP301")
        assert found(text) == BOTH[1:]


def test_a_comment_on_another_line_suppresses_nothing() -> None:
    text = with_comment("count: 3", "disable=RP301 -- x")
    assert ("RP301", 13) in found(text)
    assert found(with_comment("  type: Dedicate", "disable=RP301 -- x")) == [
        ("RP901", 7),
        *BOTH,
    ]


def test_disable_next_line_skips_blank_lines_and_comments() -> None:
    text = above("maxCount: 4", "disable-next-line=RP301 -- agreed")
    assert found(text) == [("RP301", 17)]
    gap = text.replace("-- agreed\n", "-- agreed\n\n      # why\n")
    assert found(gap) == [("RP301", 19)]


def test_a_comment_above_an_entry_covers_it() -> None:
    item = above("- flavor: modelarts.vm.gpu", "disable=RP301 -- agreed")
    assert found(item) == [("RP301", 17)]
    key = above("  resources:", "disable=RP301 -- agreed")
    assert found(key) == []
    mapping = above("spec:", "disable=RP301 -- agreed")
    assert found(mapping) == []
    scalar = above("count: 3", "disable=RP301 -- agreed")
    assert found(scalar) == [("RP901", 12), ("RP301", 14), ("RP301", 17)]


def test_enable_ends_the_range_of_a_disable() -> None:
    text = above("- flavor: modelarts.vm.gpu", "disable=RP301 -- agreed")
    closed = above("- flavor: modelarts.bm.gpu", "enable=RP301", text)
    assert found(closed) == [("RP301", 18)]
    far = (
        f"{above('  type: Dedicate', 'disable=RP301 -- x')}# pool-lint: enable=RP301\n"
    )
    assert found(far) == []
    other = above("- flavor: modelarts.bm.gpu", "enable=RP302", text)
    assert found(other) == [("RP301", 18)]


@pytest.mark.parametrize("start", ["", "---\n", "# a comment\n\n---\n"])
def test_disable_file_covers_all_documents(start: str) -> None:
    text = f"# pool-lint: disable-file=RP301 -- agreed\n{start}{TEXT}"
    assert found(text) == []
    second = TEXT.replace("pool-001", "pool-002")
    assert found(f"{text}---\n{second}") == []
    behind = f"{start}# pool-lint: disable-file=RP301\n{TEXT}"
    assert found(behind) == []


def test_disable_file_applies_before_a_skipped_document() -> None:
    text = f"# pool-lint: disable-file=RP301 -- agreed\nkind: Network\n---\n{TEXT}"
    assert found(text) == []


def test_a_reason_may_contain_hashes_and_dashes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        with_comment("maxCount: 4", "disable=RP301 -- see #42 -- and # 7")
    )
    [one] = lint_paths(tmp_path).suppressed
    assert one.reason == "see #42 -- and # 7"


def test_a_rule_name_must_be_followed_by_a_space() -> None:
    assert ("RP902", 13) in found(with_comment("maxCount: 4", "disable=RP301#x"))


def test_disable_file_applies_before_an_empty_document() -> None:
    text = f"# pool-lint: disable-file=RP301 -- agreed\n---\n---\n{TEXT}"
    assert found(text) == []


def test_an_unused_disable_file_is_reported() -> None:
    line = "# pool-lint: disable-file=RP301,RP405 -- agreed\n"
    second = TEXT.replace("pool-001", "pool-002")
    assert found(f"{line}{TEXT}---\n{second}") == [("RP901", 1)]
    # A suppression is used if only a later document needs it.
    right = changed((("spec", "resources", 0, "maxCount"), 2))
    assert found(f"{line.replace(',RP405', '')}{as_yaml(right)}---\n{second}") == []
    # Skipped documents do not count.
    assert found(f"{line}kind: Network\n") == []
    assert found(f"{line}kind: Network\n---\n{TEXT}") == []


def test_disable_file_must_be_at_the_top_of_the_file() -> None:
    second = TEXT.replace("pool-001", "pool-002")
    text = f"{TEXT}---\n# pool-lint: disable-file=RP301\n{second}"
    rules = [rule for rule, _ in found(text)]
    assert rules == ["RP301", "RP301", "RP902", "RP301", "RP301"]


@pytest.mark.parametrize("head", ["-", "- &first", "- # the first"])
def test_a_comment_above_a_hyphen_covers_the_item_below_it(head: str) -> None:
    text = above("- flavor: modelarts.vm.gpu", "disable=RP301 -- x")
    text = text.replace("- flavor: modelarts.vm", f"{head}\n      flavor: modelarts.vm")
    assert found(text) == [("RP301", 18)]


def test_enable_ends_only_the_nearest_range() -> None:
    third = SPEC.replace("8v100", "8p100").partition("resources:\n")[2]
    text = above("- flavor: modelarts.vm.gpu", "disable=RP301 -- x", TEXT + third)
    text = text.replace(
        "    - flavor: modelarts.bm.gpu.8p100",
        "    # pool-lint: disable=RP301 -- y\n    - flavor: modelarts.bm.gpu.8p100",
    )
    text += "    # pool-lint: enable=RP301\n"
    assert ("RP301", 17) in found(text)
    assert "RP901" not in {rule for rule, _ in found(text)}


def test_suppressed_findings_over_the_limit_are_reported_as_limit() -> None:
    entry = "    - {flavor: f, count: 3, maxCount: 4}\n"
    text = f"# pool-lint: disable-file=RP301,RP303 -- x\n{TEXT}{entry * 2_000}"
    assert "RP003" in {rule for rule, _ in found(text)}


def test_a_comment_may_name_several_rules() -> None:
    text = TEXT.replace(
        "count: 3\n      maxCount: 4",
        "count: 0 # pool-lint: disable=RP107, max-count-mismatch -- drained",
        1,
    )
    assert found(text) == [("RP901", 12), ("RP301", 15)]


def test_a_comment_on_any_line_of_a_value_suppresses_its_findings() -> None:
    text = TEXT.replace(
        "scope: [Train]", "scope: {a: b,\n    c: d} # pool-lint: disable=RP102"
    )
    assert "RP102" not in {rule for rule, _ in found(text)}


@pytest.mark.parametrize(
    "value",
    [
        "'# pool-lint: disable=RP301'",
        '"x # pool-lint: disable=RP301"',
        "|\n      # pool-lint: disable=RP301\n      more",
        ">-\n      a\n\n      # pool-lint: disable=RP301\n",
        '"a\n      # pool-lint: disable=RP301\n      b"',
    ],
)
def test_text_in_strings_is_not_a_comment(value: str) -> None:
    note = f"  annotations:\n    os.modelarts/description: {value}\n"
    text = HEAD + note + SPEC
    rules = [rule for rule, _ in found(text, Config(ignore=["RP603"]))]
    assert rules == ["RP301", "RP301"]


def test_comments_beside_block_scalars_apply() -> None:
    note = (
        "  annotations:\n    os.modelarts/description: | # pool-lint: disable=RP603\n"
        "      a & b\n    # pool-lint: disable=RP203\n    os.modelarts/order.id: x\n"
    )
    assert found(HEAD + note + SPEC)[:1] == [("RP301", 18)]


def test_text_in_json_is_not_a_comment() -> None:
    data = changed((("metadata", "annotations", "x"), "# pool-lint: disable=RP103"))
    findings = lint_text(as_json(data), filename="x.json")
    assert [finding.rule for finding in findings] == ["RP103"]


@pytest.mark.parametrize(
    ("comment", "message", "help_"),
    [
        ("disable=RP3O1", 'unknown rule "RP3O1"', "did you mean"),
        ("disable=max-count-mismach", "unknown rule", '"max-count-mismatch"?'),
        ("disable=zzz", 'unknown rule "zzz"', "`pool-lint rules` lists them"),
        ("disable=RP001", "RP001 cannot be suppressed", "remove it"),
        ("disable=limit-exceeded", "RP003 cannot be suppressed", "remove it"),
        ("disable", "disable= needs at least one rule", "add rule ids"),
        ("disable=", "disable= needs at least one rule", "add rule ids"),
        ("disable= -- why", "disable= needs at least one rule", "add rule ids"),
        ("disbale=RP301", 'keyword "disbale"', 'did you mean "disable"?'),
        (
            "disable-line=RP301",
            "unknown suppression keyword",
            'did you mean "disable"?',
        ),
        (
            "disable-nextline=RP301",
            "unknown suppression keyword",
            '"disable-next-line"?',
        ),
        ("disable RP301", "disable= needs at least one rule", "add rule ids"),
        ("disable=RP3", 'unknown rule "RP3"', "prefixes are not allowed in comments"),
        ("disable=RP301 RP302", "unknown rule", "separate the rules with commas"),
        ("", 'unknown suppression keyword ""', '"disable"?'),
        ("enable=RP9011", 'unknown rule "RP9011"', 'did you mean "RP901"?'),
        ("disable=\x1b[31m", "unknown rule", ""),
    ],
)
def test_an_invalid_comment_is_reported_and_suppresses_nothing(
    comment: str, message: str, help_: str
) -> None:
    if "\x1b" in comment:
        comment = comment.replace("\x1b", "\u00ff")
    findings = lint_text(with_comment("maxCount: 4", comment))
    rules = [(f.rule, f.range.start.line if f.range else 0) for f in findings]
    assert sorted(rules) == sorted([*BOTH, ("RP902", 13)])
    [invalid] = [finding for finding in findings if finding.rule == "RP902"]
    assert message in invalid.message
    assert help_ in str(invalid.help)


def test_thousands_of_unknown_rules_give_five_findings() -> None:
    names = ",".join(f"RP{number}" for number in range(3_000, 9_000))
    for comment in (f"disable={names}", f"disable={names} -- why", f"enable={names}"):
        findings = lint_text(with_comment("maxCount: 4", comment))
        reports = [finding for finding in findings if finding.rule == "RP902"]
        assert len(reports) == 5
        messages = {finding.message: finding.help for finding in reports}
        assert "use rule ids or names; `pool-lint rules` lists them" in (
            messages["more names in this comment have no effect (97)"] or ""
        )
        assert messages["names after the first 100 are ignored (5900)"] == (
            "split it into several comments"
        )
        assert [rule for rule, _ in BOTH] == [
            finding.rule for finding in findings if finding.rule == "RP301"
        ]


def test_rules_beyond_a_hundred_are_reported_as_ignored() -> None:
    names = ",".join(["RP405"] * 100 + ["RP301"])
    findings = lint_text(with_comment("maxCount: 4", f"disable={names}"))
    assert [f.rule for f in findings].count("RP301") == 2
    assert "names after the first 100 are ignored (1)" in {f.message for f in findings}


@pytest.mark.parametrize("count", [3, 4])
def test_the_first_three_unknown_rules_give_one_finding_each(count: int) -> None:
    names = ",".join(f"RP30{number}1" for number in range(count))
    findings = lint_text(with_comment("maxCount: 4", f"disable={names}"))
    reports = [finding.message for finding in findings if finding.rule == "RP902"]
    assert len(reports) == count
    assert ("more names in this comment have no effect (1)" in reports) == (count > 3)


def test_many_invalid_comments_hide_no_unused_one() -> None:
    comments = "".join(f"# pool-lint: disable=X{n},Y,Z\n" for n in range(900))
    text = f"{TEXT}{comments}# pool-lint: disable-next-line=RP405 -- x\n"
    rules = {rule for rule, _ in found(text)}
    assert rules == {"RP301", "RP901", "RP902"}


def unused(text: str) -> Finding:
    [finding] = [f for f in lint_text(text) if f.rule == "RP901"]
    return finding


def test_an_unused_comment_has_a_fix_that_removes_it() -> None:
    text = with_comment("scope: [Train]", "disable=RP405 -- for later")
    finding = unused(text)
    assert finding.message == ("unused suppression: RP405 reports nothing here")
    assert finding.fix is not None
    [edit] = finding.fix.edits
    assert edit.content == ""
    start, end = edit.range
    assert text.split("\n")[start.line - 1][start.column - 1 : end.column - 1] == (
        " # pool-lint: disable=RP405 -- for later"
    )
    several = unused(with_comment("maxCount: 4", "disable=RP301,RP405 -- x"))
    assert several.fix is not None
    assert several.fix.message == "remove RP405"
    assert several.range
    assert several.range.start.column == 46


def test_a_suppression_of_a_rule_that_did_not_run_is_not_unused() -> None:
    text = with_comment("scope: [Train]", "disable=RP405 -- x")
    assert found(text, Config(ignore=["RP405"])) == BOTH
    assert ("RP901", 8) in found(text)
    # RP701 compares files, and lint_text sees only one.
    named = TEXT.replace("pool-001", "pool-001 # pool-lint: disable=RP701 -- x")
    assert found(named) == BOTH


def test_a_reason_is_required_if_rp903_is_selected() -> None:
    text = with_comment("maxCount: 4", "disable=RP301")
    config = Config(extend_select=["RP903"])
    assert found(text, config) == [("RP903", 13), ("RP301", 16)]
    assert found(with_comment("maxCount: 4", "disable=RP301 -- ok"), config) == BOTH[1:]


def test_syntax_errors_and_limits_cannot_be_suppressed() -> None:
    text = "# pool-lint: disable-file=RP001 -- x\nkind: Pool\na: [\n"
    assert [rule for rule, _ in found(text)] == ["RP001"]
    deep = f"# pool-lint: disable-file=RP003\nkind: Pool\na: {'[' * 70}"
    assert [rule for rule, _ in found(deep)] == ["RP003"]


def test_a_duplicate_name_in_another_file_can_be_suppressed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(as_yaml(changed()))
    suppressed = as_yaml(changed()).replace(
        "name: pool-001", "name: pool-001 # pool-lint: disable=RP701 -- moved by hand"
    )
    (tmp_path / "b.yaml").write_text(suppressed)
    for jobs in (1, 2):
        report = lint_paths(tmp_path, jobs=jobs)
        assert report.findings == []
        [one] = report.suppressed
        assert (one.finding.rule, one.by, one.reason) == (
            "RP701",
            SuppressionKind.COMMENT,
            "moved by hand",
        )


def test_suppressed_and_reported_findings_have_different_fingerprints(
    tmp_path: Path,
) -> None:
    suppressed = with_comment("maxCount: 4", "disable=RP301 -- x")
    (tmp_path / "a.yaml").write_text(f"{suppressed}---\n{TEXT}")
    report = lint_paths(tmp_path / "a.yaml")
    before = lint_text(f"{TEXT}---\n{TEXT}", filename=report.files[0].file)
    prints = [f.fingerprint for f in report.findings]
    prints += [one.finding.fingerprint for one in report.suppressed]
    assert len(set(prints)) == len(prints)
    assert set(prints) == {finding.fingerprint for finding in before}


def test_suppressed_findings_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(with_comment("maxCount: 4", "disable=RP301 -- x"))
    done = run("a.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("1 file: 1 pool checked; 1 error, 1 suppressed\n")
    shown = json.loads(run("a.yaml", "-f", "json", cwd=tmp_path).stdout)
    assert shown["summary"]["suppressed"] == 1
    assert len(shown["diagnostics"]) == 1


def test_suppressed_findings_over_the_limit_are_counted(tmp_path: Path) -> None:
    second = TEXT.replace("pool-001", "pool-002")
    entries = "    - {flavor: f, count: 3, maxCount: 4}\n" * 800
    head = "# pool-lint: disable-file=RP301,RP303 -- x\n"
    text = f"{head}{TEXT}{entries}---\n{second}{entries}"
    (tmp_path / "a.yaml").write_text(text)
    done = run("a.yaml", "--ignore", "RP303", cwd=tmp_path)
    assert done.stderr.endswith(", 1604 suppressed\n")


def test_no_suppressions_ignores_comments(tmp_path: Path) -> None:
    text = with_comment("maxCount: 4", "disable=RP301 -- x, RP999")
    (tmp_path / "a.yaml").write_text(text)
    done = run("a.yaml", "--no-suppressions", "-f", "concise", cwd=tmp_path)
    assert done.stdout.count("RP301") == 2
    assert "RP9" not in done.stdout
    assert found(text, Config(suppressions=False)) == BOTH


def test_suppressed_findings_do_not_count_towards_the_limit() -> None:
    """150 suppressed findings leave room for the others."""
    entries = "".join(f"    - {{flavor: f{n}, count: 0}}\n" for n in range(150))
    resources = f"  resources: # pool-lint: disable=RP303 -- x\n{entries}"
    text = (
        f"# pool-lint: disable-file=RP107,RP303 -- x\n{HEAD}spec:\n  type: Dedicated\n"
        f"  scope: [Train]\n  network: {{name: {NETWORK}}}\n{resources}"
    )
    rules = [rule for rule, _ in found(text)]
    assert "RP105" in rules
    assert "RP107" not in rules


@pytest.mark.parametrize(
    "text",
    [
        "kind: Pool # pool-lint: disable=" + ",".join(["RP301"] * 20_000) + "\n",
        "kind: Pool # pool-lint:" + " " * 50_000 + "disable=RP301\n",
        "kind: Pool\n" + "# pool-lint: disable=RP301 -- x\n" * 20_000,
        "kind: Pool\n" + "# pool-lint: disable\n" * 20_000,
        "kind: Pool # pool-lint: disable=" + " -- " * 20_000 + "\n",
        "kind: Pool # pool-lint: disable=RP301" + " " * 50_000 + "x\n",
        "kind: Pool # pool-lint: disable" + " " * 50_000 + "#\n",
        "kind: Pool\n"
        + ("# pool-lint: disable=" + ",".join(f"RP{n}" for n in range(99)) + "\n") * 900
        + "".join(f"k{n}: 1\n" for n in range(20_000)),
    ],
)
def test_hostile_comments_are_read_in_linear_time(text: str) -> None:
    assert len(lint_text(text)) <= 100


def test_comments_apply_with_crlf_line_ends() -> None:
    text = with_comment("maxCount: 4", "disable=RP301 -- x").replace("\n", "\r\n")
    assert found(text) == BOTH[1:]
    assert found(text.replace("RP301 -- x", "RP999")) == [
        ("RP301", 13),
        ("RP902", 13),
        ("RP301", 16),
    ]
