"""The setting known-pools: a saved list of the pools that already exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command import run
from manifests import NETWORK, PREFIX, REFERENCE, as_json, as_yaml, changed

NAME = ("metadata", "labels", f"{PREFIX}name")


def pool(name: str) -> str:
    return as_yaml(changed((NAME, name)))


def listed(*names: str, workspace: str = "0") -> dict[str, Any]:
    """Return a saved list of pools."""
    labels = [{f"{PREFIX}name": n, f"{PREFIX}workspace.id": workspace} for n in names]
    items = [{"kind": "Pool", "metadata": {"labels": pool}} for pool in labels]
    return {"kind": "PoolList", "apiVersion": "v2", "items": items}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pool-lint.toml").write_text('known-pools = "pools.json"\n')
    (tmp_path / "pools.json").write_text(as_json(listed("pool-001", "pool-009")))
    (tmp_path / "a.yaml").write_text(pool("pool-001"))
    (tmp_path / "b.yaml").write_text(pool("pool-002"))
    return tmp_path


def found(folder: Path, *words: str) -> list[tuple[str, str, str]]:
    done = run(*words, ".", "-f", "json", cwd=folder)
    findings = json.loads(done.stdout)["diagnostics"]
    return [(f["file"], f["rule"], f["message"]) for f in findings]


EXISTS = 'pool "pool-001" in workspace "0" already exists, see pools.json'


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_pool_that_already_exists_is_reported(folder: Path, jobs: str) -> None:
    assert found(folder, "-j", jobs) == [("a.yaml", "RP701", EXISTS)]


def test_known_pools_are_not_compared_with_each_other(folder: Path) -> None:
    (folder / "pools.json").write_text(as_json(listed("pool-009", "pool-009")))
    assert found(folder) == []


def test_pools_of_another_workspace_or_project_do_not_conflict(folder: Path) -> None:
    (folder / "pools.json").write_text(as_json(listed("pool-001", workspace="w")))
    assert found(folder) == []
    other = listed("pool-001")
    network = NETWORK[:-32] + "0" * 32
    other["items"][0]["spec"] = {"type": "Dedicate", "network": {"name": network}}
    (folder / "pools.json").write_text(as_json(other))
    assert found(folder) == []


def test_the_list_applies_only_to_its_own_target(folder: Path) -> None:
    (folder / "prod").mkdir()
    (folder / "prod" / "pool-lint.toml").write_text('target = "prod"\n')
    (folder / "prod" / "c.yaml").write_text(pool("pool-009"))
    assert found(folder) == [("a.yaml", "RP701", EXISTS)]


def test_a_comment_suppresses_the_finding(folder: Path) -> None:
    text = pool("pool-001").replace(
        "name: pool-001", "name: pool-001 # pool-lint: disable=RP701 -- imported"
    )
    (folder / "a.yaml").write_text(text)
    assert found(folder) == []


def test_the_list_itself_is_not_linted(folder: Path) -> None:
    files = run("config", "files", cwd=folder)
    assert files.stdout.splitlines() == ["a.yaml", "b.yaml"]
    assert "pools.json: excluded by known-pools" in files.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[", "see `pool-lint explain RP001`"),
        ("{}", "expected a saved list of pools (kind: PoolList)"),
        ('{"kind": "PoolList"}', "expected a saved list of pools (kind: PoolList)"),
        ('{"kind": "PoolList", "items": 5}', "expected a saved list of pools"),
        (as_json(REFERENCE), "expected a saved list of pools (kind: PoolList)"),
        ("", "expected exactly one document"),
        (None, "no such file"),
    ],
)
def test_an_invalid_list_fails_the_run(
    folder: Path, content: str | None, message: str
) -> None:
    if content is None:
        (folder / "pools.json").unlink()
    else:
        (folder / "pools.json").write_text(content)
    done = run(".", cwd=folder)
    assert done.returncode == 2
    assert "pool-lint.toml:1: known-pools: pools.json" in done.stderr
    assert message in done.stderr


@pytest.mark.parametrize(
    "item", [5, None, [], {"spec": 5}, {"metadata": 5}, {"metadata": {"labels": []}}]
)
def test_malformed_items_of_the_list_are_ignored(folder: Path, item: Any) -> None:
    saved = listed("pool-001")
    saved["items"].append(item)
    (folder / "pools.json").write_text(as_json(saved))
    assert found(folder) == [("a.yaml", "RP701", EXISTS)]


def test_a_list_outside_the_folder_of_the_settings_is_an_error(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('known-pools = "../pools.json"\n')
    done = run(".", cwd=folder)
    assert done.returncode == 2
    assert "known-pools" in done.stderr
