"""Git hooks and CI files, tested in real repositories."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from manifests import REFERENCE, as_json, as_yaml, changed
from processes import started
from repositories import (
    FORGING_NAMES,
    ODD_NAMES,
    POINTER,
    Box,
    Done,
    Repository,
    blob,
    findings,
    install,
    passed,
    program,
    refused,
    repository,
    search_path,
)

ENCODING = "working-tree-encoding"
NAME = ("metadata", "labels", "os.modelarts/name")
TYPE = ("spec", "type")
GOOD = as_yaml(REFERENCE)
BAD = as_yaml(changed((NAME, "pool-002"), (TYPE, "Dedicated")))
BAD_JSON = as_json(changed((NAME, "pool-003"), (TYPE, "Dedicated")))
IGNORING = 'ignore = ["RP105"]\n'

# Lines of a .gitattributes file about pool.yaml, and the attribute that is refused.
REWRITING = [
    ("*.yaml filter=lfs", "filter"),
    ("pool.yaml filter", "filter"),
    ("pool.yaml filter=unspecified", "filter"),
    ("pool.yaml filter=unset", "filter"),
    ("pool.yaml text working-tree-encoding=IBM037 export-ignore", ENCODING),
    ('"p\\157ol.yaml" working-tree-encoding=UTF-16', ENCODING),
]
HARMLESS = [
    "*.txt filter=lfs",
    "*.yaml text eol=lf export-subst linguist-generated",
    "*.yaml filter=lfs\npool.yaml -filter",
    "*.yaml working-tree-encoding=UTF-16\npool.yaml !working-tree-encoding",
]


def refusals(output: str) -> list[str]:
    """Return the lines about files that a hook refuses without linting them."""
    lines = re.findall(r"(?m)^(?:remote: )?pool-lint: (.*?) *$", output)
    return [n for n in lines if not n.startswith("refs/") and ": skipped: " not in n]


def path_without_the_linter(folder: Path) -> str:
    """Return a PATH with only the other programs that the hooks call."""
    folder.mkdir()
    for name in ["find", "git", "mkdir", "mktemp", "rm", "sh"]:
        (folder / name).symlink_to(str(shutil.which(name)))
    return str(folder)


@pytest.fixture
def work(box: Box) -> Repository:
    """Return a repository with the git hook."""
    found = repository(box, "work")
    install("pre-commit", found.folder / ".git" / "hooks")
    return found


@pytest.fixture
def planted(box: Box) -> Iterator[None]:
    """Plant a repository marker and settings into the folder for temporary files."""
    marker, settings = box.scratch / ".git", box.scratch / "pool-lint.toml"
    marker.touch()
    settings.write_text(IGNORING)
    yield
    marker.unlink()
    settings.unlink()


# --- hooks/pre-commit


def test_a_good_commit_prints_nothing(work: Repository) -> None:
    work.stage("good.yaml", GOOD)
    work.stage("compose.yml", "services: {}\n")
    assert passed(work.commit()) == ""
    work.git("rev-parse", "HEAD")


def test_a_bad_first_commit_is_refused(work: Repository) -> None:
    work.stage("good.yaml", GOOD)
    work.stage("pools/bad.yaml", BAD)
    work.stage("bad.json", BAD_JSON)
    env = {"PATH": search_path()}  # with the installed pool-lint
    output = refused(work.commit(env=env), "bad.json", "pools/bad.yaml")
    assert 'did you mean "Dedicate"?' in output
    assert work.run("rev-parse", "--verify", "HEAD").returncode != 0


def test_files_outside_the_commit_are_not_linted(work: Repository) -> None:
    work.keep(old_yaml=BAD)
    work.write("untracked.yaml", BAD)
    work.stage("good.yaml", GOOD)
    passed(work.commit())


def test_the_hook_can_be_changed_to_lint_every_file(work: Repository) -> None:
    hook = work.folder / ".git" / "hooks" / "pre-commit"
    lines = hook.read_text().splitlines(keepends=True)
    kept = [line for line in lines if not line.endswith("base=HEAD\n")]
    assert len(kept) == len(lines) - 1
    hook.write_text("".join(kept))
    work.keep(old_yaml=GOOD)
    work.stage("clash.yaml", GOOD)
    output = refused(work.commit(), "old.yaml")
    assert "RP701" in output


def test_files_of_the_commit_are_compared_with_each_other(work: Repository) -> None:
    work.stage("one.yaml", GOOD)
    work.stage("two.yaml", GOOD)
    assert "RP701" in refused(work.commit(), "two.yaml")


def test_the_hook_lints_the_index_and_not_the_work_tree(work: Repository) -> None:
    path = work.stage("pool.yaml", BAD)
    work.write("pool.yaml", GOOD)
    refused(work.commit(), "pool.yaml")
    path.unlink()
    refused(work.commit(), "pool.yaml")
    work.stage("pool.yaml", GOOD)
    work.write("pool.yaml", BAD)
    passed(work.commit())
    assert work.git("show", "HEAD:pool.yaml") == GOOD


def test_unstaged_changes_are_not_linted(work: Repository) -> None:
    work.keep(old_yaml=BAD, gone_yaml=BAD)
    work.write("old.yaml", BAD + "# edited, not staged\n")
    (work.folder / "gone.yaml").unlink()
    work.stage("good.yaml", GOOD)
    passed(work.commit())


def test_the_hook_changes_neither_index_nor_work_tree(work: Repository) -> None:
    work.keep(pool_yaml=GOOD, pool_toml="")
    work.stage("pool.yaml", BAD)
    path = work.write("pool.yaml", "unsaved: work\n")
    index = work.folder / ".git" / "index"
    before = index.read_bytes(), index.stat().st_mtime_ns, path.stat().st_mtime_ns
    refused(work.box.run(".git/hooks/pre-commit", cwd=work.folder), "pool.yaml")
    assert path.read_text() == "unsaved: work\n"
    assert before == (
        index.read_bytes(),
        index.stat().st_mtime_ns,
        path.stat().st_mtime_ns,
    )


def test_the_staged_part_of_a_file_is_linted(work: Repository) -> None:
    work.keep(pool_yaml=GOOD)
    part = blob(work, BAD)
    work.git("update-index", "--cacheinfo", f"100644,{part},pool.yaml")
    work.write("pool.yaml", GOOD + "# more to come\n")
    refused(work.commit(), "pool.yaml")


def test_commit_all_and_commit_of_one_file_lint_what_they_commit(
    work: Repository,
) -> None:
    work.keep(one_yaml=GOOD, two_yaml="")
    work.write("two.yaml", BAD)
    refused(work.commit("--all"), "two.yaml")
    work.write("one.yaml", GOOD + "# better\n")
    work.git("add", "two.yaml")
    passed(work.commit("one.yaml"))
    refused(work.commit("two.yaml"), "two.yaml")
    assert work.git("status", "--short") == "M  two.yaml\n"


def test_a_commit_with_a_missing_object_is_refused(work: Repository) -> None:
    work.stage("pool.yaml", GOOD)
    stored = blob(work, GOOD)
    (work.folder / ".git" / "objects" / stored[:2] / stored[2:]).unlink()
    done = work.box.run(".git/hooks/pre-commit", cwd=work.folder)
    assert done.returncode != 0
    assert "pool.yaml" in done.stdout


def test_a_renamed_file_is_linted_by_its_new_name(work: Repository) -> None:
    work.keep(old_yaml=BAD)
    work.git("mv", "old.yaml", "new.yaml")
    refused(work.commit(), "new.yaml")


def test_a_commit_that_only_deletes_passes(work: Repository) -> None:
    work.keep(bad_yaml=BAD, good_yaml=GOOD)
    work.git("rm", "--quiet", "bad.yaml", "good.yaml")
    assert passed(work.commit()) == ""


def test_a_commit_without_yaml_and_json_needs_no_linter(work: Repository) -> None:
    path = path_without_the_linter(work.box.root / "bin")
    work.stage("notes.txt", BAD)
    assert passed(work.commit(env={"PATH": path})) == ""
    work.stage("good.yaml", GOOD)
    done = work.commit(env={"PATH": path})
    assert done.returncode == 1
    assert "pool-lint is not on the PATH" in done.stdout


def odd_pools(kind: str) -> dict[str, str]:
    """Return a pool of its own for each odd name; ``kind`` is its `spec.type`."""
    pools = (
        changed((NAME, f"pool-{number}"), (TYPE, kind))
        for number in range(len(ODD_NAMES))
    )
    return dict(zip(ODD_NAMES, map(as_json, pools), strict=True))


def test_odd_file_names_are_linted(work: Repository) -> None:
    work.stage("README.md", "")
    for name, text in odd_pools("Dedicated").items():
        work.stage(name, text)
    found = findings(work.commit().stdout)
    assert len(found) == len(set(found)) == len(ODD_NAMES)
    for name, text in odd_pools("Dedicate").items():
        work.stage(name, text)
    assert passed(work.commit()) == ""
    assert not (work.folder / "x").exists()
    assert (work.folder / "README.md").exists()


def test_the_hook_refuses_links_and_does_not_follow_them(work: Repository) -> None:
    outside = work.box.root / "secret.yaml"
    outside.write_text(BAD)
    work.stage("bad.yaml", BAD)
    (work.folder / "link.yaml").symlink_to(outside)
    (work.folder / "gone.JSON").symlink_to("nowhere")
    (work.folder / "notes.txt").symlink_to("nowhere")
    work.git("add", "link.yaml", "gone.JSON", "notes.txt")
    output = refused(work.commit(), "bad.yaml")
    assert refusals(output) == [
        "gone.JSON: symbolic links are rejected; add the file itself",
        "link.yaml: symbolic links are rejected; add the file itself",
    ]


def test_unchanged_links_and_files_that_replace_links_are_accepted(
    work: Repository,
) -> None:
    for name in ("link.yaml", "pool.yaml"):
        (work.folder / name).symlink_to("nowhere")
        work.git("add", name)
    work.keep()
    (work.folder / "pool.yaml").unlink()
    work.stage("pool.yaml", GOOD)
    passed(work.commit())


def test_the_hook_ignores_submodules(work: Repository) -> None:
    head = work.keep(good_yaml=GOOD)
    work.git("update-index", "--add", "--cacheinfo", f"160000,{head},sub.yaml")
    assert passed(work.commit()) == ""


@pytest.mark.parametrize("pointer", [POINTER, POINTER.replace("git-lfs", "hawser")])
def test_the_hook_refuses_git_lfs_pointers(work: Repository, pointer: str) -> None:
    work.stage("pools/pool.yaml", pointer)
    output = refused(work.commit())
    reason = "a Git LFS pointer is rejected; add the file itself"
    assert refusals(output) == [f"pools/pool.yaml: {reason}"]


def stage_rewritten(repository: Repository) -> list[str]:
    """Stage a folder for each rule of REWRITING, and return the refusals."""
    for number, (rule, _) in enumerate(REWRITING):
        pool = GOOD.replace("pool-001", f"pool-{number}")
        repository.stage(f"{number}/pool.yaml", pool)
        repository.stage(f"{number}/other.json", "{}")
        # A git without the filter adds the file like this.
        attributes = blob(repository, rule + "\n")
        add = ("update-index", "--add", "--cacheinfo")
        repository.git(*add, f"100644,{attributes},{number}/.gitattributes")
    return [
        f"{number}/pool.yaml: .gitattributes sets {name}; "
        "remove the attribute for this file"
        for number, (_, name) in enumerate(REWRITING)
    ]


def test_the_hook_refuses_files_that_attributes_rewrite(work: Repository) -> None:
    lines = stage_rewritten(work)
    assert refusals(refused(work.commit())) == lines


@pytest.mark.parametrize("rule", HARMLESS)
def test_the_hook_accepts_other_attributes(work: Repository, rule: str) -> None:
    work.stage(".gitattributes", rule + "\n")
    work.stage("pool.yaml", GOOD)
    passed(work.commit())


def test_unstaged_attributes_are_ignored(work: Repository) -> None:
    work.stage("pool.yaml", GOOD)
    rewriting = "*.yaml filter=lfs\n"
    work.write(".gitattributes", rewriting)
    work.write(".git/info/attributes", rewriting)
    work.write(".git/elsewhere", rewriting)
    work.git("config", "core.attributesFile", ".git/elsewhere")
    passed(work.commit())


def test_attributes_refuse_only_files_of_the_commit(work: Repository) -> None:
    work.keep(old_yaml=GOOD)
    work.stage(".gitattributes", "old.yaml filter=lfs\n")
    work.stage("new.json", "{}")
    passed(work.commit())


@pytest.mark.parametrize("names", [ODD_NAMES, FORGING_NAMES])
def test_file_names_in_refusals_cannot_forge_a_line(
    work: Repository, names: list[str]
) -> None:
    for name in names:
        path = work.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("nowhere")
        work.git("add", "--force", "--", f":(literal){name}")
    done = work.commit()
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert len(set(refusals(done.stdout))) == len(lines) == len(names)
    assert done.stdout.isascii()
    for line in lines:
        assert line.startswith("pool-lint: ")
        assert "##[" not in line
        assert "##vso[" not in line
    assert not (work.folder / "x").exists()


def test_at_most_20_refused_files_are_named(work: Repository) -> None:
    for number in range(30):
        (work.folder / f"{number:02}.yaml").symlink_to("nowhere")
    work.git("add", ".")
    lines = work.commit().stdout.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "pool-lint: 10 more files rejected"


def test_a_file_that_replaces_a_link_is_linted(work: Repository) -> None:
    (work.folder / "pool.yaml").symlink_to("elsewhere")
    work.git("add", "pool.yaml")
    work.keep()
    (work.folder / "pool.yaml").unlink()
    work.stage("pool.yaml", BAD)
    refused(work.commit(), "pool.yaml")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pool-lint.toml", IGNORING),
        ("pools/.pool-lint.toml", IGNORING),
        ("pyproject.toml", "[tool.pool-lint]\n" + IGNORING),
        ("pool-lint.toml", 'exclude = ["pools/**"]\n'),
    ],
)
def test_the_staged_configuration_applies(
    work: Repository, file: str, text: str
) -> None:
    work.stage("pools/bad.yaml", BAD)
    work.write(file, text)
    refused(work.commit(), "pools/bad.yaml")
    work.git("add", file)
    (work.folder / file).unlink()
    passed(work.commit())


def test_the_staged_configuration_can_use_extend_and_a_catalog(
    work: Repository,
) -> None:
    work.keep(
        base_toml=IGNORING,
        flavors_json='{"modelarts.vm.cpu.8ud": "cpu"}',
        pool_lint_toml="",
    )
    settings = 'extend = "base.toml"\nflavor-catalog = "flavors.json"\n'
    work.stage("pool-lint.toml", settings)
    work.stage("pool.yaml", BAD)
    output = refused(work.commit(), "pool.yaml")
    assert "RP307" in output
    assert "RP105" not in output


def test_a_broken_configuration_refuses_the_commit(work: Repository) -> None:
    work.stage("pool-lint.toml", "ignroe = []\n")
    work.stage("good.yaml", GOOD)
    done = work.commit()
    assert done.returncode != 0
    assert "ignroe" in done.stdout


@pytest.mark.usefixtures("planted")
def test_configuration_in_the_temporary_folder_is_ignored(
    work: Repository,
) -> None:
    work.stage("bad.yaml", BAD)
    refused(work.commit(), "bad.yaml")


def test_the_hook_works_from_a_subfolder(work: Repository) -> None:
    work.stage("pools/bad.yaml", BAD)
    below = work.folder / "pools"
    refused(work.commit(cwd=below), "pools/bad.yaml")
    refused(work.box.run("../.git/hooks/pre-commit", cwd=below), "pools/bad.yaml")


def test_the_hook_works_in_a_linked_work_tree(work: Repository) -> None:
    work.keep(good_yaml=GOOD)
    work.git("worktree", "add", "--quiet", "../linked")
    linked = Repository(work.box, work.box.root / "linked")
    linked.stage("bad.yaml", BAD)
    refused(linked.commit(), "bad.yaml")
    linked.stage("bad.yaml", as_yaml(changed((NAME, "pool-002"))))
    passed(linked.commit())


def test_the_hook_works_in_a_sparse_checkout(work: Repository) -> None:
    work.stage("away/pyproject.toml", "")
    work.stage("pools/pool.yaml", GOOD)
    work.keep()
    work.git("sparse-checkout", "set", "--cone", "pools")
    assert not (work.folder / "away").exists()
    work.stage("pools/pool.yaml", BAD)
    refused(work.commit(), "pools/pool.yaml")


def test_the_hook_works_from_core_hooks_path(work: Repository) -> None:
    (work.folder / ".git" / "hooks" / "pre-commit").unlink()
    install("pre-commit", work.box.root / "all-hooks")
    work.git("config", "core.hooksPath", str(work.box.root / "all-hooks"))
    work.stage("bad.yaml", BAD)
    refused(work.commit(), "bad.yaml")


def test_a_merge_is_linted(work: Repository) -> None:
    install("pre-commit", work.folder / ".git" / "hooks", "pre-merge-commit")
    work.keep(good_yaml=GOOD)
    work.git("switch", "--quiet", "--create", "topic")
    work.keep(bad_yaml=BAD)
    work.git("switch", "--quiet", "main")
    work.keep(other_yaml="a: 1\n")
    refused(work.run("merge", "--no-edit", "topic"), "bad.yaml")


def test_the_hook_works_with_literal_pathspecs(work: Repository) -> None:
    work.stage("bad.yaml", BAD)
    refused(work.run("--literal-pathspecs", "commit", "--message", "x"), "bad.yaml")


@pytest.mark.parametrize("name", ["yaml.py", "click.py", "pool_lint.py"])
def test_the_hook_imports_no_module_of_the_checkout(
    work: Repository, name: str
) -> None:
    work.stage(name, "raise SystemExit('imported')\n")
    work.stage("bad.yaml", BAD)
    output = refused(work.commit(env={"PYTHONPATH": os.pathsep}), "bad.yaml")
    assert "imported" not in output


def test_the_hook_works_in_repositories_with_sha256(box: Box) -> None:
    work = repository(box, "work", "--object-format=sha256")
    install("pre-commit", work.folder / ".git" / "hooks")
    work.stage("bad.yaml", BAD)
    refused(work.commit(), "bad.yaml")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_hook_removes_its_files(work: Repository, number: int) -> None:
    work.stage("good.yaml", GOOD)
    path = program(work.box.root / "bin", "pool-lint", "echo ready", "exec sleep 600")
    with started(
        ".git/hooks/pre-commit",
        cwd=work.folder,
        env=work.box.environment({"PATH": path}),
        stdout=subprocess.PIPE,
    ) as hook:
        assert hook.stdout is not None
        assert hook.stdout.readline() == b"ready\n"
        assert len(list(work.box.scratch.iterdir())) == 1
        os.killpg(hook.pid, number)
        hook.wait(timeout=30)
    assert hook.returncode == 128 + number


# --- hooks/pre-receive


@dataclass(frozen=True)
class Server:
    """A bare repository with the hook, and a clone that pushes to it."""

    bare: Repository
    clone: Repository

    def push(self, *refs: str, **options: Any) -> Done:
        return self.clone.run("push", "--quiet", "origin", *refs, **options)

    def refs(self) -> set[str]:
        listed = self.bare.git("for-each-ref", "--format=%(refname)")
        return {ref.removeprefix("refs/heads/") for ref in listed.split()}


@pytest.fixture
def server(box: Box) -> Server:
    return served(box)


def served(box: Box, *options: str) -> Server:
    bare = repository(box, "server.git", "--bare", *options)
    install("pre-receive", bare.folder / "hooks")
    clone = repository(box, "clone", *options)
    clone.git("remote", "add", "origin", str(bare.folder))
    return Server(bare, clone)


def test_a_good_push_prints_nothing(server: Server) -> None:
    server.clone.keep(good_yaml=GOOD, notes_txt=BAD)
    assert passed(server.push("main")) == ""
    assert server.refs() == {"main"}


def test_all_files_of_a_new_branch_are_linted(server: Server) -> None:
    server.clone.keep(bad_yaml=BAD)
    server.clone.keep(good_yaml=GOOD)
    env = {"PATH": search_path()}  # with the installed pool-lint
    output = refused(server.push("main", env=env), "bad.yaml")
    assert "pool-lint: refs/heads/main:" in output
    assert 'did you mean "Dedicate"?' in output
    assert server.refs() == set()


def test_only_changed_files_of_a_known_branch_are_linted(server: Server) -> None:
    server.clone.keep(old_yaml=BAD)
    unhooked(server, "main")
    server.clone.keep(good_yaml=GOOD)
    passed(server.push("main"))
    server.clone.keep(new_json=BAD_JSON)
    refused(server.push("main"), "new.json")
    server.clone.keep(new_json="{}\n")
    passed(server.push("main"))
    server.clone.git("mv", "old.yaml", "moved.yaml")
    server.clone.keep()
    refused(server.push("main"), "moved.yaml")


def test_a_forced_push_is_linted_against_the_old_tip(server: Server) -> None:
    server.clone.keep(good_yaml=GOOD)
    passed(server.push("main"))
    server.clone.git("checkout", "--quiet", "--orphan", "other")
    server.clone.keep(bad_yaml=BAD)
    refused(server.push("--force", "other:main"), "bad.yaml")
    server.clone.git("rm", "--quiet", "bad.yaml")
    server.clone.keep()
    passed(server.push("--force", "other:main"))


def test_a_branch_can_be_deleted(server: Server) -> None:
    server.clone.keep(good_yaml=GOOD)
    passed(server.push("main", "main:topic"))
    passed(server.push("--delete", "topic"))
    assert server.refs() == {"main"}


def test_tags_and_notes_are_not_linted(server: Server) -> None:
    server.clone.keep(bad_yaml=BAD)
    server.clone.git("tag", "--annotate", "--message", "v1", "v1")
    passed(server.push("v1", "main:refs/notes/x"))
    assert server.refs() == {"refs/notes/x", "refs/tags/v1"}


def test_bad_branches_refuse_the_push_and_are_named(server: Server) -> None:
    server.clone.keep(good_yaml=GOOD)
    server.clone.git("branch", "good")
    server.clone.keep(bad_yaml=BAD)
    server.clone.git("branch", "bad")
    server.clone.keep(worse_json=BAD_JSON)
    done = server.push("good", "bad", "main:worse")
    output = refused(done, "bad.yaml", "bad.yaml", "worse.json")
    assert re.findall("pool-lint: (refs/.*):", output) == [
        "refs/heads/bad",
        "refs/heads/worse",
    ]
    assert server.refs() == set()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pool-lint.toml", IGNORING),
        (".pool-lint.toml", 'exclude = ["**"]\n'),
        ("pyproject.toml", '[tool.pool-lint]\nfail-on = "never"\n'),
        (".gitattributes", "* working-tree-encoding=IBM037 export-ignore\n"),
        ("pyvenv.cfg", ""),
    ],
)
def test_pushed_settings_and_attributes_are_ignored(
    server: Server, file: str, text: str
) -> None:
    server.clone.keep(bad_yaml=BAD)
    server.clone.stage(file, text)
    server.clone.keep()
    refused(server.push("main"), "bad.yaml")


@pytest.mark.usefixtures("planted")
def test_the_server_ignores_configuration_in_the_temporary_folder(
    server: Server,
) -> None:
    server.clone.keep(bad_yaml=BAD)
    refused(server.push("main"), "bad.yaml")


def test_attributes_of_the_server_do_not_change_linted_files(
    server: Server,
) -> None:
    attributes = server.bare.box.root / "attributes"
    attributes.write_text("*.yaml working-tree-encoding=IBM037\n")
    server.bare.git("config", "core.attributesFile", str(attributes))
    server.clone.keep(bad_yaml=BAD)
    refused(server.push("main"), "bad.yaml")


def test_replace_refs_are_ignored(server: Server) -> None:
    good = server.clone.keep(pool_yaml=GOOD)
    bad = server.clone.keep(pool_yaml=BAD)
    passed(server.push(f"{good}:refs/replace/{bad}"))
    refused(server.push("main"), "pool.yaml")


def test_the_configuration_of_the_server_applies(server: Server) -> None:
    settings = server.bare.box.root / "server.toml"
    settings.write_text(IGNORING)
    server.bare.git("config", "poollint.config", "~/server.toml")
    server.clone.keep(bad_yaml=BAD)
    passed(server.push("main"))
    scope = as_yaml(changed((("spec", "scope"), ["Trian"])))
    server.clone.keep(bad_yaml=scope.replace("count: 2", "count: x"))
    assert "RP102" in refused(server.push("main"), "bad.yaml")


def test_globs_of_the_server_match_paths_in_the_repository(server: Server) -> None:
    (server.bare.box.root / "s.toml").write_text('exclude = ["pools/**"]\n')
    server.bare.git("config", "poollint.config", "~/s.toml")
    server.clone.stage("pools/bad.yaml", BAD)
    server.clone.keep()
    passed(server.push("main"))


def test_suppression_comments_in_a_push_are_ignored(server: Server) -> None:
    suppressed = f"# pool-lint: disable-file=RP105,RP301 -- trust me\n{BAD}"
    server.clone.keep(bad_yaml=suppressed)
    refused(server.push("main"), "bad.yaml")


def setting(
    value: str, key: str = "poollint.config"
) -> Callable[[Server], dict[str, str]]:
    def configure(server: Server) -> dict[str, str]:
        (server.bare.box.root / "broken.toml").write_text("ignroe = []\n")
        server.bare.git("config", key, value)
        return {}

    return configure


def without_linter(server: Server) -> dict[str, str]:
    return {"PATH": path_without_the_linter(server.bare.box.root / "bin")}


def with_failing_linter(server: Server) -> dict[str, str]:
    lines = ("echo out of order >&2", "exit 2")
    return {"PATH": program(server.bare.box.root / "bin", "pool-lint", *lines)}


@pytest.mark.parametrize(
    ("obstacle", "message"),
    [
        (setting("~/broken.toml"), "pool-lint: refs/heads/main:"),
        (setting("/nonexistent/pool-lint.toml"), "pool-lint: refs/heads/main:"),
        (setting("pool-lint.toml"), "poollint.config must be an absolute path"),
        (
            setting("-q", "poollint.unparsed"),
            "poollint.unparsed must be auto, bytes or error",
        ),
        (without_linter, "pool-lint: not found on the PATH of this hook"),
        (with_failing_linter, "pool-lint: refs/heads/main:"),
    ],
)
def test_a_push_that_cannot_be_linted_is_refused(
    server: Server, obstacle: Callable[[Server], dict[str, str]], message: str
) -> None:
    env = obstacle(server)
    server.clone.stage("pool-lint.toml", IGNORING)
    server.clone.keep(good_yaml=GOOD)
    done = server.push("main", env=env)
    assert done.returncode == 1, done.stdout
    assert message in done.stdout
    assert "pre-receive hook declined" in done.stdout
    assert server.refs() == set()


def test_the_server_works_with_literal_pathspecs(server: Server) -> None:
    server.clone.keep(bad_yaml=BAD)
    refused(server.push("main", env={"GIT_LITERAL_PATHSPECS": "1"}), "bad.yaml")


def test_the_server_lints_files_with_odd_names(server: Server) -> None:
    for name, text in odd_pools("Dedicated").items():
        server.clone.stage(name, text)
    server.clone.keep()
    done = server.push("main")
    assert done.returncode == 1
    assert len(findings(done.stdout)) == len(ODD_NAMES)


def test_the_server_refuses_links_and_submodules(server: Server) -> None:
    outside = server.bare.box.root / "secret.yaml"
    outside.write_text(BAD)
    head = server.clone.keep(bad_yaml=BAD)
    (server.clone.folder / "link.yaml").symlink_to(outside)
    (server.clone.folder / "hooks").symlink_to(server.bare.folder / "hooks")
    server.clone.git("add", "link.yaml", "hooks")
    add = ("update-index", "--add", "--cacheinfo")
    server.clone.git(*add, f"160000,{head},s.YML")
    server.clone.git(*add, f"160000,{head},module")
    server.clone.keep()
    output = refused(server.push("main"), "bad.yaml")
    assert refusals(output) == [
        "link.yaml: symbolic links are rejected; push the file itself",
        "s.YML: submodules are rejected; choose another name",
    ]


def unhooked(server: Server, *refs: str) -> None:
    """Push without the hook, like before it was installed."""
    hook = server.bare.folder / "hooks" / "pre-receive"
    away = hook.rename(hook.with_name("away"))
    passed(server.push(*refs))
    away.rename(hook)


def test_links_can_stay_be_deleted_or_become_files(server: Server) -> None:
    for name in ("stays.yaml", "goes.yaml", "pool.yaml"):
        (server.clone.folder / name).symlink_to("elsewhere")
        server.clone.git("add", name)
    server.clone.keep()
    unhooked(server, "main")
    (server.clone.folder / "pool.yaml").unlink()
    server.clone.git("rm", "--quiet", "goes.yaml")
    server.clone.keep(pool_yaml=BAD)
    refused(server.push("main"), "pool.yaml")
    server.clone.keep(pool_yaml=GOOD)
    passed(server.push("main"))


def test_a_file_cannot_become_a_link(server: Server) -> None:
    server.clone.keep(pool_yaml=GOOD)
    passed(server.push("main"))
    (server.clone.folder / "pool.yaml").unlink()
    (server.clone.folder / "pool.yaml").symlink_to("elsewhere")
    server.clone.git("add", "pool.yaml")
    server.clone.keep()
    assert "pool.yaml: symbolic links" in refused(server.push("main"))


@pytest.mark.parametrize("mode", ["0", "60000", "140000", "20644"])
def test_the_server_refuses_unusual_modes(server: Server, mode: str) -> None:
    clone = server.clone
    odd = tree(clone, (mode, "pool.yaml", blob(clone, GOOD)))
    done = server.push(f"{committed(clone, odd)}:refs/heads/main")
    assert done.returncode == 1
    assert refusals(done.stdout), done.stdout


def test_the_server_refuses_git_lfs_pointers(server: Server) -> None:
    server.clone.keep(pool_yaml=POINTER, bad_yaml=BAD)
    output = refused(server.push("main"), "bad.yaml")
    reason = "a Git LFS pointer is rejected; push the file itself"
    assert refusals(output) == [f"pool.yaml: {reason}"]


def test_a_manifest_can_quote_a_git_lfs_pointer(server: Server) -> None:
    lines = "".join(f"      {line}\n" for line in POINTER.splitlines())
    server.clone.keep(map_yaml=f"kind: ConfigMap\ndata:\n  x: |\n{lines}")
    server.clone.keep(notes_txt=POINTER)
    passed(server.push("main"))


@pytest.mark.parametrize(("rule", "name"), REWRITING)
def test_the_server_refuses_files_that_pushed_attributes_rewrite(
    server: Server, rule: str, name: str
) -> None:
    clone = server.clone
    clone.stage("pools/pool.yaml", GOOD)
    clone.stage("pools/other.json", "{}")
    attributes = blob(clone, rule + "\n")
    add = ("update-index", "--add", "--cacheinfo")
    clone.git(*add, f"100644,{attributes},.gitattributes")
    clone.keep()
    reason = f".gitattributes sets {name}; remove the attribute for this file"
    assert refusals(refused(server.push("main"))) == [f"pools/pool.yaml: {reason}"]


def test_the_server_reads_attributes_of_each_folder(server: Server) -> None:
    lines = stage_rewritten(server.clone)
    server.clone.keep()
    assert refusals(refused(server.push("main"))) == lines


def test_the_server_reads_nested_attributes_and_macros(server: Server) -> None:
    macro = "[attr]odd working-tree-encoding=UTF-16\npools/**/pool.yaml odd\n"
    clone = server.clone
    clone.stage("pools/deep/pool.yaml", GOOD)
    clone.stage("pools/deep/other.yaml", "a: 1\n")
    attributes = blob(clone, macro)
    add = ("update-index", "--add", "--cacheinfo")
    clone.git(*add, f"100644,{attributes},.gitattributes")
    clone.keep()
    [refusal] = refusals(refused(server.push("main")))
    assert refusal.startswith("pools/deep/pool.yaml: .gitattributes sets ")


@pytest.mark.parametrize("rule", HARMLESS)
def test_the_server_accepts_other_attributes(server: Server, rule: str) -> None:
    server.clone.stage(".gitattributes", rule + "\n")
    server.clone.keep(pool_yaml=GOOD)
    passed(server.push("main"))


def test_attributes_refuse_only_changed_files(server: Server) -> None:
    server.clone.keep(old_yaml=GOOD)
    passed(server.push("main"))
    server.clone.stage(".gitattributes", "*.yaml filter=lfs\n")
    server.clone.keep(other_json="{}")
    passed(server.push("main"))
    server.clone.keep(new_yaml="a: 1\n")
    assert "new.yaml: .gitattributes sets filter" in refused(server.push("main"))
    server.clone.stage(".gitattributes", "")
    server.clone.keep()
    passed(server.push("main"))


def test_attributes_of_the_server_refuse_nothing(server: Server) -> None:
    rewriting = "*.yaml filter=lfs working-tree-encoding=IBM037\n"
    (server.bare.folder / "info").mkdir(exist_ok=True)
    (server.bare.folder / "info" / "attributes").write_text(rewriting)
    attributes = server.bare.box.root / "attributes"
    attributes.write_text(rewriting)
    server.bare.git("config", "core.attributesFile", str(attributes))
    server.bare.git("config", "core.autocrlf", "true")
    server.clone.keep(good_yaml=GOOD)
    passed(server.push("main"))
    server.clone.keep(bad_yaml=BAD)
    refused(server.push("main"), "bad.yaml")


def test_attributes_of_other_branches_are_ignored(server: Server) -> None:
    server.clone.stage(".gitattributes", "*.yaml filter=lfs\n")
    server.clone.keep(notes_txt="")
    passed(server.push("main"))
    server.clone.git("checkout", "--quiet", "--orphan", "other")
    server.clone.git("rm", "--quiet", "-r", "--force", ".")
    server.clone.keep(good_yaml=GOOD)
    passed(server.push("other"))


@pytest.mark.parametrize("names", [ODD_NAMES, FORGING_NAMES])
def test_odd_names_in_refusals_of_the_server_are_escaped(
    server: Server, names: list[str]
) -> None:
    for name in names:
        path = server.clone.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("nowhere")
        server.clone.git("add", "--force", "--", f":(literal){name}")
    server.clone.keep()
    done = server.push("main")
    assert done.returncode == 1
    assert len(refusals(done.stdout)) == len(names)
    assert done.stdout.isascii()
    assert "##" not in done.stdout
    lines = [t for t in done.stdout.splitlines() if t.startswith("remote: ")]
    assert len(lines) == 1 + len(names)
    assert all(line.startswith("remote: pool-lint: ") for line in lines)


def test_thousands_of_refused_files_are_counted(server: Server) -> None:
    clone = server.clone
    target = blob(clone, "nowhere")
    links = [("120000", f"{number:04}.yaml", target) for number in range(5_000)]
    many = committed(clone, tree(clone, *links))
    done = server.push(f"{many}:refs/heads/main")
    assert done.returncode == 1
    lines = refusals(done.stdout)
    assert len(lines) == 21
    assert lines[-1] == "4980 more files rejected"


def test_slow_attributes_refuse_the_push(server: Server) -> None:
    hook = server.bare.folder / "hooks" / "pre-receive"
    hook.write_text(re.sub("(?m)^seconds=20 ", "seconds=1 ", hook.read_text()))
    clone = server.clone
    slow = "".join(f"*a*b*c*d*e*{number} filter=x\n" for number in range(20_000))
    content = blob(clone, "a: 1\n")
    files = [("100644", f"{'abcd' * 40}{n:04}.yaml", content) for n in range(2_000)]
    entries = [("100644", ".gitattributes", blob(clone, slow)), *files]
    done = server.push(f"{committed(clone, tree(clone, *entries))}:refs/heads/main")
    assert done.returncode == 1
    assert "the push could not be linted and is rejected" in done.stdout


def recorded(server: Server) -> dict[str, str]:
    """Return variables for a push whose linter only records its arguments."""
    folder = server.bare.box.root
    lines = f"printf '%s\\n' \"$@\" >>'{folder}/arguments'"
    return {"PATH": program(folder / "bin", "pool-lint", lines)}


@pytest.mark.parametrize("value", [None, "", "auto", "bytes", "error"])
def test_the_server_setting_unparsed_is_passed_to_the_linter(
    server: Server, value: str | None
) -> None:
    if value is not None:
        server.bare.git("config", "poollint.unparsed", value)
    server.clone.keep(good_yaml=GOOD)
    passed(server.push("main", env=recorded(server)))
    arguments = (server.bare.box.root / "arguments").read_text().splitlines()
    assert arguments == [
        "check",
        "--force-exclude",
        "--no-suppressions",
        "--unparsed",
        value or "bytes",
        "--quiet",
        "--no-config",
        "./good.yaml",
    ]


def test_refused_files_are_not_passed_to_the_linter(server: Server) -> None:
    server.clone.keep(pool_yaml=POINTER)
    assert refusals(refused(server.push("main", env=recorded(server))))
    assert not (server.bare.box.root / "arguments").exists()


@pytest.mark.parametrize(
    "data", [GOOD.encode("utf-16-le"), b"kind: Pool\0", b"\xff\xfe\xff", b"\x80: 1"]
)
def test_the_server_refuses_files_that_are_not_text(
    server: Server, data: bytes
) -> None:
    (server.clone.folder / "pool.yaml").write_bytes(data)
    server.clone.git("add", "pool.yaml")
    server.clone.keep()
    done = server.push("main")
    assert done.returncode == 1
    assert "pool.yaml" in done.stdout


def test_the_server_accepts_broken_files_of_other_tools(server: Server) -> None:
    clone = server.clone
    clone.stage("chart/templates/pool.yaml", "a: {{ .Values.x }}\n{{- if b }}\nc\n")
    clone.stage("tsconfig.json", '{\n  // comment\n  "compilerOptions": {},\n}\n')
    clone.stage("data/broken.json", '{"a": [1, 2')
    clone.stage("data/tabs.yaml", "a:\n\t- b\n")
    clone.stage("compose.yml", "services: {}\n")
    clone.keep(good_yaml=GOOD)
    output = passed(server.push("main"))
    skipped = re.findall(r"(\S+): skipped: not parsed, no sign of a pool", output)
    names = ["data/broken.json", "data/tabs.yaml", "tsconfig.json"]
    assert skipped == ["chart/templates/pool.yaml", *names]


def tree(clone: Repository, *entries: tuple[str, str, str]) -> str:
    """Write a tree, also one that git itself would not write."""
    data = b"".join(
        f"{mode} {name}\0".encode() + bytes.fromhex(which)
        for mode, name, which in entries
    )
    write = ("hash-object", "-t", "tree", "-w", "--stdin", "--literally")
    return clone.git(*write, stdin=data).strip()


def committed(clone: Repository, which: str) -> str:
    return clone.git("commit-tree", "-m", "Made", which).strip()


@pytest.mark.parametrize("name", ["..", ".git", "../../x", "."])
def test_pushed_paths_cannot_leave_the_export(server: Server, name: str) -> None:
    clone = server.clone
    inner = tree(clone, ("100644", "escaped.yaml", blob(clone, GOOD)))
    outer = committed(clone, tree(clone, ("40000", name, inner)))
    done = server.push(f"{outer}:refs/heads/main")
    assert done.returncode == 1, done.stdout
    assert "refs/heads/main: impossible file names" in done.stdout
    assert list(server.bare.box.root.rglob("escaped.yaml")) == []


def test_two_entries_with_one_name_are_refused(server: Server) -> None:
    clone = server.clone
    good, bad = (blob(clone, text) for text in (GOOD, BAD))
    inner = tree(clone, ("100644", "x.yaml", good))
    twice = tree(clone, ("100644", "a.yaml", bad), ("100644", "a.yaml", good))
    both = tree(clone, ("100644", "a.yaml", bad), ("40000", "a.yaml", inner))
    for hiding in (twice, both):
        done = server.push(f"{committed(clone, hiding)}:refs/heads/main")
        assert done.returncode == 1, done.stdout
        assert "refs/heads/main: impossible file names" in done.stdout


def test_a_push_with_missing_objects_is_refused(server: Server) -> None:
    line = f"{'0' * 40} {'1' * 40} refs/heads/main\n"
    done = server.bare.box.run("hooks/pre-receive", cwd=server.bare.folder, stdin=line)
    assert done.returncode != 0
    assert "the push could not be linted and is rejected" in done.stdout


def test_the_server_refuses_pools_over_the_size_limit(server: Server) -> None:
    padded = BAD + "# padding\n" * 400_000
    server.clone.keep(bad_yaml=padded, data_json=json.dumps(["x" * 4_000_000]))
    assert "RP003" in refused(server.push("main"), "bad.yaml", "data.json")
    server.clone.keep(data_json="{}")
    server.clone.keep(bad_yaml="# padding\n" * 400_000 + BAD)
    assert "RP003" in refused(server.push("main"), "bad.yaml")
    server.clone.keep(bad_yaml=GOOD)
    assert passed(server.push("main")) == ""
    assert server.bare.git("fsck", "--unreachable", "--no-progress") == ""


def test_only_the_first_24_mib_of_a_file_are_exported(server: Server) -> None:
    linter = 'find . -name "*.json" -exec wc -c {} +'
    path = program(server.bare.box.root / "bin", "pool-lint", linter)
    server.clone.keep(data_json=json.dumps(["x" * 26_000_000]), small_json="{}")
    output = passed(server.push("main", env={"PATH": path}))
    assert "25165825 ./data.json" in output
    assert "2 ./small.json" in output


def test_a_push_that_expands_to_too_much_is_refused(server: Server) -> None:
    clone = server.clone
    large = blob(clone, "#" * 4_000_000)
    files = [("100644", f"{number:03}.yaml", large) for number in range(400)]
    bomb = committed(clone, tree(clone, *files))
    done = server.push(f"{bomb}:refs/heads/main")
    assert done.returncode == 1
    assert "refs/heads/main: the push is too large" in done.stdout


def test_a_tree_that_expands_for_too_long_is_refused(server: Server) -> None:
    hook = server.bare.folder / "hooks" / "pre-receive"
    text = re.sub("(?m)^seconds=20 ", "seconds=1 ", hook.read_text())
    assert "\nseconds=1 " in text
    hook.write_text(text)
    entry = ("100644", blob(server.clone, "a: 1\n"))
    for _ in range(9):
        ten = [(entry[0], f"{number}.txt", entry[1]) for number in range(10)]
        entry = ("40000", tree(server.clone, *ten))
    bomb = committed(server.clone, entry[1])
    done = server.push(f"{bomb}:refs/heads/main")
    assert done.returncode == 1
    assert "the push could not be linted and is rejected" in done.stdout


def test_the_server_works_in_repositories_with_sha256(box: Box) -> None:
    server = served(box, "--object-format=sha256")
    server.clone.keep(good_yaml=GOOD)
    passed(server.push("main"))
    server.clone.keep(bad_yaml=BAD)
    refused(server.push("main"), "bad.yaml")
