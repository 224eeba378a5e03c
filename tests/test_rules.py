"""All built-in rules: examples, documentation, names and sizes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from manifests import FLAVORS
from pool_lint import Config, Severity, Workspace, lint_text
from pool_lint.rules import Problem, Rule, builtin_rules
from pool_lint.testing import check_example, complete

RULES = {rule.id: rule for rule in builtin_rules()}
FOLDER = Path(__file__).parent.parent / "src" / "pool_lint" / "rules" / "builtin"

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


@each_rule
def test_the_bad_example_gives_only_the_marked_finding(rule: Rule) -> None:
    flavors = FLAVORS if rule.needs_catalog else None
    check_example(rule, Config(flavors=flavors))


@each_rule
def test_documentation_is_complete_prose(rule: Rule) -> None:
    documentation = rule.documentation
    assert documentation.summary.endswith(".")
    assert "\n" not in documentation.summary
    assert documentation.why.endswith(".")
    assert documentation.source.endswith(".")


@each_rule
def test_id_name_function_and_file_of_a_rule_match(rule: Rule) -> None:
    assert re.fullmatch(r"RP[0-9]{3}", rule.id)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert not rule.name.startswith(("no-", "check-"))
    assert rule.check.__name__ == rule.name.replace("-", "_")
    file = FOLDER / f"{rule.check.__name__}.py"
    assert file.read_text().startswith(f'"""{rule.id}."""\n')


def test_ids_and_names_are_unique() -> None:
    rules = builtin_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    names = [name for rule in rules for name in rule.names]
    assert len({*names}) == len(names)


OLD_NAMES = [("RP306", "image-without-type")]


@pytest.mark.parametrize(("id_", "old"), OLD_NAMES)
def test_an_earlier_name_still_selects_and_suppresses(id_: str, old: str) -> None:
    bad = complete(RULES[id_].documentation.bad)
    assert old not in {rule.name for rule in RULES.values()}
    assert [f.rule for f in lint_text(bad, config=Config(select=[old]))] == [id_]
    assert lint_text(bad, config=Config(ignore=[old])) == []
    severities = Config(severity={old: Severity.INFO}).severities(RULES.values())
    assert severities[id_] is Severity.INFO
    comment = bad.replace("# <-", f"# pool-lint: disable={old} -- tested")
    assert lint_text(comment) == []
    assert Workspace().explain(old).startswith(f"{id_} ")


def test_every_file_defines_a_rule() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert files == {rule.check.__name__ for rule in builtin_rules()}


def test_a_missing_section_is_named() -> None:
    def incomplete(_pool: object) -> list[Problem]:
        """Something.

        Why:
            Because.
        """
        return []

    rule = RULES["RP301"]._replace(check=incomplete)
    with pytest.raises(ValueError, match="RP301: the docstring has no section Bad"):
        _ = rule.documentation


def test_rule_code_has_at_most_50_lines_beside_its_docstring() -> None:
    lengths = {
        rule.id: len((FOLDER / f"{rule.check.__name__}.py").read_text().splitlines())
        - len((rule.check.__doc__ or "").splitlines())
        for rule in RULES.values()
    }
    assert {id_: length for id_, length in lengths.items() if length > 50} == {}
