"""Rules about changes: examples, documentation, settings and comments."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from command import run
from comparing import compare, found, verdicts
from manifests import REFERENCE, RESOURCE, as_yaml, changed
from pool_lint import Config, Severity, lint_text
from pool_lint.config.run_options import RunOptions
from pool_lint.model.errors import MandatoryRuleError, UnknownRuleError
from pool_lint.model.verdict import Verdict
from pool_lint.rules import Rule, builtin_rules
from pool_lint.rules.registry import change_rules, every_rule
from pool_lint.testing import MARK, complete, marked_line

RULES = {rule.id: rule for rule in change_rules()}
FOLDER = Path(__file__).parent.parent / "src" / "pool_lint" / "rules" / "changes"
GROWN = changed(((*RESOURCE, "count"), 5))
SHRUNK = changed(((*RESOURCE, "count"), 1))

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


@each_rule
def test_before_and_after_give_only_the_marked_finding(
    tmp_path: Path, rule: Rule
) -> None:
    documentation = rule.documentation
    assert documentation.headings == ("Before", "After")
    before, after = complete(documentation.bad), complete(documentation.good)
    options = RunOptions(extend_select=[rule.id])
    run_ = compare(tmp_path, {"a.yaml": before}, {"a.yaml": after}, options=options)
    [finding] = found(run_)
    is_old = MARK in before
    assert MARK not in (after if is_old else before)
    assert (finding.rule, Path(finding.file).parent.name, finding.range) == (
        rule.id,
        "old" if is_old else "new",
        finding.range,
    )
    assert finding.range
    assert finding.range.start.line == marked_line(before if is_old else after)
    assert finding.change
    assert finding.change.verdict == rule.verdict


@each_rule
def test_examples_of_changes_are_valid_manifests(rule: Rule) -> None:
    # A saved response, an unknown field, and a syntax error.
    broken = {"RD112": 0, "RD113": 1, "RD114": 1}
    for index, text in enumerate((rule.documentation.bad, rule.documentation.good)):
        if broken.get(rule.id) != index and rule.id != "RD106":
            assert lint_text(complete(text)) == []


@each_rule
def test_documentation_of_changes_is_complete_prose(rule: Rule) -> None:
    documentation = rule.documentation
    assert documentation.summary.endswith(".")
    assert "\n" not in documentation.summary
    assert documentation.why.endswith(".")
    assert documentation.source.endswith(".")


@each_rule
def test_id_name_and_file_of_a_rule_about_changes_match(rule: Rule) -> None:
    assert re.fullmatch(r"RD1[0-9]{2}", rule.id)
    assert rule.check.__name__ == rule.name.replace("-", "_")
    file = FOLDER / f"{rule.check.__name__}.py"
    assert file.read_text().startswith(f'"""{rule.id}."""\n')
    assert Verdict(rule.verdict).value == rule.verdict


def test_severities_and_verdicts_are_those_of_the_contract() -> None:
    errors = {"RD101", "RD102", "RD103", "RD105", "RD106", "RD108", "RD110", "RD114"}
    warnings = {"RD104", "RD107", "RD109", "RD111", "RD113"}
    infos = {"RD112", "RD115", "RD116"}
    by_severity: dict[str, set[str]] = {}
    for rule in RULES.values():
        by_severity.setdefault(rule.severity, set()).add(rule.id)
    assert by_severity == {"error": errors, "warning": warnings, "info": infos}
    assert [r.id for r in RULES.values() if not r.runs_by_default] == ["RD116"]
    names = [name for rule in every_rule() for name in rule.names]
    assert len(set(names)) == len(names)


def test_every_file_defines_a_rule_about_changes() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert files == {rule.check.__name__ for rule in RULES.values()}


# --- Settings


def rules_with(tmp_path: Path, settings: str, new: Any = GROWN) -> list[str]:
    side = {"a.yaml": new, "pool-lint.toml": settings}
    run_ = compare(tmp_path, {"a.yaml": REFERENCE}, side, options=RunOptions())
    return [f"{f.rule} {f.severity}" for f in found(run_)]


def test_settings_change_the_severity(tmp_path: Path) -> None:
    settings = '[severity]\nnodes-added = "error"\n'
    assert rules_with(tmp_path, settings) == ["RD115 error"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", ["RD115 info"]),
        ('ignore = ["RD115"]', []),
        ('ignore = ["RD1"]', []),
        ('select = ["RP"]', ["RD115 info"]),
        ('select = ["RP", "RD104"]', []),
        ('select = ["nodes-added"]', ["RD115 info"]),
        ('extend-select = ["RD116"]', ["RD115 info"]),
        ('[per-file-ignores]\n"a.yaml" = ["RD"]', []),
        ('[per-file-ignores]\n"b.yaml" = ["RD"]', ["RD115 info"]),
    ],
)
def test_settings_select_rules_about_changes(
    tmp_path: Path, settings: str, expected: list[str]
) -> None:
    assert rules_with(tmp_path, f"{settings}\n") == expected


def test_only_settings_of_the_new_side_select_rules(tmp_path: Path) -> None:
    old = {"a.yaml": REFERENCE, "pool-lint.toml": 'ignore = ["RD115"]\n'}
    run_ = compare(tmp_path, old, {"a.yaml": GROWN}, options=RunOptions())
    assert [f.rule for f in found(run_)] == ["RD115"]


def test_all_rules_print_a_complete_change_log(tmp_path: Path) -> None:
    new = changed(
        ((*RESOURCE, "count"), 5),
        (("metadata", "annotations", "os.modelarts/description"), "b"),
    )
    sides = {"a.yaml": REFERENCE}, {"a.yaml": new}
    run_ = compare(tmp_path, *sides, options=RunOptions(select=["RD"]))
    assert [one[0] for one in verdicts(run_)] == ["RD115", "RD116"]


def test_the_new_edition_decides(tmp_path: Path) -> None:
    old, new = (
        changed(((*RESOURCE, "tags"), [{"key": "a", "value": value}]))
        for value in ("1", "2")
    )
    settings = {"pool-lint.toml": 'edition = "2026-01"\n'}
    first = compare(tmp_path / "a", {"a.yaml": old}, {"a.yaml": new})
    later = compare(tmp_path / "b", {"a.yaml": old}, {"a.yaml": new, **settings})
    assert [one[0] for one in verdicts(first)] == ["RD113"]
    assert [one[0] for one in verdicts(later)] == ["RD116"]


@pytest.mark.parametrize("words", [["RD114"], ["unreadable-side"]])
def test_the_rule_about_unreadable_files_always_runs(
    tmp_path: Path, words: list[str]
) -> None:
    sides = {"a.yaml": REFERENCE}, {"a.yaml": "kind: Pool\nspec: {a: [\n"}
    with pytest.raises(MandatoryRuleError):
        compare(tmp_path, *sides, options=RunOptions(ignore=words))
    for options in (RunOptions(ignore=["RD"]), RunOptions(select=["RD101"])):
        run_ = compare(tmp_path, *sides, options=options)
        assert [f.rule for f in found(run_)] == ["RD114"]


# --- A check


def test_a_check_knows_rules_about_changes_and_runs_none() -> None:
    text = as_yaml(REFERENCE)
    options: list[dict[str, Any]] = [
        {"ignore": "RD101"},
        {"extend_select": "RD"},
        {"severity": {"RD115": Severity.ERROR}},
        {"select": ["RP", "RD"]},
    ]
    for one in options:
        assert lint_text(text, config=Config(**one)) == []
    with pytest.raises(UnknownRuleError):
        lint_text(text, config=Config(select="RD999"))


def test_a_selection_of_rules_about_changes_does_not_empty_a_check() -> None:
    rules = [f.rule for f in lint_text("kind: Pool\napiVersion: v2\n")]
    assert rules
    for select in ("RD", "RD101", "nodes-added"):
        found_ = lint_text("kind: Pool\napiVersion: v2\n", config=Config(select=select))
        assert [f.rule for f in found_] == rules


@pytest.mark.parametrize("word", ["RD101", "rd101", "new-pool-needed"])
@pytest.mark.parametrize("keyword", ["disable", "disable-file"])
def test_comments_cannot_accept_changes(word: str, keyword: str) -> None:
    text = f"# pool-lint: {keyword}={word} -- agreed\n{as_yaml(REFERENCE)}"
    [finding] = lint_text(text)
    assert (finding.rule, finding.severity) == ("RP902", "error")
    assert finding.message == f'comments cannot suppress "{word}"'
    assert finding.help == (
        "remove it; `pool-lint changes` shows how to accept a change"
    )


@pytest.mark.parametrize("lints", [True, False])
def test_changes_never_report_comments(tmp_path: Path, lints: bool) -> None:
    comments = "# pool-lint: disable=RD115 -- agreed\n# pool-lint: disable=RP301\n"
    new = comments + as_yaml(GROWN)
    assert {f.rule for f in lint_text(new)} == {"RP901", "RP902"}
    options = RunOptions(extend_select=["RP9"])
    sides = {"a.yaml": REFERENCE}, {"a.yaml": new}
    run_ = compare(tmp_path, *sides, options=options, lints=lints)
    assert [f.rule for f in run_.report.findings] == ["RD115"]


# --- Documentation on the command line


def test_rules_and_explain_show_rules_about_changes(tmp_path: Path) -> None:
    lines = run("rules", cwd=tmp_path).stdout.splitlines()
    listed = [line.split()[0] for line in lines]
    assert listed == [rule.id for rule in (*builtin_rules(), *change_rules())]
    entries = json.loads(run("rules", "-f", "json", cwd=tmp_path).stdout)
    [entry] = [one for one in entries if one["id"] == "RD104"]
    assert entry["verdict"] == "destructive"
    assert {"before", "after"} < entry.keys()
    assert not {"bad", "good", "headings"} & entry.keys()
    for topic in ("RD104", "nodes-released"):
        text = run("explain", topic, cwd=tmp_path).stdout
        assert text.startswith("RD104 nodes-released (warning)\n")
        assert "\nVerdict: destructive\n" in text
        assert "\nBefore:\n" in text
        assert "\nAfter:\n" in text


def test_a_slip_in_the_id_of_a_rule_about_changes_has_a_suggestion(
    tmp_path: Path,
) -> None:
    error = run("explain", "nodes-aded", cwd=tmp_path).stderr
    assert 'did you mean "nodes-added"?' in error


def test_pools_of_the_same_name_twice_are_matched_in_order(tmp_path: Path) -> None:
    twice = f"{as_yaml(REFERENCE)}---\n{as_yaml(GROWN)}"
    assert found(compare(tmp_path, {"a.yaml": twice}, {"a.yaml": twice})) == []


def test_a_pool_that_one_of_two_documents_leaves_is_not_removed(tmp_path: Path) -> None:
    twice = f"{as_yaml(REFERENCE)}---\n{as_yaml(GROWN)}"
    gone = compare(tmp_path, {"a.yaml": twice}, {"a.yaml": as_yaml(REFERENCE)})
    assert found(gone) == []
    assert gone.report.changes
    assert gone.report.changes.bodies == ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("[1]", "changed from 2 to [1]"),
        ("'many'", 'changed from 2 to "many"'),
        ("null", "removed from 2"),
        ("1", "lowered from 2 to 1"),
    ],
)
def test_only_a_smaller_number_of_nodes_is_lower(
    tmp_path: Path, value: str, message: str
) -> None:
    old = as_yaml(REFERENCE).replace("maxCount: 2\n", "")
    new = re.sub(r"\bcount: 2", f"count: {value}", old)
    run = compare(tmp_path, {"a.yaml": old}, {"a.yaml": new})
    [finding] = [f for f in found(run) if f.rule == "RD104"]
    assert finding.message == f"spec.resources[0].count is {message}"
