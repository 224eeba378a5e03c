"""The documentation is current, its commands run, and its links lead somewhere."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from documentation import build, rule_facts
from documentation.build import DOCS
from documentation.rule_facts import FIXES, RuleFix
from documentation.transcripts import ROOT
from pool_lint import lint_text
from pool_lint.rules import builtin_rules
from pool_lint.testing import complete

RULES = {rule.id: rule for rule in builtin_rules()}


@cache
def generated() -> dict[Path, str]:
    return dict(build.generated())


def test_generated_files_are_current() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in generated().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert not stale, "run: python -m tests.documentation"


def test_each_rule_has_a_page_and_each_page_a_rule() -> None:
    pages = {path.stem for path in (DOCS / "rules").iterdir()}
    assert pages == set(RULES)


def test_each_rule_page_has_all_sections() -> None:
    wanted = ["What it reports", "Why", "Bad", "Good", "Fix", "Settings", "Source"]
    for path in (DOCS / "rules").iterdir():
        text = path.read_text(encoding="utf-8")
        assert re.findall("(?m)^## (.*)$", text) == [*wanted, "Related"], path.name
        assert text.startswith(f"# {path.stem} {RULES[path.stem].name}\n\nSeverity: ")
        assert "\n```console exit=" in text or "\n```console\n" in text, path.name


@pytest.mark.parametrize("row", FIXES, ids=lambda row: f"{row.rule} {row.text[:30]}")
def test_each_fix_of_the_table_is_offered(row: RuleFix) -> None:
    findings = lint_text(complete(row.example.rstrip("\n")))
    offered = [(f.rule, f.fix and f.fix.applicability) for f in findings]
    assert (row.rule, row.applicability) in offered


def test_each_fix_of_an_example_is_in_the_table() -> None:
    known = {(row.rule, row.applicability) for row in FIXES}
    for rule in RULES.values():
        for finding in lint_text(complete(rule.documentation.bad)):
            if finding.fix and finding.rule == rule.id:
                assert (rule.id, finding.fix.applicability) in known


def test_facts_name_rules_that_exist() -> None:
    named = {
        *(row.rule for row in FIXES),
        *chain.from_iterable(ids for _, ids in rule_facts.SETTINGS.values()),
        *chain.from_iterable(rule_facts.RELATED),
        *rule_facts.SINCE,
        *rule_facts.NEEDS_FLAVORS,
    }
    assert named <= set(RULES)


def test_the_picture_is_well_formed_and_shows_a_finding() -> None:
    text = build.PICTURE.read_text(encoding="utf-8")
    plain = re.sub("<[^>]*>", "", text)
    assert "error[RP301]" in plain
    assert "tests/examples/broken.yaml:19:17" in plain
    assert "@import" not in text
    assert "prefers-color-scheme: dark" in text
