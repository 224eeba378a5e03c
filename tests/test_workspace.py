"""A workspace while files, settings and the current folder change."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from manifests import REFERENCE, as_yaml, changed
from pool_lint import Config, RunOptions, Source, Workspace

BAD = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rules(workspace: Workspace, text: str = BAD, name: str = "a.yaml") -> list[str]:
    return [finding.rule for finding in workspace.lint(Source(name, text)).findings]


def test_edited_settings_are_seen_after_forget(folder: Path) -> None:
    settings = folder / "pool-lint.toml"
    workspace = Workspace(RunOptions())
    assert rules(workspace) == ["RP301"]
    settings.write_text("ignore = ['RP301']\n")
    assert rules(workspace) == ["RP301"], "settings are cached"
    workspace.forget(str(settings))
    assert rules(workspace) == []
    settings.write_text("severity = {RP301 = 'warning'}\n")
    workspace.forget(str(settings))
    assert rules(workspace) == ["RP301"]
    settings.unlink()
    workspace.forget()
    [finding] = workspace.lint(Source("a.yaml", BAD)).findings
    assert finding.severity == "error"


def test_a_changed_folder_is_seen_after_forget(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, ignored in (("one", "RP301"), ("two", "RP405")):
        (folder / name).mkdir()
        (folder / name / "pool-lint.toml").write_text(
            f"exclude = ['x.yaml']\nignore = ['{ignored}']\n"
        )
    monkeypatch.chdir(folder / "one")
    workspace = Workspace(RunOptions())
    assert rules(workspace) == []
    assert workspace.excludes("x.yaml")
    monkeypatch.chdir(folder / "two")
    workspace.forget()
    assert rules(workspace) == ["RP301"]
    assert workspace.excludes("x.yaml")
    assert not workspace.excludes("y.yaml")


def test_globs_follow_the_current_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    workspace = Workspace(RunOptions(exclude=["/sub/a.yaml"], use_settings=False))
    assert workspace.excludes("sub/a.yaml")
    monkeypatch.chdir(folder / "sub")
    assert workspace.excludes("a.yaml"), "the glob was created in the parent folder"
    workspace.forget()
    assert not workspace.excludes("a.yaml")


def test_facts_of_several_texts_are_compared_until_one_is_forgotten() -> None:
    workspace = Workspace(config=Config())
    for name in ("a.yaml", "b.yaml"):
        workspace.lint(Source(name, as_yaml(REFERENCE)))
    found = [[f.rule for f in result.findings] for result in workspace.compare()]
    assert found == [[], ["RP701"]]
    workspace.forget("a.yaml")
    [left] = workspace.compare()
    assert (left.file, left.findings) == ("b.yaml", ())
    workspace.lint(Source("b.yaml", as_yaml(REFERENCE).replace("pool-001", "pool-002")))
    workspace.lint(Source("a.yaml", as_yaml(REFERENCE)))
    assert [result.findings for result in workspace.compare()] == [(), ()]


def test_an_edited_text_replaces_the_one_before() -> None:
    workspace = Workspace(config=Config())
    workspace.lint(Source("a.yaml", BAD))
    workspace.lint(Source("a.yaml", as_yaml(REFERENCE)))
    [result] = workspace.compare()
    assert result.findings == ()


def test_a_workspace_can_be_pickled() -> None:
    workspace = Workspace(RunOptions(ignore=["RP301"], use_settings=False))
    again = pickle.loads(pickle.dumps(workspace))  # noqa: S301 - made here
    assert rules(again) == []
    assert again.options == workspace.options
