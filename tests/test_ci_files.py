"""The files for CI in hooks/, run as GitHub and GitLab run them."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from ci import Action, bash, ci_file, from_checkout
from manifests import REFERENCE, as_yaml, changed
from repositories import (
    HOOKS,
    LINTER,
    Box,
    passed,
    program,
    refused,
    repository,
)

NAME = ("metadata", "labels", "os.modelarts/name")
GOOD = as_yaml(REFERENCE)
BAD = as_yaml(changed((NAME, "pool-002"), (("spec", "type"), "Dedicated")))
OTHER = as_yaml(changed((NAME, "pool-003")))
PINNED = r"[\w/-]+@[0-9a-f]{40}"


@pytest.fixture
def manifests(box: Box) -> Path:
    folder = box.root / "manifests"
    (folder / "pools").mkdir(parents=True)
    (folder / "pools" / "good.yaml").write_text(GOOD)
    (folder / "pools" / "bad pool.yaml").write_text(BAD)
    return folder


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("action.yml", "github-actions"),
        ("github-actions.yml", "github-workflows"),
        ("gitlab-ci.yml", "gitlab-ci"),
    ],
)
def test_the_ci_files_match_their_schemas(box: Box, file: str, schema: str) -> None:
    check = (sys.executable, "-m", "check_jsonschema", "--builtin-schema")
    passed(box.run(*check, f"vendor.{schema}", HOOKS / file, cwd=box.root))


# --- GitHub: the workflow


def workflow() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    job = ci_file("github-actions.yml")["jobs"]["pool-lint"]
    return job, job["steps"]


def test_the_workflow_has_minimal_permissions_and_pinned_actions() -> None:
    job, steps = workflow()
    assert ci_file("github-actions.yml")["permissions"] == {}
    assert job["permissions"] == {
        "actions": "read",
        "contents": "read",
        "security-events": "write",
    }
    actions = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(PINNED, name) for name in actions)
    assert steps[0]["with"] == {"persist-credentials": False}


def test_the_workflow_annotates_and_uploads_a_report(box: Box, manifests: Path) -> None:
    _, steps = workflow()
    install, lint = [step["run"] for step in steps if "run" in step]
    assert install == "pip install git+https://git.example.com/pool-lint"
    upload = steps[-1]
    assert upload["uses"].startswith("github/codeql-action/upload-sarif@")
    assert upload["if"].startswith("always()")
    env = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(manifests)}
    done = bash(box, lint, manifests, env)
    assert done.returncode == 1
    assert re.search(r"(?m)^::error .*file=pools/bad pool\.yaml,", done.stdout)
    report = manifests / upload["with"]["sarif_file"]
    [run] = json.loads(report.read_text())["runs"]
    [result] = run["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert (result["ruleId"], place["uri"]) == ("RP105", "pools/bad%20pool.yaml")
    (manifests / "pools" / "bad pool.yaml").unlink()
    assert "::error" not in passed(bash(box, lint, manifests, env))
    assert json.loads(report.read_text())["runs"][0]["results"] == []


# --- GitHub: the action


@pytest.fixture
def action(box: Box, manifests: Path) -> Action:
    return from_checkout(Action(box, manifests), LINTER)


def recorded(action: Action) -> Action:
    """Let the action call a program that prints its arguments, a line each."""
    path = program(action.box.root / "bin", "pool-lint", 'printf "<%s>\\n" "$@"')
    return from_checkout(action, Path(path.split(":")[0]) / "pool-lint")


def lint(action: Action) -> dict[str, Any]:
    return action.steps()[2]


def test_the_action_uses_pinned_actions_and_no_expressions_in_scripts() -> None:
    steps = ci_file("action.yml")["runs"]["steps"]
    assert all(re.fullmatch(PINNED, step["uses"]) for step in steps if "uses" in step)
    assert not any("${{" in step.get("run", "") for step in steps)


def test_the_action_annotates_and_writes_a_summary(action: Action) -> None:
    done = action.run(lint(action))
    assert done.returncode == 1
    assert re.search(r"(?m)^::error .*file=pools/bad pool\.yaml,", done.stdout)
    assert action.summary.startswith("<!-- pool-lint:check -->\n")
    assert "RP105" in action.summary
    (action.workspace / "pools" / "bad pool.yaml").unlink()
    assert "::error" not in passed(action.run(lint(action)))
    assert action.summary.startswith("<!-- pool-lint:check -->\n")


def test_the_action_lints_the_paths_that_it_is_given(action: Action) -> None:
    paths = "pools/good.yaml\n\nother folder\n"
    (action.workspace / "other folder").mkdir()
    (action.workspace / "other folder" / "$(touch x) *.yaml").write_text(GOOD)
    done = action.run(lint(action), paths=paths, args="--select RP1")
    assert "2 files: 2 pools checked" in passed(done)
    assert not (action.workspace / "x").exists()


def test_the_action_writes_sarif_where_it_is_asked_to(action: Action) -> None:
    sarif = action.workspace / "pool lint.sarif"
    passed(action.run(lint(action), paths="pools/good.yaml"))
    assert not sarif.exists()
    assert action.run(lint(action), sarif=sarif.name).returncode == 1
    [log] = json.loads(sarif.read_text())["runs"]
    assert [result["ruleId"] for result in log["results"]] == ["RP105"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("", []),
        ("  \n ", []),
        ("--strict --select RP1,RP2", ["--strict", "--select", "RP1,RP2"]),
        ("--strict\n--quiet\n", ["--strict", "--quiet"]),
        ("--config 'a b.toml'", ["--config", "a b.toml"]),
        ('--config "$HOME/x"', ["--config", "$HOME/x"]),
        ("--exclude * $(touch x) `touch x` ;x", None),
    ],
)
def test_options_of_the_action_are_words(
    action: Action, args: str, words: list[str] | None
) -> None:
    done = recorded(action).run(lint(action), paths="-p\n*", args=args, sarif="a b")
    summary = f"markdown:{action.temp}/summary"
    expected = ["check", "--format", "auto", "--output", summary]
    expected += ["--output", "sarif:a b"]
    expected += args.split() if words is None else words
    expected += ["--", "-p", "*"]
    assert done.stdout.splitlines() == [f"<{word}>" for word in expected]
    assert not (action.workspace / "x").exists()


def test_the_action_fails_for_options_that_it_cannot_split(action: Action) -> None:
    """An option that is left out would be a check that is left out."""
    done = recorded(action).run(lint(action), args="--strict --config 'a")
    assert done.returncode != 0
    assert "<check>" not in done.stdout


def test_a_file_format_in_the_options_overrides_annotations(action: Action) -> None:
    done = action.run(lint(action), args="-f concise")
    assert "pools/bad pool.yaml:11:9: error RP105" in done.stdout


# --- GitLab


def gitlab(name: str, **variables: str) -> tuple[str, dict[str, str]]:
    """Return the script of a job, and its variables with those that a user sets."""
    data = ci_file("gitlab-ci.yml")
    lines = [*data[name]["before_script"], *data[name]["script"]]
    return "\n".join(lines), {**data["variables"], **variables}


@pytest.fixture
def project(box: Box) -> dict[str, str]:
    """Return variables with a repository that has two versions of pool-lint."""
    found = repository(box, "pool-lint")
    first = found.keep(version_txt="1\n")
    found.git("tag", "v1")
    found.keep(version_txt="2\n")
    found.git("config", "uploadpack.allowAnySHA1InWant", "true")
    path = program(box.root / "pip", "pip", 'cat "$3/version.txt"')
    address = found.folder.as_uri()
    return {"PATH": path, "POOL_LINT_REPOSITORY": address, "FIRST": first}


def test_the_gitlab_job_prints_findings_and_writes_a_report(
    box: Box, manifests: Path, project: dict[str, str]
) -> None:
    job = ci_file("gitlab-ci.yml")["pool-lint"]
    assert job["artifacts"]["when"] == "always"
    report = manifests / job["artifacts"]["reports"]["codequality"]
    script, env = gitlab("pool-lint", **project, CI_PROJECT_DIR=str(manifests))
    refused(bash(box, script, manifests, env), "pools/bad pool.yaml")
    [found] = json.loads(report.read_text())
    assert found["check_name"].startswith("RP105")
    assert found["location"]["path"] == "pools/bad pool.yaml"
    (manifests / "pools" / "bad pool.yaml").unlink()
    passed(bash(box, script, manifests, env))
    assert json.loads(report.read_text()) == []
    cleared(box, 2)


def test_variables_of_the_including_file_choose_paths_and_options(
    box: Box, manifests: Path, project: dict[str, str]
) -> None:
    (manifests / "other").mkdir()
    (manifests / "other" / "[a].yaml").write_text(OTHER)
    chosen = {"POOL_LINT_PATHS": "pools/good.yaml other/[a].yaml $(touch x)"}
    script, env = gitlab("pool-lint", **project, **chosen)
    done = bash(box, script, manifests, env)
    assert done.returncode == 2
    assert "$(touch: no such file" in done.stdout
    assert not (manifests / "x").exists()
    env |= {"POOL_LINT_PATHS": "pools other/[a].yaml", "POOL_LINT_ARGS": "--ignore RP1"}
    assert "3 files: 3 pools checked" in passed(bash(box, script, manifests, env))
    cleared(box, 2)


@pytest.mark.parametrize(
    ("ref", "version"), [("HEAD", "2"), ("v1", "1"), ("main", "2"), ("FIRST", "1")]
)
def test_the_gitlab_job_installs_the_chosen_version(
    box: Box, manifests: Path, project: dict[str, str], ref: str, version: str
) -> None:
    chosen = project.get(ref, ref)
    script, env = gitlab("pool-lint", **project, POOL_LINT_REF=chosen)
    done = bash(box, script, manifests / "pools", env)
    assert done.stdout.startswith(f"{version}\n")
    cleared(box, 1)


def cleared(box: Box, runs: int) -> None:
    """Remove the copies of pool-lint, which a real job leaves in its container."""
    folders = list(box.scratch.iterdir())
    assert len(folders) == runs
    for folder in folders:
        shutil.rmtree(folder)


def test_the_gitlab_job_fails_if_pool_lint_cannot_be_installed(
    box: Box, manifests: Path, project: dict[str, str]
) -> None:
    script, env = gitlab("pool-lint", **project, POOL_LINT_REF="nothing")
    done = bash(box, script, manifests, env)
    assert done.returncode != 0
    assert "couldn't find remote ref nothing" in done.stdout
    assert "checked" not in done.stdout
    cleared(box, 1)
