"""Custom rules, beside the built-in ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pool_lint import (
    Config,
    MandatoryRuleError,
    RunOptions,
    UnknownRuleError,
    Workspace,
    fix_text,
    lint_data,
    lint_paths,
    lint_text,
)
from pool_lint.reporters import FORMATS, Style, reporter
from pool_lint.rules import (
    Applicability,
    Edit,
    Fix,
    Pool,
    Problem,
    Severity,
    builtin_rules,
    rule,
)
from pool_lint.testing import check_example, complete, lint


@rule("ACME001", "resources[].count", severity=Severity.WARNING)
def too_many_nodes(pool: Pool) -> Iterator[Problem]:
    """More than eight nodes of one flavor.

    Why:
        A larger pool needs a review.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 9  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 8

    Source:
        The capacity plan of ACME.
    """
    for resource in pool.resources:
        if (resource.count or 0) > 8:
            edit = Edit(resource.at("count"), 8)
            fix = Fix(Applicability.UNSAFE, "set count to 8", (edit,))
            message = f"count is {resource.count}; more than 8 need a review"
            yield Problem(resource.at("count"), message, "ask the team", fix=fix)


RULES = [*builtin_rules(), too_many_nodes]
BAD = complete(too_many_nodes.documentation.bad)


def found(text: str = BAD, config: Config | None = None) -> list[str]:
    return [finding.rule for finding in lint_text(text, config=config, rules=RULES)]


def test_check_example_accepts_a_rule_with_good_examples() -> None:
    check_example(too_many_nodes)


def test_check_example_reports_a_bad_example_without_finding() -> None:
    never_reports = too_many_nodes._replace(check=lambda _pool: iter(()))
    never_reports.check.__doc__ = too_many_nodes.check.__doc__
    with pytest.raises(
        AssertionError, match="ACME001: the bad example must have exactly"
    ):
        check_example(never_reports)


def test_check_example_reports_a_bad_example_without_mark() -> None:
    def unmarked(_pool: Pool) -> Iterator[Problem]:
        yield from ()

    assert too_many_nodes.check.__doc__
    unmarked.__doc__ = too_many_nodes.check.__doc__.replace("# <-", "")
    with pytest.raises(ValueError, match="must end in # <-"):
        check_example(too_many_nodes._replace(check=unmarked))


def test_a_custom_rule_runs_beside_the_built_in_rules() -> None:
    assert found() == ["ACME001"]
    assert lint(BAD, rule=too_many_nodes) == ["7:14 ACME001 spec.resources[0].count"]


@pytest.mark.parametrize(
    "selector", ["ACME001", "acme001", "ACME", "too-many-nodes", "too_many_nodes"]
)
def test_a_custom_rule_can_be_selected_and_ignored(selector: str) -> None:
    assert found(config=Config(select=[selector])) == ["ACME001"]
    assert found(config=Config(ignore=[selector])) == []


@pytest.mark.parametrize("selector", ["ACME9", "A", "AC", "ACMEX"])
def test_a_prefix_must_contain_all_letters_of_the_id(
    selector: str,
) -> None:
    with pytest.raises(UnknownRuleError):
        found(config=Config(select=[selector]))


def test_prefixes_of_built_in_rules_do_not_match_a_custom_rule() -> None:
    assert found(config=Config(select=["RP"])) == []


def test_a_custom_rule_can_have_another_severity() -> None:
    config = Config(severity={"ACME001": "error"})
    [finding] = lint_text(BAD, config=config, rules=RULES)
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("name", ["ACME001", "acme001", "too-many-nodes"])
def test_a_comment_suppresses_a_custom_rule(name: str) -> None:
    text = BAD.replace("# <-", f"# pool-lint: disable={name} -- reviewed")
    assert found(text) == []


def test_an_unused_suppression_of_a_custom_rule_is_reported() -> None:
    text = BAD.replace("count: 9  # <-", "count: 8  # pool-lint: disable=ACME001 -- x")
    assert found(text) == ["RP901"]


def test_the_name_of_an_unregistered_rule_is_unknown() -> None:
    text = BAD.replace("# <-", "# pool-lint: disable=ACME001 -- reviewed")
    assert [finding.rule for finding in lint_text(text)] == ["RP902"]


def test_a_custom_rule_is_explained() -> None:
    text = Workspace(rules=RULES).explain("acme001")
    assert text.startswith("ACME001 too-many-nodes (warning)\n\nMore than eight nodes")
    assert "The capacity plan of ACME." in text


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_reports_a_custom_rule(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BAD)
    report = lint_paths(tmp_path, rules=RULES)
    assert "ACME001" in "".join(reporter(name)(report, Style()))


def test_the_fix_of_a_custom_rule_is_applied() -> None:
    result = fix_text(BAD, rules=RULES, unsafe=True)
    assert "count: 8 " in result.text
    assert result.findings == []


def test_a_custom_rule_checks_python_data() -> None:
    resources = [{"flavor": "modelarts.vm.gpu.tnt004", "count": 9}]
    body = {"kind": "Pool", "spec": {"resources": resources}}
    findings = lint_data(body, rules=RULES)
    assert "ACME001" in [finding.rule for finding in findings]


def test_a_workspace_accepts_custom_rules_and_run_options(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BAD)
    options = RunOptions(select=["ACME"], fail_on="warning", use_settings=False)
    workspace = Workspace(options, rules=RULES)
    assert workspace.runs("a.yaml", "ACME001")
    assert not workspace.runs("a.yaml", "RP301")
    with pytest.raises(UnknownRuleError):
        Workspace(RunOptions(select=["ACME"], use_settings=False))


def test_settings_files_can_name_a_custom_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pool-lint.toml").write_text("ignore = ['ACME001']\n")
    workspace = Workspace(RunOptions(), rules=RULES)
    assert not workspace.runs("a.yaml", "ACME001")


def test_a_mandatory_rule_cannot_be_ignored() -> None:
    always = too_many_nodes._replace(always=True)
    rules = [*builtin_rules(), always]
    with pytest.raises(MandatoryRuleError, match="ACME001"):
        lint_text(BAD, config=Config(ignore=["ACME001"]), rules=rules)
    text = BAD.replace("# <-", "# pool-lint: disable=ACME001 -- reviewed")
    assert [f.rule for f in lint_text(text, rules=rules)] == ["ACME001"]
    fixed = text.replace("ount: 9", "ount: 1")
    assert "RP902" in [f.rule for f in lint_text(fixed, rules=rules)]
