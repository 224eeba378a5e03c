"""A policy is a rule everywhere: selection, comments, baselines, reports, fixes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import run
from manifests import GOOD
from policies import FEW_NODES, manifest_folder, outcome
from pool_lint.reporters import FORMATS

URL = "https://acme.example/nodes"
POLICY = f"""\
{FEW_NODES}\
message = "{{value}} nodes are too many for {{pool}}"
help = "ask the capacity team: {{field}} takes {{allowed}}"
url = "{URL}"
"""
TEXT = '2 nodes are too many for "pool-001"'
FOUND = f"ACME001 few-nodes: {TEXT}"
COMMENT = "# pool-lint: disable=ACME001 -- agreed"
PLACE = "pool.yaml:18:12"
DISABLED = GOOD.replace("count: 2", f"count: 2 {COMMENT}", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return manifest_folder(tmp_path, POLICY)


def test_a_finding_is_at_the_value_with_the_texts_of_the_policy(folder: Path) -> None:
    done = run(".", cwd=folder)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == f"error[ACME001]: {TEXT}"
    assert lines[1].strip() == f"--> {PLACE}"
    assert [line.strip() for line in lines if " = " in line] == [
        "= help: ask the capacity team: spec.resources[0].count takes at most 1",
        "= policy: few-nodes, pool-lint.toml",
    ]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ([], 1),
        (["--ignore", "ACME001"], 0),
        (["--ignore", "few-nodes"], 0),
        (["--ignore", "ACME"], 0),
        (["--select", "ACME001"], 1),
        (["--select", "RP101"], 0),
        (["--select", "RP101", "--extend-select", "ACME"], 1),
        (["--no-config"], 0),
    ],
)
def test_options_select_a_policy(folder: Path, options: list[str], count: int) -> None:
    code, output = outcome(folder, *options)
    assert (code, output.count(FOUND)) == (count, count)


@pytest.mark.parametrize(
    ("settings", "code", "severity"),
    [
        ('ignore = ["ACME001"]\n', 0, ""),
        ('select = ["RP1"]\n', 0, ""),
        ('select = ["RP1", "few-nodes"]\n', 1, "error"),
        ('[severity]\nACME001 = "warning"\n', 0, "warning"),
        ('[per-file-ignores]\n"*.yaml" = ["few-nodes"]\n', 0, ""),
        ('[per-file-ignores]\n"x.yaml" = ["few-nodes"]\n', 1, "error"),
    ],
)
def test_settings_select_a_policy(
    folder: Path, settings: str, code: int, severity: str
) -> None:
    (folder / "pool-lint.toml").write_text(settings + POLICY)
    line = f"{PLACE}: {severity} {FOUND}\n" if severity else ""
    assert outcome(folder) == (code, line)


def test_an_unknown_rule_can_be_a_misspelt_policy(folder: Path) -> None:
    code, output = outcome(folder, "--ignore", "ACME002")
    assert code == 2
    assert output == 'Error: unknown rule "ACME002"; did you mean "ACME001"?\n'


@pytest.mark.parametrize("level", ["warning", "info"])
def test_a_policy_has_a_severity(folder: Path, level: str) -> None:
    (folder / "pool-lint.toml").write_text(f'{POLICY}severity = "{level}"\n')
    assert outcome(folder) == (0, f"{PLACE}: {level} {FOUND}\n")


@pytest.mark.parametrize(("globs", "code"), [("prod/**", 0), ("pool.*", 1)])
def test_files_limit_a_policy(folder: Path, globs: str, code: int) -> None:
    (folder / "pool-lint.toml").write_text(f'{POLICY}files = ["{globs}"]\n')
    assert outcome(folder)[0] == code


@pytest.mark.parametrize(("edition", "code"), [("2026-01", 0), ("2025-08-20", 1)])
def test_a_policy_can_apply_to_one_edition(
    folder: Path, edition: str, code: int
) -> None:
    (folder / "pool-lint.toml").write_text(f'{POLICY}edition = "{edition}"\n')
    assert outcome(folder, "--select", "ACME")[0] == code


def test_a_comment_suppresses_a_policy(folder: Path) -> None:
    (folder / "pool.yaml").write_text(DISABLED)
    done = run(".", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 file: 1 pool checked; 1 suppressed\n"


def test_a_comment_that_suppresses_no_policy_is_unused(folder: Path) -> None:
    (folder / "pool.yaml").write_text(DISABLED.replace("ount: 2", "ount: 1"))
    code, output = outcome(folder)
    assert code == 0
    assert "warning RP901 unused-suppression: unused suppression: ACME001" in output


def test_a_baseline_hides_a_policy_until_the_value_moves(folder: Path) -> None:
    done = run("--write-baseline", "base.json", ".", cwd=folder)
    assert "base.json: recorded 1 finding" in done.stderr
    assert outcome(folder, "--baseline", "base.json") == (0, "")
    second = GOOD.replace("pool-001", "pool-002")
    (folder / "second.yaml").write_text(second)
    code, output = outcome(folder, "--baseline", "base.json")
    assert (code, output.count("ACME001")) == (1, 1)


@pytest.mark.parametrize("style", [style for style in FORMATS if style != "html"])
def test_each_format_reports_a_policy_with_its_texts(folder: Path, style: str) -> None:
    done = run("-f", style, ".", cwd=folder)
    assert done.returncode == 1
    assert "ACME001" in done.stdout
    assert "2 nodes are too many for" in done.stdout


def test_machine_formats_have_the_url(folder: Path) -> None:
    for style in ("json", "sarif", "markdown"):
        assert URL in run("-f", style, ".", cwd=folder).stdout


def test_statistics_and_the_list_of_rules_name_a_policy(folder: Path) -> None:
    done = run("--statistics", ".", cwd=folder)
    assert "1  ACME001  few-nodes (error)\n" in done.stderr
    listed = run("rules", "-f", "json", "--with-policies", cwd=folder)
    assert "few-nodes" in [rule["name"] for rule in json.loads(listed.stdout)]


@pytest.mark.parametrize("word", ["ACME001", "few-nodes"])
def test_a_policy_is_explained(folder: Path, word: str) -> None:
    done = run("explain", word, cwd=folder)
    assert done.returncode == 0
    assert done.stdout.startswith("ACME001 few-nodes (error)\n")
    assert "pool-lint.toml:1" in done.stdout


def test_a_fix_is_offered_as_for_built_in_rules(folder: Path) -> None:
    enum = 'name = "flavors"\nfield = "spec.resources[].flavor"\n'
    flavor = GOOD.partition("flavor: ")[2].partition("\n")[0]
    settings = f'[policy.ACME002]\n{enum}enum = ["{flavor}"]\n'
    (folder / "pool-lint.toml").write_text(settings)
    (folder / "pool.yaml").write_text(GOOD.replace(flavor, f"{flavor}x"))
    code, output = outcome(folder)
    assert code == 1
    assert f'must be "{flavor}", not "{flavor}x"' in output
    assert outcome(folder, "--fix", "--unsafe-fixes")[0] == 0
    assert (folder / "pool.yaml").read_text() == GOOD
