"""Paths in machine formats are relative to the repository, from any folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from command import run
from manifests import as_yaml, changed

BAD = as_yaml(changed((("spec", "scope"), ["Train", "Train"])))
FORMATS = ("github", "gitlab", "sarif", "azure", "markdown")
PATTERNS = {
    "github": r"file=(.*?),",
    "gitlab": r'"path": "(.*)"',
    "sarif": r'"uri": "(.*)"',
    "azure": r"sourcepath=(.*?);",
    "markdown": r"(?m)^(?:\|.*?){3}`(.*?):\d+`",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Create a repository inside a folder, with a manifest in each of two folders."""
    root = tmp_path / "work" / "repository"
    (root / ".git").mkdir(parents=True)
    for name in ("pools", "legacy"):
        (root / name).mkdir()
    (root / "pools" / "a.yaml").write_text(BAD)
    other = changed((("metadata", "labels", "os.modelarts/name"), "pool-002"))
    (root / "legacy" / "d.yaml").write_text(
        as_yaml(other).replace("count: 2", "count: 0")
    )
    return root


def paths(style: str, cwd: Path, *files: str, **env: str) -> list[str]:
    output = run("-q", "-f", style, *files, cwd=cwd, env=env).stdout
    return sorted(set(re.findall(PATTERNS[style], output)))


@pytest.mark.parametrize("style", FORMATS)
def test_paths_are_relative_to_the_repository(folder: Path, style: str) -> None:
    expected = ["legacy/d.yaml", "pools/a.yaml"]
    assert paths(style, folder, ".") == expected
    assert paths(style, folder / "pools", "a.yaml", "../legacy/d.yaml") == expected
    assert paths(style, folder.parent, "repository") == expected
    absolute = str(folder / "pools" / "a.yaml")
    assert paths(style, folder / "legacy", absolute, "d.yaml") == expected


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize(
    "name", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"]
)
def test_paths_are_relative_to_the_workspace_of_the_ci_service(
    folder: Path, style: str, name: str
) -> None:
    found = paths(style, folder / "pools", "a.yaml", **{name: str(folder.parent)})
    assert found == ["repository/pools/a.yaml"]
    elsewhere = {name: str(folder / "legacy")}
    assert paths(style, folder / "pools", "a.yaml", **elsewhere) == ["pools/a.yaml"]


def test_the_variable_of_the_format_overrides_others(folder: Path) -> None:
    env = {
        "GITHUB_WORKSPACE": str(folder.parent),
        "CI_PROJECT_DIR": str(folder),
        "BUILD_SOURCESDIRECTORY": str(folder / "pools"),
    }
    found = {style: paths(style, folder, "pools", **env) for style in FORMATS}
    assert found == {
        "github": ["repository/pools/a.yaml"],
        "gitlab": ["pools/a.yaml"],
        "sarif": ["repository/pools/a.yaml"],
        "azure": ["a.yaml"],
        "markdown": ["repository/pools/a.yaml"],
    }


@pytest.mark.parametrize("style", FORMATS[:-1])
def test_outside_a_repository_paths_are_absolute(tmp_path: Path, style: str) -> None:
    (tmp_path / "a.yaml").write_text(BAD)
    [found] = paths(style, tmp_path, ".")
    assert found.removeprefix("file://") == str(tmp_path / "a.yaml")


def test_outside_a_repository_markdown_has_the_paths_of_the_terminal(
    tmp_path: Path,
) -> None:
    (tmp_path / "pools").mkdir()
    (tmp_path / "pools" / "a.yaml").write_text(BAD)
    assert paths("markdown", tmp_path, ".") == ["pools/a.yaml"]
    assert paths("markdown", tmp_path / "pools", "../pools") == ["../pools/a.yaml"]


def test_reports_in_files_have_the_same_paths(folder: Path) -> None:
    outputs = ("-o", "gitlab:out.json", "-o", "sarif:out.sarif")
    run("-q", *outputs, "a.yaml", cwd=folder / "pools")
    gitlab = json.loads((folder / "pools" / "out.json").read_text())
    assert {issue["location"]["path"] for issue in gitlab} == {"pools/a.yaml"}
    assert '"uri": "pools/a.yaml"' in (folder / "pools" / "out.sarif").read_text()


@pytest.mark.parametrize("style", ["json", "gitlab", "sarif"])
def test_fingerprints_are_equal_from_any_folder(folder: Path, style: str) -> None:
    pattern = r'"(?:fingerprint|primaryLocationLineHash)": "(.*)"'
    prints = {
        tuple(re.findall(pattern, run("-q", "-f", style, *files, cwd=cwd).stdout))
        for cwd, files in {
            folder: ["pools"],
            folder / "pools": ["."],
            folder / "legacy": ["../pools/a.yaml"],
            folder.parent: [str(folder / "pools")],
        }.items()
    }
    assert len(prints) == 1
    assert prints != {()}


def test_json_paths_are_relative_to_the_current_folder(folder: Path) -> None:
    [found] = json.loads(run("-f", "json", cwd=folder / "pools").stdout)["diagnostics"]
    assert found["file"] == "a.yaml"


def test_standard_input_keeps_its_name(folder: Path) -> None:
    output = run("-", "-f", "github", cwd=folder / "pools", stdin=BAD).stdout
    assert "file=<stdin>," in output
    named = ("-", "--stdin-filename", "new.yaml", "-f", "github")
    output = run(*named, cwd=folder / "pools", stdin=BAD).stdout
    assert "file=pools/new.yaml," in output


def test_markdown_links_lines_of_the_commit(folder: Path) -> None:
    env = {
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "acme/pools",
        "GITHUB_SHA": "0123abc",
    }
    args = ("-q", "-f", "markdown", "a.yaml")
    output = run(*args, cwd=folder / "pools", env=env).stdout
    address = "https://github.example/acme/pools/blob/0123abc/pools/a.yaml"
    assert re.search(rf"\[`pools/a\.yaml:\d+`\]\({re.escape(address)}#L\d+\)", output)
    assert "](" not in run(*args, cwd=folder / "pools").stdout
    run("-q", "-o", "markdown:out.md", "a.yaml", cwd=folder / "pools", env=env)
    assert (folder / "pools" / "out.md").read_text(encoding="utf-8") == output
