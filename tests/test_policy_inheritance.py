"""Policies that settings files inherit from others."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import GOOD
from policies import FEW_NODES, manifest_folder, outcome

STRICT = f"{FEW_NODES}suppressible = false\n"
FOUND = "pool.yaml:18:12: error ACME001 few-nodes: spec.resources[0].count must be"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = manifest_folder(tmp_path / "repository")
    (inner / "shared").mkdir()
    return inner


def test_policies_are_inherited(folder: Path) -> None:
    (folder / "shared" / "policies.toml").write_text(FEW_NODES)
    (folder / "pool-lint.toml").write_text('extend = "shared/policies.toml"\n')
    code, output = outcome(folder)
    assert (code, output.startswith(FOUND)) == (1, True)
    shown = run("-f", "full", ".", cwd=folder).stdout
    assert "= policy: few-nodes, shared/policies.toml\n" in shown


def test_own_and_inherited_policies_both_apply(folder: Path) -> None:
    (folder / "shared" / "policies.toml").write_text(FEW_NODES)
    own = FEW_NODES.replace("ACME001", "TEAM001").replace("few", "fewer")
    text = f'extend = "shared/policies.toml"\n{own}'
    (folder / "pool-lint.toml").write_text(text)
    _, output = outcome(folder)
    assert ["ACME001" in output, "TEAM001" in output] == [True, True]


def test_an_inherited_policy_can_be_ignored_but_not_redefined(folder: Path) -> None:
    (folder / "shared" / "policies.toml").write_text(FEW_NODES)
    head = 'extend = "shared/policies.toml"\n'
    (folder / "pool-lint.toml").write_text(f'{head}ignore = ["ACME001"]\n')
    assert outcome(folder) == (0, "")
    (folder / "pool-lint.toml").write_text(head + FEW_NODES)
    code, output = outcome(folder)
    assert code == 2
    assert output == (
        "error: policy ACME001: already defined in shared/policies.toml:1\n"
        " --> pool-lint.toml:2:1\n"
    )


def test_an_inherited_policy_cannot_have_the_name_of_another_one(folder: Path) -> None:
    (folder / "shared" / "policies.toml").write_text(FEW_NODES)
    own = FEW_NODES.replace("ACME001", "TEAM001")
    text = f'extend = "shared/policies.toml"\n{own}'
    (folder / "pool-lint.toml").write_text(text)
    code, output = outcome(folder)
    assert code == 2
    assert "policy TEAM001: already defined in shared/policies.toml:1\n" in output


def test_a_schema_file_is_relative_to_the_settings_that_name_it(folder: Path) -> None:
    schema = '{"properties": {"spec": {"properties": {"scope": {"minItems": 2}}}}}'
    (folder / "shared" / "scope.json").write_text(schema)
    text = '[policy.ACME001]\nname = "jobs"\nschema = "scope.json"\n'
    (folder / "shared" / "policies.toml").write_text(text)
    (folder / "pool-lint.toml").write_text('extend = "shared/policies.toml"\n')
    code, output = outcome(folder)
    assert code == 1
    assert "ACME001 jobs: spec.scope must have at least 2 entries, not 1\n" in output


def test_a_strict_policy_is_inherited_without_a_hole(folder: Path) -> None:
    (folder / "shared" / "policies.toml").write_text(STRICT)
    head = 'extend = "shared/policies.toml"\n'
    (folder / "pool-lint.toml").write_text(f'{head}ignore = ["ACME001"]\n')
    code, output = outcome(folder)
    assert code == 2
    assert output == (
        "pool-lint: pool-lint.toml:2: ACME001 cannot be suppressed or weakened here; "
        "it is defined in shared/policies.toml:1 with suppressible = false\n"
    )
    (folder / "pool-lint.toml").write_text(f'{head}exclude = ["x/"]\n')
    assert outcome(folder)[0] == 1


def test_a_settings_file_below_may_repeat_what_it_inherits(folder: Path) -> None:
    (folder / "shared" / "policies.toml").write_text(STRICT)
    text = 'extend = "shared/policies.toml"\nexclude = ["x/"]\n'
    (folder / "pool-lint.toml").write_text(text)
    below = folder / "team"
    below.mkdir()
    (below / "pool-lint.toml").write_text('extend = "../pool-lint.toml"\n')
    (below / "pool.yaml").write_text(GOOD)
    code, output = outcome(folder)
    assert (code, output.count("ACME001 few-nodes")) == (1, 2)


def test_a_named_settings_file_replaces_all_others(folder: Path) -> None:
    (folder / "shared" / "policies.toml").write_text(STRICT)
    (folder / "pool-lint.toml").write_text('ignore = ["RP101"]\n')
    assert outcome(folder, "--config", "shared/policies.toml")[0] == 1
    (folder / "other.toml").write_text('select = ["RP101"]\n')
    (folder / "pool-lint.toml").write_text(STRICT)
    for options in (("--no-config",), ("--config", "other.toml")):
        assert outcome(folder, *options) == (0, "")


@pytest.mark.parametrize("hole", ['edition = "2026-01"', 'fail-on = "never"'])
def test_settings_below_cannot_make_a_strict_policy_harmless(
    folder: Path, hole: str
) -> None:
    (folder / "pool-lint.toml").write_text(f'{STRICT}edition = "2025-08-20"\n')
    (folder / "shared" / "pool-lint.toml").write_text(f"{hole}\n")
    (folder / "shared" / "pool.yaml").write_text(GOOD)
    code, output = outcome(folder)
    assert code == 2
    assert "shared/pool-lint.toml:1: ACME001 cannot be suppressed or w" in output


def test_settings_below_can_make_a_strict_policy_more_severe(folder: Path) -> None:
    warning = f'{STRICT}severity = "warning"\n'
    (folder / "pool-lint.toml").write_text(warning)
    text = '[severity]\nACME001 = "error"\n'
    (folder / "shared" / "pool-lint.toml").write_text(text)
    (folder / "shared" / "pool.yaml").write_text(GOOD)
    code, output = outcome(folder)
    assert code == 1
    assert ": warning ACME001" in output
    assert ": error ACME001" in output


def test_two_settings_files_can_define_an_equal_policy(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(FEW_NODES)
    (folder / "shared" / "pool-lint.toml").write_text(f"\n{FEW_NODES}")
    (folder / "shared" / "pool.yaml").write_text(GOOD)
    code, output = outcome(folder)
    assert (code, output.count("ACME001")) == (1, 2)


def test_two_settings_files_cannot_define_different_policies_with_one_id(
    folder: Path,
) -> None:
    (folder / "pool-lint.toml").write_text(FEW_NODES)
    (folder / "shared" / "pool-lint.toml").write_text(f'\n{FEW_NODES}help = "x"\n')
    (folder / "shared" / "pool.yaml").write_text(GOOD)
    for paths in ((".",), ("shared", "pool.yaml")):
        done = run(*paths, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "error: policy ACME001: already defined in pool-lint.toml:1\n"
            " --> shared/pool-lint.toml:2:1\n"
        )
    assert run("shared", cwd=folder).returncode == 1  # the run sees one of them only


def test_two_settings_files_can_inherit_the_same_policy(folder: Path) -> None:
    (folder / "shared" / "policies.toml").write_text(FEW_NODES)
    for name in ("a", "b"):
        (folder / name).mkdir()
        text = 'extend = "../shared/policies.toml"\n'
        (folder / name / "pool-lint.toml").write_text(text)
        (folder / name / "pool.yaml").write_text(GOOD)
    code, output = outcome(folder)
    assert (code, output.count(" ACME001 ")) == (1, 2)
