"""Nothing hides or weakens a policy that cannot be suppressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import GOOD
from policies import FEW_NODES, manifest_folder, outcome

POLICY = f'{FEW_NODES}message = "{{value}} nodes are too many for {{pool}}"\n'
STRICT = f"{POLICY}suppressible = false\n"
FOUND = 'ACME001 few-nodes: 2 nodes are too many for "pool-001"'
PLACE = "pool.yaml:18:12"
DISABLED = GOOD.replace(
    "count: 2", "count: 2 # pool-lint: disable=ACME001 -- agreed", 1
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return manifest_folder(tmp_path, POLICY)


HOLES = [
    'ignore = ["ACME001"]\n',
    'ignore = ["few-nodes"]\n',
    'ignore = ["ACME"]\n',
    '[severity]\nACME001 = "warning"\n',
    '[severity]\nACME = "info"\n',
    '[per-file-ignores]\n"*.yaml" = ["few-nodes"]\n',
]


@pytest.mark.parametrize("hole", HOLES)
def test_settings_cannot_weaken_a_strict_policy(folder: Path, hole: str) -> None:
    (folder / "pool-lint.toml").write_text(hole + STRICT)
    code, output = outcome(folder)
    assert code == 2
    assert "cannot be suppressed or weakened: it always runs\n" in output


HOLES_BELOW = [
    *HOLES,
    'fail-on = "never"\n',
    'exclude = ["*.json"]\n',
    '[kinds]\n"*.yaml" = "response"\n',
    '[kinds]\n"*.yaml" = "auto"\n',
    '[rule.ACME001]\nhelp = "ignore it"\n',
    '[rule.few-nodes]\nurl = "https://other.example"\n',
]


@pytest.mark.parametrize("hole", HOLES_BELOW)
def test_nearer_settings_cannot_weaken_a_strict_policy(folder: Path, hole: str) -> None:
    (folder / "pool-lint.toml").write_text(STRICT)
    (folder / "sub").mkdir()
    (folder / "sub" / "pool-lint.toml").write_text(hole)
    (folder / "sub" / "pool.yaml").write_text(GOOD)
    code, output = outcome(folder)
    assert code == 2
    line = 2 if hole.startswith(("[sev", "[per", "[kinds")) else 1
    assert output == (
        f"pool-lint: sub/pool-lint.toml:{line}: ACME001 cannot be suppressed or "
        "weakened here; it is defined in pool-lint.toml:1 with suppressible = false\n"
    )


@pytest.mark.parametrize("extends", [True, False])
def test_nearer_settings_cannot_redefine_a_strict_policy(
    folder: Path, *, extends: bool
) -> None:
    (folder / "pool-lint.toml").write_text(STRICT)
    (folder / "sub").mkdir()
    weak = POLICY.replace("maximum = 1", "maximum = 9")
    head = 'extend = "../pool-lint.toml"\n' if extends else ""
    (folder / "sub" / "pool-lint.toml").write_text(head + weak)
    (folder / "sub" / "pool.yaml").write_text(GOOD)
    code, output = outcome(folder)
    assert code == 2
    line = 2 if extends else 1
    assert output == (
        "error: policy ACME001: already defined in pool-lint.toml:1\n"
        f" --> sub/pool-lint.toml:{line}:1\n"
    )


@pytest.mark.parametrize("settings", ["", 'select = ["RP1"]\n', "exclude = []\n"])
def test_a_strict_policy_applies_below_nearer_settings(
    folder: Path, settings: str
) -> None:
    (folder / "pool-lint.toml").write_text(STRICT)
    (folder / "sub").mkdir()
    (folder / "sub" / "pool-lint.toml").write_text(settings)
    (folder / "sub" / "pool.yaml").write_text(GOOD)
    assert outcome(folder)[1].count(FOUND) == 2


@pytest.mark.parametrize("selector", ["ACME001", "few-nodes", "ACME"])
def test_options_cannot_ignore_a_strict_policy(folder: Path, selector: str) -> None:
    (folder / "pool-lint.toml").write_text(STRICT)
    assert outcome(folder, "--ignore", selector) == (
        2,
        f"Error: {selector} cannot be suppressed or weakened: it always runs\n",
    )


def test_a_strict_policy_runs_if_only_other_rules_are_selected(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(STRICT)
    assert outcome(folder, "--select", "RP101") == (1, f"{PLACE}: error {FOUND}\n")


@pytest.mark.parametrize("rules", ["ACME001", "few-nodes", "RP301, ACME001"])
def test_a_comment_suppresses_no_strict_policy(folder: Path, rules: str) -> None:
    (folder / "pool-lint.toml").write_text(STRICT)
    text = DISABLED.replace("=ACME001", f"={rules}")
    (folder / "pool.yaml").write_text(f"# pool-lint: disable-file={rules} -- x\n{text}")
    _, output = outcome(folder)
    assert FOUND in output
    assert "RP902" not in output  # one cause, one finding


def test_a_comment_about_a_strict_policy_that_reports_nothing_is_a_finding(
    folder: Path,
) -> None:
    (folder / "pool-lint.toml").write_text(STRICT)
    (folder / "pool.yaml").write_text(DISABLED.replace("ount: 2", "ount: 1"))
    code, output = outcome(folder)
    assert code == 1
    assert "RP902 unknown-suppression: ACME001 cannot be suppressed" in output


def test_a_baseline_does_not_hold_a_strict_policy(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(STRICT)
    done = run("--write-baseline", "base.json", ".", cwd=folder)
    assert "base.json: recorded 0 findings" in done.stderr
    base = (folder / "base.json").read_text()
    (folder / "pool-lint.toml").write_text(POLICY)
    run("--write-baseline", "base.json", ".", cwd=folder)
    assert (folder / "base.json").read_text() != base
    (folder / "pool-lint.toml").write_text(STRICT)  # the baseline has the finding now
    code, output = outcome(folder, "--baseline", "base.json")
    assert (code, FOUND in output) == (1, True)
