"""Installation: wheel, sdist, and hooks of pre-commit."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from manifests import REFERENCE, as_yaml, changed
from pool_lint import __version__
from pool_lint.cli.params import COMMANDS

ROOT = Path(__file__).parent.parent
GOOD = as_yaml(REFERENCE)
NAME = ("metadata", "labels", "os.modelarts/name")
BAD = as_yaml(changed((NAME, "pool-002"), (("spec", "type"), "Dedicated")))
COPIED = [
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "README.md",
    "pyproject.toml",
    "schemas",
    "src",
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder that all workers of a run share; one of them fills it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    # pre-commit installs the hooks there once; it has its own lock.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRE_COMMIT_HOME", str(folder / "pre-commit-home"))
        yield folder


def call(*command: str | Path, cwd: Path, check: bool = True) -> str:
    """Run a command without variables and settings of this machine."""
    env = {
        k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))
    }
    env |= {
        "PRE_COMMIT_HOME": os.environ["PRE_COMMIT_HOME"],
        "PIP_NO_COMPILE": "1",  # else pip compiles setuptools to build one wheel
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]]),
    }
    done = subprocess.run(
        list(command),
        cwd=cwd,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout
    return done.stdout


def git(*arguments: str, cwd: Path) -> str:
    names = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    return call("git", *names, *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def clone(shared: Path) -> Path:
    """Return a repository with the project in its current state."""
    folder = shared / "pool-lint"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fill(folder)
    return folder


def fill(folder: Path) -> None:
    folder.mkdir()
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, folder / name)
    git("init", "--quiet", cwd=folder)
    git("add", ".", cwd=folder)
    git("commit", "--quiet", "--message", "Current state", cwd=folder)
    git("tag", f"v{__version__}", cwd=folder)


def test_the_wheel_works_in_another_environment(clone: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet"]
    call(*pip, "wheel", "--no-deps", "--wheel-dir", "dist", clone, cwd=tmp_path)
    [wheel] = (tmp_path / "dist").iterdir()
    assert wheel.name == f"pool_lint-{__version__}-py3-none-any.whl"
    call(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=tmp_path)
    call(*pip, "--python", "venv", "install", wheel, cwd=tmp_path)
    tools = tmp_path / "venv" / "bin"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "good.yaml").write_text(GOOD)
    (elsewhere / "bad.yaml").write_text(BAD)
    output = call(tools / "pool-lint", "-f", "concise", cwd=elsewhere, check=False)
    message = 'spec.type must be "Dedicate", not "Dedicated"'
    assert output.splitlines() == [
        f"bad.yaml:11:9: error RP105 not-an-option: {message}",
        "2 files: 2 pools checked; 1 error",
        "fixable: up to 1 with --unsafe-fixes",
    ]
    schema = call(tools / "pool-lint", "schema", cwd=elsewhere)
    assert "os.modelarts/name" in schema


@pytest.mark.usefixtures("shared")
def test_the_sdist_contains_all_files_of_the_project(tmp_path: Path) -> None:
    pytest.importorskip("build")
    if not (ROOT / ".git").exists():
        pytest.skip("needs git to list the files of the project")
    listed = git(
        "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT
    )
    names = {name for name in listed.split("\0") if (ROOT / name).is_file()}
    for name in names:
        target = tmp_path / "project" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    build = (sys.executable, "-m", "build", "--sdist", "--outdir", "dist", "project")
    call(*build, cwd=tmp_path)
    [sdist] = (tmp_path / "dist").iterdir()
    with tarfile.open(sdist) as archive:
        members = {m.name.partition("/")[2] for m in archive if m.isfile()}
    assert names <= members
    made = {"PKG-INFO", "setup.cfg"}
    others = members - names - made
    assert all(name.startswith("src/pool_lint.egg-info/") for name in others), others


@pytest.mark.usefixtures("shared")
def test_the_lowest_version_of_every_dependency_is_tested() -> None:
    listed = call(sys.executable, ROOT / ".ci" / "lowest.py", cwd=ROOT).splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    bounds = [*project["dependencies"], *extras["server"], *extras["test"]]
    bounds.remove("pool-lint[server]")
    assert listed == [bound.replace(">=", "==") for bound in bounds]
    assert '.ci/lowest.py >"$work/lowest.txt"' in (ROOT / ".ci" / "run").read_text()


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_works_with_a_click_without_generic_types(
    command: str,
) -> None:
    code = (
        "import click; click.ParamType.__class_getitem__ = None;"
        "from pool_lint.cli.main import main; main(['COMMAND', '--help'])"
    )
    done = call(sys.executable, "-c", code.replace("COMMAND", command), cwd=ROOT)
    assert "\nUsage: pool-lint " in done


def config(clone: Path, hook: str = "pool-lint") -> str:
    """Return the snippet from hooks/, with this hook."""
    snippet = yaml.safe_load((ROOT / "hooks" / "pre-commit-config.yaml").read_text())
    [repository] = snippet["repos"]
    repository["repo"] = str(clone)
    assert repository["hooks"] == [{"id": "pool-lint"}]
    repository["hooks"] = [{"id": hook}]
    return yaml.safe_dump(snippet)


def manifests_repository(folder: Path, clone: Path) -> Path:
    """Create a repository of manifests that uses the snippet from hooks/."""
    folder.mkdir()
    (folder / ".pre-commit-config.yaml").write_text(config(clone))
    git("init", "--quiet", cwd=folder)
    return folder


def other_hook(hook: str, clone: Path, cwd: Path) -> list[str | Path]:
    """Return a command that runs another hook, configured outside the repository."""
    file = cwd.with_name(f"{hook}.yaml")
    file.write_text(config(clone, hook))
    return ["pre-commit", "run", "--config", file]


def test_the_pre_commit_hook_rejects_only_bad_manifests(
    clone: Path, tmp_path: Path
) -> None:
    folder = manifests_repository(tmp_path / "manifests", clone)
    (folder / "good.yaml").write_text(GOOD)
    (folder / "compose.yml").write_text("services: {}\n")
    (folder / "bad pool.yaml").write_text(BAD)
    git("add", "good.yaml", "compose.yml", ".pre-commit-config.yaml", cwd=folder)
    call("pre-commit", "install", cwd=folder)
    passed = call("pre-commit", "run", cwd=folder)
    assert "pool-lint" in passed
    assert "Passed" in passed
    git("commit", "--message", "Good", cwd=folder)

    git("add", ".", cwd=folder)
    refused = call("pre-commit", "run", cwd=folder, check=False)
    assert "Failed" in refused
    assert "--> bad pool.yaml:11:9" in refused
    assert 'did you mean "Dedicate"?' in refused
    assert "good.yaml" not in refused
    with pytest.raises(AssertionError, match="Dedicated"):
        git("commit", "--message", "Bad", cwd=folder)

    every = [*other_hook("pool-lint-all", clone, folder), "--all-files"]
    output = call(*every, cwd=folder, check=False)
    assert "--> bad pool.yaml:11:9" in output
    assert "4 files: 2 pools checked, 2 other documents skipped" in output


def test_the_fix_hook_fixes_files_and_fails(clone: Path, tmp_path: Path) -> None:
    folder = manifests_repository(tmp_path / "fixed", clone)
    bare = GOOD.replace("metadata:", "metadata:  # a pool", 1).replace("'0'", "0")
    (folder / "bare.yaml").write_text(bare)
    (folder / "pool-lint.toml").write_text('exclude = ["left-out"]\n')
    (folder / "left-out").mkdir()
    (folder / "left-out" / "bare.yaml").write_text(bare)
    git("add", ".", cwd=folder)
    hook = other_hook("pool-lint-fix", clone, folder)
    first = call(*hook, cwd=folder, check=False)
    assert "exit code: 1" in first
    assert "files were modified by this hook" in first
    assert "bare.yaml: fixed: RP102" in first
    assert (folder / "bare.yaml").read_text() == bare.replace(": 0\n", ': "0"\n')
    assert (folder / "left-out" / "bare.yaml").read_text() == bare
    git("add", ".", cwd=folder)
    assert "Passed" in call(*hook, cwd=folder)


def test_pre_commit_lints_all_batches_of_many_files(
    clone: Path, tmp_path: Path
) -> None:
    """pre-commit starts a new batch after 128 KiB of names, one after another."""
    folder = manifests_repository(tmp_path / "many", clone)
    (folder / "pool-lint.toml").write_text('exclude = ["left-out"]\n')
    (folder / "left-out").mkdir()
    (folder / "left-out" / "bad.yaml").write_text(BAD)
    names = [f"{number:03}-{'x' * 190}.yaml" for number in range(800)]
    for number, name in enumerate(names):
        text = GOOD.replace("pool-001", f"many-{number:03}")
        (folder / name).write_text(text)
    for name in (names[0], names[-1]):
        (folder / name).write_text(BAD)
    git("add", ".", cwd=folder)
    output = call("pre-commit", "run", cwd=folder, check=False)
    summaries = re.findall(r"(?m)^(\d+) files: ", output)
    assert len(summaries) > 1, output
    # .pre-commit-config.yaml is YAML too.
    assert sum(map(int, summaries)) == len(names) + 1
    assert output.count("error[RP105]") == 2
    assert "left-out" not in output
    # The two files with one name are in different batches.
    assert "RP701" not in output
    every = [*other_hook("pool-lint-all", clone, folder), "--all-files"]
    output = call(*every, cwd=folder, check=False)
    assert output.count("error[RP701]") == 1


def test_the_hooks_run_on_yaml_and_json() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    by_id = {hook["id"]: hook for hook in hooks}
    assert set(by_id) == {"pool-lint", "pool-lint-fix", "pool-lint-all"}
    assert all(hook["types_or"] == ["yaml", "json"] for hook in hooks)
    for name in ("pool-lint", "pool-lint-fix"):
        assert by_id[name]["require_serial"] is True
    assert by_id["pool-lint"]["entry"] == "pool-lint check --force-exclude"
    assert by_id["pool-lint-all"]["pass_filenames"] is False
