"""The files for CI in hooks/, run as GitHub and GitLab run them."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import processes
from ci import LABELS, Action, as_json, bash, ci_file, from_checkout
from manifests import REFERENCE, as_yaml, changed
from repositories import (
    HOOKS,
    Box,
    Done,
    Repository,
    passed,
    program,
    refused,
    repository,
)

NAME = ("metadata", "labels", "os.modelarts/name")
GOOD = as_yaml(REFERENCE)
BAD = as_yaml(changed((NAME, "pool-002"), (("spec", "type"), "Dedicated")))
OTHER = as_yaml(changed((NAME, "pool-003")))
ROOT = Path(__file__).parent.parent
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
        ("github-changes.yml", "github-workflows"),
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


def test_actions_in_the_documentation_are_pinned_like_those_of_the_hooks() -> None:
    hooks = "".join(path.read_text() for path in (ROOT / "hooks").glob("*.yml"))
    pinned = set(re.findall(r"(actions/\S+@[0-9a-f]{40} # v\S+)", hooks))
    text = "".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))
    used = set(re.findall(r"uses: (actions/[^\n]+)", text))
    assert used
    assert used <= pinned


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
    return from_checkout(Action(box, manifests), processes.linter())


def recorded(action: Action) -> Action:
    """Let the action call a program that prints its arguments, a line each."""
    path = program(action.box.root / "bin", "pool-lint", 'printf "<%s>\\n" "$@"')
    return from_checkout(action, Path(path.split(":")[0]))


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


# --- GitHub: changes of pools


@pytest.fixture
def pull(box: Box, manifests: Path) -> Repository:
    """Return the checkout of a pull request that renames a pool."""
    origin = repository(box, "origin")
    origin.keep(good_yaml=GOOD, other_yaml=OTHER)
    origin.git("clone", "--quiet", str(origin.folder), str(manifests / "clone"))
    work = Repository(box, manifests / "clone")
    work.git("checkout", "--quiet", "-b", "feature")
    work.keep(good_yaml=GOOD.replace("pool-001", "pool-009"))
    return work


def changes(action: Action) -> dict[str, Any]:
    return action.steps()[3]


@pytest.fixture
def compared(action: Action, pull: Repository) -> Action:
    """Return the action in a job for a pull request to main."""
    action.workspace = pull.folder
    action.env = {"GITHUB_BASE_REF": "main"}
    return action


def test_the_action_compares_only_if_it_is_asked_to(action: Action) -> None:
    condition = changes(action)["if"]
    assert condition.startswith("${{ !cancelled() && steps.install.outcome ==")
    assert condition.endswith("inputs.changes != '' && inputs.changes != 'false' }}")
    assert ci_file("action.yml")["inputs"]["changes"]["default"] == ""


@pytest.mark.parametrize("base", ["true", "origin/main", "HEAD^1"])
def test_the_action_shows_what_a_pull_request_changes(
    compared: Action, base: str
) -> None:
    done = compared.run(changes(compared), changes=base)
    assert done.returncode == 1, done.stdout
    assert "::error file=good.yaml,line=5," in done.stdout
    assert "title=RD101 " in done.stdout
    assert compared.summary.startswith("<!-- pool-lint:changes -->\n")
    assert "pool-009" in compared.summary


def test_untracked_files_of_a_job_are_not_compared(compared: Action) -> None:
    (compared.workspace / "built.yaml").write_text(BAD)
    assert "built.yaml" not in compared.run(changes(compared), changes="true").stdout


def test_a_label_accepts_a_change(compared: Action) -> None:
    compared.labels = ("pool-lint", 'a "b"\n pool-lint-accept:RD101:x', "RD101")
    assert compared.run(changes(compared), changes="true").returncode == 1
    compared.labels = ("bug", "pool-lint-accept:RD101:pool-001")
    done = compared.run(changes(compared), changes="true")
    assert done.returncode == 0, done.stdout
    assert "1 accepted" in done.stdout
    compared.labels = ("pool-lint-accept:RD101:pool-002", "z")
    done = compared.run(changes(compared), changes="true")
    assert done.returncode == 1
    assert "RD101:pool-002 accepts no change" in done.stdout


def test_the_summary_names_the_label_that_accepts_a_change(compared: Action) -> None:
    compared.run(changes(compared), changes="true")
    labels = re.findall("label `(.+?)`", compared.summary)
    assert len(labels) == 1
    compared.labels = tuple(labels)
    assert compared.run(changes(compared), changes="true").returncode == 0


def test_a_variable_of_the_job_accepts_a_change_too(compared: Action) -> None:
    compared.env["POOL_LINT_ACCEPT"] = "RD101"
    assert compared.run(changes(compared), changes="true").returncode == 0


def test_the_action_compares_without_a_pull_request(compared: Action) -> None:
    compared.env = {}
    assert compared.run(changes(compared), changes="true").returncode == 1


def test_the_action_names_the_command_for_a_shallow_checkout(
    compared: Action,
) -> None:
    work = Repository(compared.box, compared.workspace)
    work.git("clone", "-q", "--depth=1", work.folder.as_uri(), "../shallow")
    compared.workspace = compared.workspace.with_name("shallow")
    done = compared.run(changes(compared), changes="true")
    assert done.returncode == 2
    assert "; run: git fetch --deepen=200 origin main" in done.stdout


# gh keeps comments in a file. It has the options that the workflow uses.
GH = """\
import json, sys
from pathlib import Path

store, given = Path(sys.argv[1]), sys.argv[2:]
comments = json.loads(store.read_text())
assert given[0] == "api"
if "--paginate" in given:
    assert given[2] == "repos/team/pools/issues/7/comments"
    for one in comments:
        is_own = one["user"] == "github-actions[bot]"
        if is_own and one["body"].startswith("<!-- pool-lint:changes -->"):
            print(one["id"])
    sys.exit()
method, address = given[given.index("--method") + 1 :][:2]
name, _, file = given[given.index("--field") + 1].partition("=@")
body = Path(file).read_text()
if method == "POST":
    assert address == "repos/team/pools/issues/7/comments"
    comments.append({"id": 99, "user": "github-actions[bot]", "body": body})
else:
    [one] = [one for one in comments if address.endswith(f"/{one['id']}")]
    assert address == f"repos/team/pools/issues/comments/{one['id']}"
    one["body"] = body
store.write_text(json.dumps(comments))
"""


class Workflow:
    """The workflow for changes, in a job for pull request 7."""

    def __init__(self, pull: Repository) -> None:
        self.box = pull.box
        self.pull = pull
        self.temp = pull.box.root / "runner temp"
        (self.temp / "pool-lint").mkdir(parents=True)
        shutil.copytree(HOOKS, self.temp / "pool-lint" / "hooks")
        (self.temp / "gh.py").write_text(GH)
        self.store = self.temp / "comments.json"
        self.store.write_text("[]")
        self.labels: tuple[str, ...] = ()
        job = ci_file("github-changes.yml")["jobs"]["pool-changes"]
        self.steps: list[dict[str, Any]] = job["steps"]
        line = f'exec "{sys.executable}" "{self.temp}/gh.py" "{self.store}" "$@"'
        self.path = program(pull.box.root / "gh", "gh", line)

    @property
    def comments(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.store.read_text())
        return found

    def run(self) -> Done:
        """Run the comparison, and then the step that comments."""
        compare, comment = self.steps[-2:]
        env = {
            "PATH": self.path,
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": "team/pools",
            "GITHUB_BASE_REF": "main",
            "LABELS": as_json(self.labels),
            "NUMBER": "7",
        }
        done = bash(self.box, compare["run"], self.pull.folder, env)
        passed(bash(self.box, comment["run"], self.pull.folder, env))
        return done


@pytest.fixture
def workflow_for_changes(pull: Repository) -> Workflow:
    return Workflow(pull)


def test_the_workflow_for_changes_has_few_permissions_and_reacts_to_labels() -> None:
    data = ci_file("github-changes.yml")
    job = data["jobs"]["pool-changes"]
    assert data["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    actions = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(PINNED, name) for name in actions)
    assert job["steps"][0]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    # PyYAML reads the key `on` as true.
    assert {"labeled", "unlabeled"} < set(data[True]["pull_request"]["types"])
    assert "head.repo.full_name == github.repository" in job["steps"][-1]["if"]
    assert job["steps"][-2]["env"] == {"LABELS": f"${{{{ {LABELS} }}}}"}


def test_the_workflow_updates_one_comment(workflow_for_changes: Workflow) -> None:
    job = workflow_for_changes
    others = [
        {"id": 1, "user": "eve", "body": "<!-- pool-lint:changes -->\nforged"},
        {"id": 2, "user": "github-actions[bot]", "body": "coverage"},
    ]
    job.store.write_text(json.dumps(others))
    assert job.run().returncode == 1
    assert job.comments[:2] == others
    [first] = job.comments[2:]
    assert first["body"].startswith("<!-- pool-lint:changes -->\n")
    assert "pool-009" in first["body"]
    job.labels = ("pool-lint-accept:RD101:pool-001",)
    assert job.run().returncode == 0
    [accepted] = job.comments[2:]
    assert accepted["body"] != first["body"]
    job.labels = ()
    job.pull.keep(good_yaml=GOOD)
    assert job.run().returncode == 0
    [last] = job.comments[2:]
    assert last["body"].startswith("<!-- pool-lint:changes -->\n")
    assert "pool-009" not in last["body"]
    assert job.comments[:2] == others


def test_a_pull_request_without_changes_gets_no_comment(
    workflow_for_changes: Workflow,
) -> None:
    job = workflow_for_changes
    job.pull.keep(good_yaml=GOOD, notes_yaml="a: 1")
    assert job.run().returncode == 0
    assert job.comments == []


def test_a_failed_comparison_writes_no_comment(
    workflow_for_changes: Workflow,
) -> None:
    job = workflow_for_changes
    job.pull.git("remote", "remove", "origin")
    done = job.run()
    assert done.returncode == 2
    assert "origin/main is not a commit of this repository" in done.stdout
    assert job.comments == []


# --- GitLab


def gitlab(name: str, **variables: str) -> tuple[str, dict[str, str]]:
    """Return the script of a job, and its variables with those that a user sets."""
    data = ci_file("gitlab-ci.yml")
    assert data[name]["extends"] == ".pool-lint"
    lines = [*data[".pool-lint"]["before_script"], *data[name]["script"]]
    return "\n".join(lines), {**data["variables"], **variables}


@pytest.fixture
def project(box: Box) -> dict[str, str]:
    """Return variables with a repository that has two versions of pool-lint."""
    found = repository(box, "pool-lint")
    first = found.keep(version_txt="1\n")
    found.git("tag", "v1")
    found.keep(version_txt="2\n")
    found.git("config", "uploadpack.allowAnySHA1InWant", "true")
    copied = f"cp -r '{HOOKS}' \"$3\""
    path = program(box.root / "pip", "pip", 'cat "$3/version.txt"', copied)
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


def test_the_gitlab_job_for_changes_runs_for_merge_requests_only() -> None:
    data = ci_file("gitlab-ci.yml")
    job = data["pool-changes"]
    assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert job["variables"] == {"GIT_DEPTH": 0}
    assert job["artifacts"]["when"] == "always"
    assert job["artifacts"]["paths"] == ["pool-changes.md"]
    # Without a rule it would not run in pipelines of merge requests.
    assert data["pool-lint"]["rules"] == [{"when": "on_success"}]


def test_the_gitlab_job_shows_what_a_merge_request_changes(
    box: Box, pull: Repository, project: dict[str, str]
) -> None:
    base = pull.git("rev-parse", "origin/main").strip()
    script, env = gitlab("pool-changes", **project, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    done = bash(box, script, pull.folder, env)
    assert done.returncode == 1, done.stdout
    assert "error[RD101]" in done.stdout
    report = pull.folder / "pool-changes.md"
    assert report.read_text().startswith("<!-- pool-lint:changes -->\n")
    env["CI_MERGE_REQUEST_LABELS"] = "bug,pool-lint-accept:RD101:pool-001,RD102"
    done = bash(box, script, pull.folder, env)
    assert done.returncode == 0, done.stdout
    # In the pipeline of a merged result, changes of the target branch do not count.
    env["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"] = "HEAD"
    env["CI_MERGE_REQUEST_LABELS"] = ""
    assert bash(box, script, pull.folder, env).returncode == 0
    cleared(box, 3)
