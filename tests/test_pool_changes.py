"""hooks/pool-changes: the two trees that it prepares, in real repositories."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from manifests import NAME, REFERENCE, as_yaml, changed
from processes import started
from repositories import (
    FORGING_NAMES,
    HOOKS,
    ODD_NAMES,
    POINTER,
    Box,
    Done,
    Repository,
    blob,
    program,
    repository,
    search_path,
)

HOOK = HOOKS / "pool-changes"
# Records its arguments and both trees, instead of comparing them.
RECORDER = """\
import json, os, sys

def tree(top):
    found = {}
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, top)] = file.read().decode()
    return found

record = {"arguments": sys.argv[2:-2], "old": tree(sys.argv[-2]), "new": tree(".")}
with open(sys.argv[1], "w") as file:
    json.dump(record, file)
"""


@dataclass(frozen=True)
class Compared:
    """What the hook printed, and what it gave to pool-lint."""

    done: Done
    arguments: list[str]
    old: dict[str, str]
    new: dict[str, str]

    @property
    def lines(self) -> list[str]:
        """What it printed after the line about the base."""
        first, *others = self.done.stdout.splitlines()
        assert first.startswith("pool-lint: comparing with ")
        return others


@dataclass(frozen=True)
class Hook:
    """The hook, in a repository whose first commit is the base."""

    repository: Repository
    path: str

    def run(self, *arguments: str, **options: Any) -> Done:
        options.setdefault("cwd", self.repository.folder)
        env = {"PATH": self.path, **options.pop("env", {})}
        return self.repository.box.run(HOOK, *arguments, env=env, **options)

    def compare(self, *arguments: str, code: int = 0, **options: Any) -> Compared:
        done = self.run(*arguments, **options)
        assert done.returncode == code, done.stdout
        record = json.loads((self.repository.box.root / "record").read_text())
        return Compared(done, record["arguments"], record["old"], record["new"])

    def fails(self, *arguments: str, **options: Any) -> str:
        done = self.run(*arguments, **options)
        assert done.returncode == 2, done.stdout
        assert not (self.repository.box.root / "record").exists()
        return done.stdout.removeprefix("pool-lint: ").rstrip("\n")


def hook_in(found: Repository) -> Hook:
    root = found.box.root
    recorder = root / "recorder.py"
    recorder.write_text(RECORDER)
    python = f"'{sys.executable}' -ISE"
    line = f"exec {python} '{recorder}' '{root / 'record'}' \"$@\""
    return Hook(found, program(root / "bin", "pool-lint", line))


@pytest.fixture
def hook(box: Box) -> Hook:
    """Return the hook in a clone whose branch `work` starts at origin/main."""
    origin = repository(box, "origin")
    origin.write("pools/a.yaml", "a: 1\n")
    origin.write("pools/b.json", "{}\n")
    origin.write("pool-lint.toml", "")
    origin.write("README.md", "# Pools\n")
    origin.git("add", ".")
    origin.keep()
    origin.git("clone", "--quiet", str(origin.folder), "../work")
    work = Repository(box, box.root / "work")
    work.git("checkout", "--quiet", "-b", "work")
    return hook_in(work)


BASE = {"pools/a.yaml": "a: 1\n", "pools/b.json": "{}\n", "pool-lint.toml": ""}


# --- With pool-lint itself


def test_a_change_is_reported_at_its_place_in_the_repository(box: Box) -> None:
    origin = repository(box, "origin")
    origin.stage("prod/pool.yaml", as_yaml(REFERENCE))
    origin.keep()
    origin.git("clone", "--quiet", str(origin.folder), "../work")
    work = Repository(box, box.root / "work")
    renamed = as_yaml(changed((NAME, "pool-009")))
    work.write("prod/pool.yaml", renamed)
    label = work.git("rev-parse", "--short", "HEAD").strip()
    # The PATH has the installed pool-lint.
    github = {"GITHUB_ACTIONS": "true", "PATH": search_path()}

    def run(*arguments: str) -> Done:
        return box.run(HOOK, *arguments, cwd=work.folder / "prod", env=github)

    done = run("-f", "concise")
    assert done.returncode == 1
    assert "\nprod/pool.yaml:5:24: error RD101 new-pool-needed: " in done.stdout
    done = run("-o", "github:annotations", "--accept", "RD101")
    assert done.returncode == 0
    assert f"\n ::: {label}:prod/pool.yaml:5:24\n" in done.stdout
    annotations = (work.folder / "prod" / "annotations").read_text()
    assert annotations.startswith("::notice file=prod/pool.yaml,line=5,")
    work.write("pool-lint.toml", 'protected = ["prod/**"]\n')
    assert run("--accept", "RD101").returncode == 1
    work.write("prod/pool.yaml", as_yaml(REFERENCE))
    done = run()
    assert done.returncode == 0
    assert done.stdout.endswith("\nno changes to 1 pool\n")


# --- Sides


def test_without_a_change_both_sides_are_equal(hook: Hook) -> None:
    compared = hook.compare()
    assert compared.old == compared.new == BASE
    assert compared.lines == []


def test_the_work_tree_is_compared_with_its_untracked_files(hook: Hook) -> None:
    work = hook.repository
    work.write("pools/a.yaml", "a: 2\n")
    work.stage("pools/staged.yaml", "c: 1\n")
    work.write("pools/new.yml", "d: 1\n")
    work.write("ignored.yaml", "e: 1\n")
    work.write(".gitignore", "ignored.yaml\n")
    compared = hook.compare()
    assert compared.old == BASE
    assert compared.new == {
        **BASE,
        "pools/a.yaml": "a: 2\n",
        "pools/new.yml": "d: 1\n",
        "pools/staged.yaml": "c: 1\n",
    }


def test_the_index_is_compared_without_the_work_tree(hook: Hook) -> None:
    work = hook.repository
    work.stage("pools/a.yaml", "a: 2\n")
    work.write("pools/a.yaml", "a: 3\n")
    work.write("pools/new.yml", "d: 1\n")
    (work.folder / "pools" / "b.json").unlink()
    compared = hook.compare("--cached")
    assert compared.old == BASE
    assert compared.new == {**BASE, "pools/a.yaml": "a: 2\n"}


def test_a_commit_is_compared_without_index_and_work_tree(hook: Hook) -> None:
    work = hook.repository
    work.keep(other_yaml="o: 1\n")
    first = work.git("rev-parse", "HEAD").strip()
    work.keep(third_yaml="t: 1\n")
    work.stage("pools/a.yaml", "a: 2\n")
    work.write("new.yml", "d: 1\n")
    one = {**BASE, "other.yaml": "o: 1\n"}
    assert hook.compare("--commit", "HEAD").new == {**one, "third.yaml": "t: 1\n"}
    assert hook.compare(f"--commit={first}").new == one
    assert hook.compare(f"--commit={first}").old == BASE


def test_a_bare_repository_can_compare_commits(hook: Hook) -> None:
    work = hook.repository
    first = work.git("rev-parse", "HEAD").strip()
    work.keep(other_yaml="o: 1\n")
    work.git("clone", "--quiet", "--bare", ".", "../bare.git")
    bare = work.box.root / "bare.git"
    compared = hook.compare("--commit", "work", first, cwd=bare)
    assert (compared.old, compared.new) == (BASE, {**BASE, "other.yaml": "o: 1\n"})
    assert "the changes could not be compared" in hook.run(first, cwd=bare).stdout


def test_removed_and_renamed_files_are_only_on_the_old_side(hook: Hook) -> None:
    work = hook.repository
    work.git("mv", "pools/a.yaml", "pools/moved.yaml")
    work.git("rm", "--quiet", "pools/b.json")
    moved = {"pools/moved.yaml": "a: 1\n", "pool-lint.toml": ""}
    for option in ([], ["--cached"]):
        compared = hook.compare(*option)
        assert (compared.old, compared.new) == (BASE, moved)
    (work.folder / "pools" / "moved.yaml").unlink()
    assert hook.compare().new == {"pool-lint.toml": ""}


def test_a_file_that_is_only_removed_from_the_index_is_not_removed(hook: Hook) -> None:
    work = hook.repository
    work.git("rm", "--quiet", "--cached", "pools/a.yaml")
    assert "pools/a.yaml" in hook.compare().new
    assert "pools/a.yaml" not in hook.compare("--cached").new


def test_only_manifests_and_settings_are_copied(hook: Hook) -> None:
    work = hook.repository
    for name in ("run.sh", "Makefile", ".gitignore", ".gitattributes", "a.yaml.tmpl"):
        work.stage(name, "")
    for name in ("ENDING.YAML", "deep/pyproject.toml", "table.JSON", "b.yMl"):
        work.stage(name, "")
    added = {"ENDING.YAML", "deep/pyproject.toml", "table.JSON", "b.yMl"}
    assert set(hook.compare().new) == set(BASE) | added
    work.keep()
    assert set(hook.compare("--commit", "HEAD").new) == set(BASE) | added


def test_an_index_with_conflicts_is_refused(hook: Hook) -> None:
    work = hook.repository
    work.git("checkout", "--quiet", "-b", "other")
    work.stage("pools/a.yaml", "a: 2\n")
    work.keep()
    work.git("checkout", "--quiet", "work")
    work.stage("pools/a.yaml", "a: 3\n")
    work.keep()
    assert work.run("merge", "other").returncode == 1
    message = "the index has conflicts; resolve them first"
    assert hook.fails("--cached").endswith(message)
    # In the work tree, the markers of the conflict are in the file.
    assert "<<<<<<<" in hook.compare().new["pools/a.yaml"]


def test_files_outside_a_sparse_checkout_are_not_removed(hook: Hook) -> None:
    work = hook.repository
    work.stage("prod/c.yaml", "c: 1\n")
    work.keep()
    work.git("sparse-checkout", "set", "prod")
    assert not (work.folder / "pools").exists()
    work.write("prod/c.yaml", "c: 2\n")
    assert hook.compare().new == {**BASE, "prod/c.yaml": "c: 2\n"}
    assert hook.compare("--cached").new == {**BASE, "prod/c.yaml": "c: 1\n"}


def test_the_hook_changes_neither_index_nor_work_tree(hook: Hook) -> None:
    work = hook.repository
    work.stage("pools/a.yaml", "a: 2\n")
    work.write("pools/new.yml", "d: 1\n")
    before = work.git("status", "--porcelain=v2")
    index = (work.folder / ".git" / "index").read_bytes()
    objects = sorted((work.folder / ".git" / "objects").rglob("*"))
    for option in ([], ["--cached"], ["--commit", "HEAD"]):
        hook.compare(*option)
    assert (work.folder / ".git" / "index").read_bytes() == index
    assert sorted((work.folder / ".git" / "objects").rglob("*")) == objects
    assert work.git("status", "--porcelain=v2") == before


@pytest.mark.parametrize("place", ["pools", ".git", "linked"])
def test_the_hook_works_anywhere_in_the_repository(hook: Hook, place: str) -> None:
    work = hook.repository
    work.git("worktree", "add", "--quiet", "linked", "HEAD")
    work.write(".git/info/exclude", "linked\n")
    work.write("pools/new.yml", "d: 1\n")
    option = ["--commit", "HEAD"] if place == ".git" else []
    compared = hook.compare(*option, cwd=work.folder / place)
    added = {"pools/new.yml": "d: 1\n"} if place == "pools" else {}
    assert (compared.old, compared.new) == (BASE, {**BASE, **added})


def test_the_hook_works_in_repositories_with_sha256(box: Box) -> None:
    found = repository(box, "sha256", "--object-format=sha256")
    found.keep(a_yaml="a: 1\n")
    found.write("b.yaml", "b: 1\n")
    compared = hook_in(found).compare("HEAD")
    assert compared.old == {"a.yaml": "a: 1\n"}
    assert compared.new == {"a.yaml": "a: 1\n", "b.yaml": "b: 1\n"}


def test_the_hook_runs_as_a_hook_of_git(hook: Hook) -> None:
    work = hook.repository
    work.write(".git/hooks/pre-commit", f"#!/bin/sh\nexec '{HOOK}' --cached\n")
    (work.folder / ".git" / "hooks" / "pre-commit").chmod(0o755)
    work.write("pools/a.yaml", "a: 2\n")
    done = work.commit("--all", env={"PATH": hook.path})
    assert done.returncode == 0, done.stdout
    record = json.loads((work.box.root / "record").read_text())
    assert record["new"] == {**BASE, "pools/a.yaml": "a: 2\n"}


def test_the_hook_for_pushes_in_the_documentation_runs(hook: Hook) -> None:
    work = hook.repository
    page = (HOOKS.parent / "docs" / "changes.md").read_text()
    [script] = re.findall(r"```sh\n(#!/bin/sh\n.*?)```", page, re.DOTALL)
    (work.folder / "hooks").mkdir()
    shutil.copy(HOOK, work.folder / "hooks")
    work.write(".git/hooks/pre-push", script).chmod(0o755)
    work.keep(new_yaml="n: 1\n")
    done = work.run("push", "origin", "work", env={"PATH": hook.path})
    assert done.returncode == 0, done.stdout
    record = json.loads((work.box.root / "record").read_text())
    assert (record["old"], record["new"]) == (BASE, {**BASE, "new.yaml": "n: 1\n"})


# --- The base


def test_later_commits_of_the_base_do_not_count(hook: Hook) -> None:
    work = hook.repository
    merge_base = work.git("rev-parse", "--short", "HEAD").strip()
    origin = Repository(work.box, work.box.root / "origin")
    origin.keep(later_yaml="l: 1\n")
    work.git("fetch", "--quiet")
    work.keep(mine_yaml="m: 1\n")
    compared = hook.compare("--commit", "HEAD")
    assert (compared.old, compared.new) == (BASE, {**BASE, "mine.yaml": "m: 1\n"})
    line = f"comparing with {merge_base}, the merge-base of origin/main and HEAD"
    assert compared.done.stdout.splitlines() == [f"pool-lint: {line}"]
    assert compared.arguments[:3] == ["changes", "--old-label", merge_base]


def test_the_base_can_be_named(hook: Hook) -> None:
    work = hook.repository
    work.keep(one_yaml="1\n")
    first = work.git("rev-parse", "HEAD").strip()
    work.keep(two_yaml="2\n")
    assert set(hook.compare("HEAD").old) == {*BASE, "one.yaml", "two.yaml"}
    compared = hook.compare(first, "-f", "markdown")
    assert set(compared.old) == {*BASE, "one.yaml"}
    assert compared.arguments[3:] == ["-f", "markdown"]
    assert f"the merge-base of {first} and HEAD" in compared.done.stdout


@pytest.mark.parametrize(
    ("branch", "head"),
    [("main", True), ("trunk", True), ("main", False), ("master", False)],
)
def test_the_default_base_is_the_main_branch_of_origin(
    box: Box, branch: str, head: bool
) -> None:
    origin = repository(box, "origin", f"--initial-branch={branch}")
    origin.keep(a_yaml="a: 1\n")
    origin.git("clone", "--quiet", str(origin.folder), "../work")
    work = Repository(box, box.root / "work")
    if not head:
        work.git("remote", "set-head", "origin", "--delete")
    compared = hook_in(work).compare()
    assert f"the merge-base of origin/{branch} and HEAD" in compared.done.stdout


def test_without_origin_the_base_must_be_named(box: Box) -> None:
    hook = hook_in(repository(box, "alone"))
    hook.repository.keep(a_yaml="a: 1\n")
    assert hook.fails() == (
        "this repository has no remote origin; name the base first: pool-changes BASE"
    )


def test_a_repository_without_a_commit_is_refused(box: Box) -> None:
    hook = hook_in(repository(box, "empty"))
    assert hook.fails("HEAD") == "HEAD is not a commit of this repository"


def test_the_hook_needs_a_repository(hook: Hook) -> None:
    hook.repository.box.root.joinpath("outside").mkdir()
    done = hook.run(cwd=hook.repository.box.root / "outside")
    assert done.returncode == 2
    assert done.stdout.endswith("pool-lint: run this in a Git repository\n")


def test_branches_without_a_shared_commit_are_refused(hook: Hook) -> None:
    work = hook.repository
    work.git("checkout", "--quiet", "--orphan", "alone")
    work.keep(a_yaml="a: 1\n")
    assert hook.fails() == "HEAD shares no commit with origin/main"


@pytest.mark.parametrize("bad", ["nothing", "HEAD:pools", "v1..v2", ""])
def test_a_base_must_be_a_commit(hook: Hook, bad: str) -> None:
    if bad:
        assert hook.fails(bad).startswith(f"{bad} is not a commit of this repository")
    assert hook.fails("--commit", bad) == f"{bad} is not a commit of this repository"


# --- Shallow clones


def published(box: Box, commits: int = 4) -> Repository:
    """Return a repository whose branch `feature` leaves main some commits ago."""
    origin = repository(box, "origin")
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
    origin.keep(a_yaml="a: 1\n")
    origin.git("branch", "feature")
    for number in range(commits):
        origin.keep(a_yaml=f"a: main {number}\n")
    origin.git("checkout", "--quiet", "feature")
    for number in range(commits):
        origin.keep(b_yaml=f"b: {number}\n")
    origin.git("checkout", "--quiet", "--detach", "main")
    origin.git("merge", "--quiet", "--no-edit", "feature")
    origin.git("update-ref", "refs/pull/1/merge", "HEAD")
    return origin


def shallow(origin: Repository, *options: str) -> Hook:
    work = Repository(origin.box, origin.box.root / "work")
    address = origin.folder.as_uri()
    origin.git("clone", "--quiet", "--depth=1", *options, address, str(work.folder))
    return hook_in(work)


def fetched(hook: Hook, line: str) -> Compared:
    """Run the command that the hook named, and compare again."""
    hook.repository.git(*line.split(" ")[1:])
    return hook.compare()


@pytest.mark.parametrize("branches", ["--single-branch", "--no-single-branch"])
def test_a_shallow_clone_stops_with_the_command_that_helps(
    box: Box, branches: str
) -> None:
    hook = shallow(published(box), "--branch=feature", branches)
    hook.repository.git("remote", "set-branches", "origin", "*")
    message, line = hook.fails("origin/main").split("; run: ")
    assert line == "git fetch --deepen=200 origin main"
    if branches == "--single-branch":
        assert message == "origin/main is not a commit of this repository"
    else:
        assert message == "this shallow clone lacks the merge-base with origin/main"
    compared = fetched(hook, line)
    assert compared.old == {"a.yaml": "a: 1\n"}
    assert compared.new == {"a.yaml": "a: 1\n", "b.yaml": "b: 3\n"}


def test_the_command_also_works_in_a_clone_of_one_branch(box: Box) -> None:
    hook = shallow(published(box), "--branch=feature")
    _, line = hook.fails().split("; run: ")
    assert line == "git fetch --deepen=200 origin main:refs/remotes/origin/main"
    assert fetched(hook, line).old == {"a.yaml": "a: 1\n"}


def test_the_command_works_for_the_checkout_of_a_pull_request(box: Box) -> None:
    origin = published(box)
    work = repository(box, "work")
    work.git("remote", "add", "origin", origin.folder.as_uri())
    work.git("fetch", "--quiet", "--depth=1", "origin", "+refs/pull/1/merge:refs/pull")
    work.git("checkout", "--quiet", "--detach", "refs/pull")
    hook = hook_in(work)
    _, line = hook.fails("origin/main").split("; run: ")
    assert line == "git fetch --deepen=200 origin main"
    compared = fetched(hook, line)
    assert compared.old == {"a.yaml": "a: main 3\n"}
    assert compared.new == {"a.yaml": "a: main 3\n", "b.yaml": "b: 3\n"}


def test_an_ancestor_needs_no_further_commits(box: Box) -> None:
    """A merge commit and its parents are enough for the checkout of a pull request."""
    origin = published(box)
    work = repository(box, "work")
    work.git("remote", "add", "origin", origin.folder.as_uri())
    work.git("fetch", "--quiet", "--depth=2", "origin", "+refs/pull/1/merge:refs/pull")
    work.git("checkout", "--quiet", "--detach", "refs/pull")
    compared = hook_in(work).compare("HEAD^1")
    assert compared.old == {"a.yaml": "a: main 3\n"}
    assert compared.new == {"a.yaml": "a: main 3\n", "b.yaml": "b: 3\n"}


def test_the_base_of_a_shallow_clone_can_be_a_commit(box: Box) -> None:
    origin = published(box)
    tip = origin.git("rev-parse", "main").strip()
    hook = shallow(origin, "--branch=feature")
    _, line = hook.fails(tip).split("; run: ")
    assert line == f"git fetch --deepen=200 origin {tip}"
    hook.repository.git(*line.split(" ")[1:])
    assert hook.compare(tip).old == {"a.yaml": "a: 1\n"}


def test_a_shallow_clone_that_holds_the_merge_base_is_enough(box: Box) -> None:
    origin = published(box)
    hook = shallow(origin, "--no-single-branch", "--branch=feature", "--depth=5")
    assert hook.repository.git("rev-parse", "--is-shallow-repository") == "true\n"
    assert hook.compare("origin/main").old == {"a.yaml": "a: 1\n"}


def test_a_merge_base_that_may_be_too_old_is_not_used(box: Box) -> None:
    """The clone holds an old shared commit, but lacks the path to a later one."""
    origin = repository(box, "origin")
    origin.keep(a_yaml="a: 1\n")
    origin.git("branch", "side")
    origin.keep(a_yaml="a: 2\n")
    origin.git("branch", "feature")
    for number in range(3):
        origin.keep(main_yaml=f"{number}\n")
    origin.git("checkout", "--quiet", "feature")
    for number in range(3):
        origin.keep(feature_yaml=f"{number}\n")
    origin.git("checkout", "--quiet", "side")
    origin.keep(side_yaml="1\n")
    for branch in ("main", "feature"):
        origin.git("checkout", "--quiet", branch)
        origin.git("merge", "--quiet", "--no-edit", "side")
    hook = shallow(origin, "--branch=feature", "--no-single-branch", "--depth=3")
    message, line = hook.fails("origin/main").split("; run: ")
    assert message == "this shallow clone may lack the merge-base with origin/main"
    hook.repository.git(*line.split(" ")[1:])
    hook.compare("origin/main")


def test_the_command_names_the_remote_of_the_base(hook: Hook) -> None:
    work = hook.repository
    work.git("remote", "add", "fork", "../nowhere")
    assert hook.fails("fork/a/b").endswith("; run: git fetch fork a/b")
    assert hook.fails("a/b").endswith("; run: git fetch origin a/b")


def test_a_partial_clone_fetches_what_it_lacks(box: Box) -> None:
    origin = repository(box, "origin")
    origin.git("config", "uploadpack.allowFilter", "true")
    for version in ("1", "2"):
        origin.keep(**{f"{name}_yaml": f"{name}: {version}\n" for name in "abc"})
    address = origin.folder.as_uri()
    origin.git("clone", "--quiet", "--filter=blob:none", address, "../work")
    hook = hook_in(Repository(box, box.root / "work"))
    trace = box.root / "trace"
    compared = hook.compare("HEAD~1", env={"GIT_TRACE": str(trace)})
    assert compared.old == {f"{name}.yaml": f"{name}: 1\n" for name in "abc"}
    assert compared.new == {f"{name}.yaml": f"{name}: 2\n" for name in "abc"}
    assert trace.read_text().count("run_command: git -c fetch.") == 1


# --- Filters, attributes, links, hooks: nothing of the repository runs or counts


# Attributes of the files 0/a.yaml, 1/a.yaml and so on.
ATTRIBUTES = [
    "filter=evil",
    "text eol=crlf",
    "ident",
    "working-tree-encoding=UTF-16",
    "export-ignore",
    "export-subst",
    "diff=evil merge=evil",
    "odd",
    "-text filter",
]


def test_attributes_and_filters_change_nothing(hook: Hook) -> None:
    work = hook.repository
    content = "a: $Id$ $Format:%H$\r\n"
    files = {f"{number}/a.yaml": content for number in range(len(ATTRIBUTES))}
    lines = map(" ".join, zip((f"/{name}" for name in files), ATTRIBUTES, strict=True))
    rules = "\n".join(["[attr]odd filter=evil", *lines, ""])
    for path, text in (*files.items(), (".gitattributes", rules)):
        entry = f"100644,{blob(work, text)},{path}"
        work.git("update-index", "--add", "--cacheinfo", entry)
    tree = work.git("write-tree").split()[-1]  # after warnings about the encoding
    commit = work.git("commit-tree", "-p", "HEAD", "-m", "Evil", tree).strip()
    mark = work.box.root / "mark"
    for name in ("clean", "smudge", "process"):
        work.git("config", f"filter.evil.{name}", f"touch '{mark}'; cat")
    work.git("config", "filter.evil.required", "true")
    work.git("config", "diff.evil.textconv", f"touch '{mark}'; cat")
    work.git("config", "core.autocrlf", "true")
    work.write(".git/info/attributes", rules)
    work.write(".gitattributes", rules)
    for name in files:
        work.write(name, "").write_bytes(content.encode())
    for option in ([], ["--cached"], ["--commit", commit]):
        compared = hook.compare(*option)
        assert (compared.old, compared.new) == (BASE, {**BASE, **files})
    compared = hook.compare(commit, "--strict", cwd=work.folder)
    assert compared.old == BASE
    work.git("update-ref", "refs/heads/work", commit)
    assert hook.compare("HEAD").old == {**BASE, **files}
    assert not mark.exists()


def test_no_hook_and_no_program_of_the_repository_runs(hook: Hook) -> None:
    work = hook.repository
    mark = work.box.root / "mark"
    evil = work.write("evil", f"#!/bin/sh\ntouch '{mark}'\n")
    evil.chmod(0o755)
    folder = work.folder / "hooks"
    folder.mkdir()
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        shutil.copy(evil, folder / name)
    work.git("config", "core.hooksPath", str(folder))
    work.git("config", "core.fsmonitor", str(evil))
    work.git("config", "core.pager", str(evil))
    work.git("config", "core.alternateRefsCommand", str(evil))
    mark.unlink(missing_ok=True)
    for option in ([], ["--cached"], ["--commit", "HEAD"]):
        hook.compare(*option)
    assert not mark.exists()


def test_settings_of_the_user_change_nothing(hook: Hook) -> None:
    box = hook.repository.box
    mark = box.root / "mark"
    attributes = box.root / "attributes"
    attributes.write_text("* filter=evil\n")
    hooks = box.root / "hooks"
    program(hooks, "post-index-change", f"touch '{mark}'")
    settings = box.root / "gitconfig"
    settings.write_text(
        f"[filter \"evil\"]\nsmudge = touch '{mark}'\nclean = touch '{mark}'\n"
        f"[core]\nattributesFile = {attributes}\nautocrlf = true\n"
        f"hooksPath = {hooks}\n"
        "[init]\ntemplateDir = /nonexistent\n[safe]\nbareRepository = explicit\n"
    )
    compared = hook.compare(env={"GIT_CONFIG_GLOBAL": str(settings)})
    assert compared.old == compared.new == BASE
    assert not mark.exists()


def test_ignored_files_follow_all_ignore_files(hook: Hook) -> None:
    work = hook.repository
    ignoring = work.box.root / "ignore"
    ignoring.write_text("mine.yaml\n")
    work.git("config", "core.excludesFile", str(ignoring))
    work.write(".git/info/exclude", "local.yaml\n")
    for name in ("mine.yaml", "local.yaml", "seen.yaml"):
        work.write(name, "")
    assert hook.compare().new == {**BASE, "seen.yaml": ""}


def test_changed_links_are_named_and_not_followed(hook: Hook) -> None:
    work = hook.repository
    secret = work.box.root / "secret.yaml"
    secret.write_text("secret: 1\n")
    (work.folder / "pools" / "a.yaml").unlink()
    (work.folder / "pools" / "a.yaml").symlink_to(secret)
    (work.folder / "linked").symlink_to(work.box.root)
    (work.folder / "new.json").symlink_to("pools/b.json")
    reason = "a symbolic link is not compared; use a regular file"
    expected = [f"pool-lint: {name}: {reason}" for name in ("new.json", "pools/a.yaml")]
    compared = hook.compare(code=1)
    assert compared.lines == expected
    assert set(compared.new) == {"pools/b.json", "pool-lint.toml"}
    work.git("add", ".")
    assert hook.compare("--cached", code=1).lines == expected
    work.keep()
    assert hook.compare("--commit", "HEAD", code=1).lines == expected
    # A link that does not change is not a change.
    assert hook.compare("HEAD").lines == []
    (work.folder / "pools" / "a.yaml").unlink()
    work.write("pools/a.yaml", "a: 2\n")
    [line] = hook.compare("HEAD", code=1).lines
    assert line == expected[1]


def test_a_folder_that_becomes_a_link_is_not_followed(hook: Hook) -> None:
    work = hook.repository
    outside = work.box.root / "outside"
    outside.mkdir()
    (outside / "a.yaml").write_text("outside: 1\n")
    shutil.rmtree(work.folder / "pools")
    (work.folder / "pools").symlink_to(outside)
    assert hook.compare().new == {"pool-lint.toml": ""}


def test_submodules_and_nested_repositories_are_not_entered(hook: Hook) -> None:
    work = hook.repository
    for name in ("nested", "nested.yaml"):
        inner = repository(work.box, f"work/{name}")
        inner.keep(inner_yaml="i: 1\n")
    assert set(hook.compare().new) == set(BASE)
    commit = work.git("rev-parse", "HEAD").strip()
    for name in ("nested", "nested.yaml"):
        work.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{name}")
    reason = "a submodule is not compared; choose another name"
    for option in ([], ["--cached"]):
        compared = hook.compare(*option, code=1)
        assert compared.lines == [f"pool-lint: nested.yaml: {reason}"]
        assert set(compared.new) == set(BASE)


def test_changed_git_lfs_pointers_are_named(hook: Hook) -> None:
    work = hook.repository
    work.write("pools/a.yaml", POINTER)
    [line] = hook.compare(code=1).lines
    reason = "a Git LFS pointer is not compared; use a regular file"
    assert line == f"pool-lint: pools/a.yaml: {reason}"
    work.git("add", ".")
    work.keep()
    assert hook.compare("HEAD").lines == []
    assert "pools/a.yaml" not in hook.compare("HEAD").old
    work.write("pools/a.yaml", "a: 1\n")
    assert len(hook.compare("HEAD", code=1).lines) == 1


@pytest.mark.parametrize(
    "name", ["pool-lint.toml", "x/.pool-lint.toml", "y/pyproject.toml"]
)
def test_settings_that_are_links_are_refused(hook: Hook, name: str) -> None:
    work = hook.repository
    path = work.folder / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to("../elsewhere.toml")
    assert hook.fails().endswith(f"pool-lint: {name}: settings must be a regular file")


def test_special_files_are_not_read(hook: Hook) -> None:
    os.mkfifo(hook.repository.folder / "pipe.yaml")
    assert hook.compare().new == BASE


def test_a_file_that_cannot_be_read_is_an_error(hook: Hook) -> None:
    (hook.repository.folder / "pools" / "a.yaml").unlink()
    os.mkfifo(hook.repository.folder / "pools" / "a.yaml")
    message = hook.fails()
    assert "pools/a.yaml" in message
    assert message.endswith("pool-lint: the changes could not be compared")


def test_replaced_objects_do_not_count(hook: Hook) -> None:
    work = hook.repository
    work.git("replace", blob(work, "a: 1\n"), blob(work, "a: 2\n"))
    assert hook.compare("--commit", "HEAD").new == BASE


def test_objects_of_alternates_are_found(hook: Hook) -> None:
    work = hook.repository
    work.git("clone", "--quiet", "--shared", ".", "../a:b")
    compared = hook.compare("--commit", "HEAD", cwd=work.box.root / "a:b")
    assert compared.old == compared.new == BASE


# --- Names


def test_odd_file_names_are_compared(hook: Hook) -> None:
    work = hook.repository
    odd = {name: f"{number}: 1\n" for number, name in enumerate(ODD_NAMES)}
    for name, text in odd.items():
        work.write(name, text)
    assert hook.compare().new == {**BASE, **odd}
    work.git("add", "--force", "--", *(f":(literal){name}" for name in odd))
    assert hook.compare("--cached").new == {**BASE, **odd}
    work.keep()
    assert hook.compare("--commit", "HEAD").new == {**BASE, **odd}
    work.git("rm", "--quiet", "--", *(f":(literal){name}" for name in odd))
    compared = hook.compare("HEAD")
    assert (compared.old, compared.new) == ({**BASE, **odd}, BASE)


def test_names_that_are_not_compared_are_escaped(hook: Hook) -> None:
    names = [*ODD_NAMES, *FORGING_NAMES]
    for name in names:
        path = hook.repository.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("nowhere")
    lines = hook.compare(code=1).lines
    assert len(lines) == len(names)
    assert all(line.startswith("pool-lint: ") for line in lines)
    assert "".join(lines).isascii()
    assert "##" not in "".join(lines)


def test_at_most_20_files_that_are_not_compared_are_named(hook: Hook) -> None:
    for number in range(25):
        (hook.repository.folder / f"{number}.yaml").symlink_to("nowhere")
    lines = hook.compare(code=1).lines
    assert len(lines) == 21
    assert lines[-1] == "pool-lint: 5 more files are not compared"


@pytest.mark.parametrize("name", ["..", ".git", "."])
def test_impossible_names_in_a_commit_are_refused(hook: Hook, name: str) -> None:
    work = hook.repository

    def tree(mode: str, name: str, which: str) -> str:
        entry = f"{mode} {name}\0".encode() + bytes.fromhex(which)
        write = ("hash-object", "-t", "tree", "-w", "--stdin", "--literally")
        return work.git(*write, stdin=entry).strip()

    outer = tree("40000", name, tree("100644", "escaped.yaml", blob(work, "a: 1\n")))
    commit = work.git("commit-tree", "-p", "HEAD", "-m", "Evil", outer).strip()
    message = f"pool-lint: impossible file names in {commit}"
    assert hook.fails("--commit", commit).splitlines()[-1] == message
    assert list(work.box.root.rglob("escaped.yaml")) == []


# --- Arguments, failures


def test_options_are_passed_on(hook: Hook) -> None:
    options = ["-f", "concise", "--accept", "RD101:a b", "--strict", "-j1"]
    compared = hook.compare("HEAD", *options)
    assert compared.arguments[3:] == options
    assert hook.compare(*options).arguments[3:] == options
    assert hook.compare("--cached", *options).arguments[3:] == options


def test_files_of_options_are_those_of_the_current_folder(hook: Hook) -> None:
    here = hook.repository.folder / "pools"
    options = [
        "-o",
        "sarif:a b.sarif",
        "-osarif:c",
        "--output=html:d:e",
        "--config",
        "x",
    ]
    options += ["-o", "markdown:/dev/stdout", "--config=y", "--baseline", "/abs"]
    options += ["--flavor-catalog", "-", "--no-config", "-o", "broken"]
    compared = hook.compare(*options, cwd=here)
    assert compared.arguments[3:] == [
        *("-o", f"sarif:{here}/a b.sarif", f"-osarif:{here}/c"),
        *(f"--output=html:{here}/d:e", "--config", f"{here}/x"),
        *("-o", "markdown:/dev/stdout", f"--config={here}/y", "--baseline", "/abs"),
        *("--flavor-catalog", f"{here}/-", "--no-config", "-o", "broken"),
    ]


def test_the_help_names_the_arguments(hook: Hook) -> None:
    done = hook.run("--help")
    assert done.returncode == 0
    assert "  hooks/pool-changes [--cached | --commit COMMIT] [BASE] [OPTION]..." in (
        done.stdout
    )
    assert not any(line.startswith("#") for line in done.stdout.splitlines())


def test_a_commit_option_without_a_commit_is_refused(hook: Hook) -> None:
    assert hook.fails("--commit") == "--commit needs a commit"


@pytest.mark.parametrize("missing", ["pool-lint", "git"])
def test_missing_programs_are_named(hook: Hook, missing: str) -> None:
    folder = hook.repository.box.root / "few"
    folder.mkdir()
    for name in {"sh", "git"} - {missing}:
        (folder / name).symlink_to(str(shutil.which(name)))
    if missing == "git":
        shutil.copy(hook.repository.box.root / "bin" / "pool-lint", folder)
    message = f"{missing} is not on the PATH; install it"
    assert hook.fails(env={"PATH": str(folder)}) == message


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_exit_code_is_that_of_the_linter(hook: Hook, code: int) -> None:
    folder = hook.repository.box.root / "other"
    path = program(folder, "pool-lint", f"exit {code}")
    assert hook.run(env={"PATH": path}).returncode == code


def test_a_missing_object_is_an_error(hook: Hook) -> None:
    work = hook.repository
    work.stage("new.yaml", "n: 1\n")
    blob = work.git("rev-parse", ":new.yaml").strip()
    (work.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert hook.fails("--cached").endswith("the changes could not be compared")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_hook_removes_its_files(hook: Hook, number: int) -> None:
    box = hook.repository.box
    path = program(box.root / "slow", "pool-lint", "echo ready", "exec sleep 600")
    with started(
        str(HOOK),
        cwd=hook.repository.folder,
        env=box.environment({"PATH": path}),
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert len(list(box.scratch.iterdir())) == 1
        os.killpg(process.pid, number)
        process.wait(timeout=30)
    assert process.returncode == 128 + number
