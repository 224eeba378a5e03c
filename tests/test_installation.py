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
from typing import NamedTuple

import pytest
import yaml

from ci import Action
from manifests import REFERENCE, as_yaml, changed
from pool_lint import __version__
from pool_lint.cli.params import COMMANDS
from repositories import Box

ROOT = Path(__file__).parent.parent
GOOD = as_yaml(REFERENCE)
NAME = ("metadata", "labels", "os.modelarts/name")
BAD = as_yaml(changed((NAME, "pool-002"), (("spec", "type"), "Dedicated")))
COPIED = [
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "README.md",
    "hooks",
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
    # pre-commit and prek install the hooks there once; they have their own locks.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRE_COMMIT_HOME", str(folder / "pre-commit-home"))
        patch.setenv("PREK_HOME", str(folder / "prek-home"))
        yield folder


def call(*command: str | Path, cwd: Path, check: bool = True) -> str:
    """Run a command without variables and settings of this machine."""
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("GIT_", "PRE_COMMIT", "PREK"))
    }
    env |= {
        "PRE_COMMIT_HOME": os.environ["PRE_COMMIT_HOME"],
        "PREK_HOME": os.environ["PREK_HOME"],
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


def test_the_action_installs_the_commit_that_it_is_part_of(
    clone: Path, box: Box
) -> None:
    manifests = box.root / "manifests"
    manifests.mkdir()
    (manifests / "bad.yaml").write_text(BAD)
    # A pull request cannot replace modules that the installation imports.
    for name in ("venv", "ensurepip", "pip", "pool_lint"):
        (manifests / f"{name}.py").write_text("raise SystemExit('imported')\n")
    action = Action(box, manifests, clone / "hooks")
    action.outputs["steps.python.outputs.python-path"] = sys.executable
    _, install, lint, _ = action.steps()
    with (clone.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker builds a wheel there too
        done = action.run(install)
    assert done.returncode == 0, done.stdout
    installed = Path(action.outputs["steps.install.outputs.bin"])
    version = call(installed / "pool-lint", "--version", cwd=manifests)
    assert __version__ in version
    check_environment(installed.parent, box.root)
    done = action.run(lint)
    assert done.returncode == 1
    assert "::error file=bad.yaml," in done.stdout
    assert "RP105" in action.summary


def check_environment(environment: Path, folder: Path) -> None:
    """Check a wheel in an environment that has only pool-lint and what it needs."""
    [info] = environment.rglob("pool_lint-*.dist-info")
    assert info.name == f"pool_lint-{__version__}.dist-info"
    assert "\nTag: py3-none-any\n" in (info / "WHEEL").read_text()
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "good.yaml").write_text(GOOD)
    (elsewhere / "bad.yaml").write_text(BAD)
    command = environment / "bin" / "pool-lint"
    output = call(command, "-f", "concise", cwd=elsewhere, check=False)
    message = 'spec.type must be "Dedicate", not "Dedicated"'
    assert output.splitlines() == [
        f"bad.yaml:11:9: error RP105 not-an-option: {message}",
        "2 files: 2 pools checked; 1 error",
        "fixable: up to 1 with --unsafe-fixes",
    ]
    assert "os.modelarts/name" in call(command, "schema", cwd=elsewhere)


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
    parts = ("html", "server", "test")
    bounds = [*project["dependencies"], *(one for p in parts for one in extras[p])]
    bounds.remove("pool-lint[html,server]")
    assert listed == [bound.replace(">=", "==") for bound in bounds]
    assert '.ci/lowest.py >"$work/lowest.txt"' in (ROOT / ".ci" / "run").read_text()


def test_the_distribution_is_checked_with_other_tools_and_tests_itself() -> None:
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8").split("\nstep ")
    wheel, sdist = (next(s for s in steps if s.startswith(n)) for n in ("wh", "sdist"))
    for tool in (
        'twine check --strict "$work"/dist/*',
        'check-wheel-contents "$work"/dist/*.whl',
        "validate-pyproject pyproject.toml",
        "pyroma --quiet --min 10 --skip-tests AuthorEmail",
    ):
        assert f"\n{tool}" in wheel
    assert 'cd "$work/unpacked"' in sdist
    named = re.findall(r"tests/test_\w+\.py", sdist)
    assert named
    assert all((ROOT / name).is_file() for name in named)


def test_every_version_of_python_that_is_named_is_tested() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    [others] = re.findall(r"(?m)^for version in (.*); do$", text)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert named == ["3.11", *others.split()]
    assert project["requires-python"] == ">=3.11"


@pytest.mark.usefixtures("shared")
def test_every_command_works_with_a_click_without_generic_types() -> None:
    code = (
        "import click, sys; click.ParamType.__class_getitem__ = None;"
        "from pool_lint.cli.main import main;"
        "[main([command, '--help']) for command in sys.argv[1:]]"
    )
    output = call(sys.executable, "-c", code, *COMMANDS, cwd=ROOT)
    # `check` is the command without a name.
    used = ["pool-lint [" if c == "check" else f"pool-lint {c} " for c in COMMANDS]
    assert [n for n in used if f"\nUsage: {n}" not in output] == []


def config(clone: Path, *hooks: str) -> str:
    """Return the snippet from hooks/, or the snippet with only these hooks."""
    snippet = yaml.safe_load((ROOT / "hooks" / "pre-commit-config.yaml").read_text())
    [repository] = snippet["repos"]
    repository["repo"] = str(clone)
    if hooks:
        repository["hooks"] = [{"id": hook} for hook in hooks]
    return yaml.safe_dump(snippet)


@pytest.fixture(params=["pre-commit", "prek"])
def runner(request: pytest.FixtureRequest) -> str:
    """Return the name of a program that runs the hooks."""
    if not Path(sys.executable).with_name(request.param).is_file():
        pytest.skip(f"{request.param} is not installed; it is in the extra dev")
    return str(request.param)


class Manifests(NamedTuple):
    """A repository of manifests whose hooks a program runs."""

    folder: Path
    clone: Path
    runner: str

    def write(self, **files: str) -> None:
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    def git(self, *arguments: str) -> str:
        return git(*arguments, cwd=self.folder)

    def run(self, *arguments: str, passes: bool) -> str:
        """Run the hooks of the snippet, for staged files if not told otherwise."""
        # prek fills a command line up to a limit that follows from the stack size.
        small = ("bash", "-c", 'ulimit -Ss 512; exec "$@"', "-")
        command = (*(small if self.runner == "prek" else ()), self.runner, "run")
        output = call(*command, *arguments, cwd=self.folder, check=passes)
        assert ("Failed" in output) != passes, output
        return output

    def run_hook(self, hook: str, *arguments: str, passes: bool) -> str:
        """Run one hook, configured outside the repository."""
        file = self.folder.with_name(f"{hook}.yaml")
        file.write_text(config(self.clone, hook))
        return self.run("--config", str(file), *arguments, passes=passes)

    def run_ci(self, *, passes: bool) -> str:
        """Run the command that docs/ci.md gives for CI."""
        page = (ROOT / "docs" / "ci.md").read_text()
        [line] = set(re.findall(r"(?m)pre-commit run (.*pool-lint-all.*)$", page))
        return self.run(*line.split(), passes=passes)


@pytest.fixture
def manifests(clone: Path, tmp_path: Path, runner: str) -> Manifests:
    folder = tmp_path / "manifests"
    folder.mkdir()
    (folder / ".pre-commit-config.yaml").write_text(config(clone))
    git("init", "--quiet", cwd=folder)
    return Manifests(folder, clone, runner)


def test_the_hook_rejects_only_bad_manifests(manifests: Manifests) -> None:
    manifests.write(good_yaml=GOOD, compose_yml="services: {}\n")
    manifests.git("add", ".")
    call(manifests.runner, "install", cwd=manifests.folder)
    passed = manifests.run(passes=True)
    assert "pool-lint" in passed
    assert "Passed" in passed
    manifests.git("commit", "--message", "Good")

    (manifests.folder / "bad pool.yaml").write_text(BAD)
    manifests.git("add", ".")
    refused = manifests.run(passes=False)
    assert "--> bad pool.yaml:11:9" in refused
    assert 'did you mean "Dedicate"?' in refused
    assert "good.yaml" not in refused
    with pytest.raises(AssertionError, match="Dedicated"):
        manifests.git("commit", "--message", "Bad")

    output = manifests.run_ci(passes=False)
    assert "--> bad pool.yaml:11:9" in output
    assert "4 files: 2 pools checked, 2 other documents skipped" in output


def test_the_fix_hook_fixes_files_and_fails(manifests: Manifests) -> None:
    bare = GOOD.replace("metadata:", "metadata:  # a pool", 1).replace("'0'", "0")
    settings = 'exclude = ["left-out"]\n'
    manifests.write(bare_yaml=bare, **{"pool-lint_toml": settings})
    manifests.write(**{"left-out__bare_yaml": bare})
    manifests.git("add", ".")
    first = manifests.run_hook("pool-lint-fix", passes=False)
    assert "exit code: 1" in first
    assert "files were modified by this hook" in first
    assert "bare.yaml: fixed: RP102" in first
    fixed = bare.replace(": 0\n", ': "0"\n')
    assert (manifests.folder / "bare.yaml").read_text() == fixed
    assert (manifests.folder / "left-out" / "bare.yaml").read_text() == bare
    manifests.git("add", ".")
    assert "Passed" in manifests.run_hook("pool-lint-fix", passes=True)


def test_all_batches_of_many_files_are_linted(manifests: Manifests) -> None:
    """A batch has up to 128 KiB of names; one runs after another."""
    manifests.write(**{"pool-lint_toml": 'exclude = ["left-out"]\n'})
    manifests.write(**{"left-out__bad_yaml": BAD})
    names = [f"{number:03}-{'x' * 190}.yaml" for number in range(800)]
    for name in names:
        (manifests.folder / name).write_text(GOOD)
    for name in (names[0], names[-1]):
        (manifests.folder / name).write_text(GOOD.replace("Dedicate", "Dedicated"))
    manifests.git("add", ".")
    output = manifests.run(passes=False)
    summaries = re.findall(r"(?m)^ *(\d+) files?: ", output)
    assert len(summaries) > 1
    # .pre-commit-config.yaml is YAML too.
    assert sum(map(int, summaries)) == len(names) + 1
    assert output.count("error[RP105]") == 2
    assert "left-out" not in output
    # All files have one pool name. Each batch compares only its own files.
    assert output.count("error[RP701]") == len(names) - len(summaries)
    assert manifests.run_ci(passes=False).count("error[RP701]") == len(names) - 1


def test_each_hook_compares_the_files_that_it_sees(manifests: Manifests) -> None:
    """The table of docs/ci.md: only pool-lint-all sees files outside the commit."""
    manifests.write(first_yaml=GOOD)
    manifests.git("add", ".")
    manifests.git("commit", "--message", "First")
    manifests.write(second_yaml=GOOD)
    manifests.git("add", ".")
    manifests.run_hook("pool-lint", passes=True)
    manifests.run_hook("pool-lint-fix", passes=True)
    assert "error[RP701]" in manifests.run_hook("pool-lint-all", passes=False)
    assert "error[RP701]" in manifests.run("--all-files", passes=False)
    assert "error[RP701]" in manifests.run_ci(passes=False)
    # Two new files with one name are both in the commit.
    manifests.write(third_yaml=GOOD)
    manifests.git("add", ".")
    assert "error[RP701]" in manifests.run_hook("pool-lint", passes=False)
    # Only pool-lint-all sees untracked files. A removed file starts no hook.
    manifests.git("rm", "--quiet", "--cached", "second.yaml", "third.yaml")
    assert "error[RP701]" in manifests.run_ci(passes=False)
    manifests.git("rm", "--quiet", "first.yaml")
    for hook in ("pool-lint", "pool-lint-all"):
        assert "no files to check" in manifests.run_hook(hook, passes=True)


def test_files_that_start_the_hook_for_the_whole_repository(
    manifests: Manifests,
) -> None:
    manifests.write(first_yaml=BAD, note_txt="", **{"pool-lint_toml": ""})
    manifests.git("add", ".")
    manifests.git("commit", "--message", "First")
    hook = "pool-lint-all"
    manifests.write(note_txt="Changed\n")
    manifests.git("add", ".")
    assert "error[RP105]" not in manifests.run_hook(hook, passes=True)
    manifests.write(**{"pool-lint_toml": "# changed\n"})
    manifests.git("add", ".")
    assert "error[RP105]" in manifests.run_hook(hook, passes=False)


def test_the_hooks_run_on_yaml_and_json() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    by_id = {hook["id"]: hook for hook in hooks}
    assert set(by_id) == {"pool-lint", "pool-lint-fix", "pool-lint-all"}
    assert by_id["pool-lint-all"]["types_or"] == ["yaml", "json", "toml"]
    for name in ("pool-lint", "pool-lint-fix"):
        assert by_id[name]["types_or"] == ["yaml", "json"]
        assert by_id[name]["require_serial"] is True
    assert by_id["pool-lint"]["entry"] == "pool-lint check --force-exclude"
    assert by_id["pool-lint-all"]["pass_filenames"] is False
