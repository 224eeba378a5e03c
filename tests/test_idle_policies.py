"""Policies whose globs match no file: notes, never findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import REFERENCE, as_yaml

POLICY = """\
[policy.ACME001]
name = "few-nodes"
field = "spec.resources[].count"
maximum = 500
files = ["{files}"]
bad = "spec: {{resources: [{{count: 501}}]}} # <-"
"""
NOTE = "note: `files` of the policy ACME001 (pool-lint.toml:1) matches no file\n"
COMMANDS = [("check",), ("config", "show"), ("policy", "test")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "pool.yaml").write_text(as_yaml(REFERENCE))
    (tmp_path / "pool-lint.toml").write_text(POLICY.format(files="prod/**"))
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_globs_that_match_no_file_are_a_note(
    folder: Path, command: tuple[str, ...]
) -> None:
    done = run(*command, cwd=folder)
    assert (done.returncode, done.stderr.count(NOTE)) == (0, 1)
    assert NOTE not in done.stdout
    (folder / "pool-lint.toml").write_text(POLICY.format(files="dev/**"))
    assert "note:" not in run(*command, cwd=folder).stderr


@pytest.mark.parametrize("options", [("dev",), ("dev/pool.yaml",), ("-q",)])
def test_a_part_of_the_folder_and_quiet_print_no_note(
    folder: Path, options: tuple[str, ...]
) -> None:
    assert "note:" not in run(*options, cwd=folder).stderr


def test_a_folder_above_the_settings_prints_the_note(tmp_path: Path) -> None:
    inner = tmp_path / "team"
    (inner / "dev").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (inner / "dev" / "pool.yaml").write_text(as_yaml(REFERENCE))
    (inner / "pool-lint.toml").write_text(POLICY.format(files="prod/**"))
    place = "team/pool-lint.toml:1"
    assert f"({place}) matches no file" in run(cwd=tmp_path).stderr
    done = run("--config", "team/pool-lint.toml", cwd=tmp_path)
    assert f"({place}) matches no file" in done.stderr


def test_an_excluded_file_does_not_match(folder: Path) -> None:
    text = 'exclude = ["dev/"]\n' + POLICY.format(files="dev/**")
    (folder / "pool-lint.toml").write_text(text)
    place = NOTE.replace(":1)", ":2)")
    for command in (("check", "--allow-empty"), *COMMANDS[1:]):
        assert place in run(*command, cwd=folder).stderr


def test_examples_of_a_named_settings_file_use_its_globs(folder: Path) -> None:
    good = "\ngood = '''\n# file: test/a.yaml\nspec: {resources: [{count: 999}]}\n'''\n"
    inner = folder / "settings"
    inner.mkdir()
    (inner / "policies.toml").write_text(POLICY.format(files="prod/**") + good)
    done = run("policy", "test", "settings/policies.toml", cwd=folder)
    assert done.stdout == "ACME001 few-nodes   1 bad, 1 good   passed\n"
