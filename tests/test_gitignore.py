""".gitignore files: matched like git, in linear time, and only during walks."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from command import run
from manifests import NAME, as_yaml, changed
from pool_lint import lint_paths
from pool_lint.filesystem.gitignore import ignores_of
from pool_lint.filesystem.gitignore_automaton import automaton_of

BAD = as_yaml(changed((NAME, "pool-bad"), (("spec", "scope"), ["train"])))
PIECES = [
    *("a", "b", "c", "*", "**", "?", "/", "/", "\\", "\\*", "\\a", "!", "#", " ", "-"),
    *("[ab]", "[!a]", "[^b]", "[a-c]", "[]a]", "[a", "[a-", "[\\]]", "[z-a]", "[!]a]"),
    *("[[:alpha:]]", "[[:digit:]x]", "[[:foo:]]", "[[:]", "[a/b]", "[[:punct:]]"),
    *("*.yaml", "foo", "bar", "**/", "/**", "***", "foo**", "\u00e9", ".", "\\/", "x1"),
]
NAMES = [
    *("a", "b", "ab", "abc", "a.yaml", "b.yaml", "a b", "\u00e9", "[a]", "!a", "#a"),
    *("a\\b", "a-b", "A", "x1", "a*b", "foo", "foobar", "bar", "a "),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Create a repository with a manifest at the top, and one in a folder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "build" / "deep").mkdir(parents=True)
    (tmp_path / "a.yaml").write_text(BAD)
    (tmp_path / "build" / "deep" / "b.yaml").write_text(BAD.replace("-bad", "-b"))
    return tmp_path


def shown(folder: Path, *arguments: str) -> list[str]:
    return run("--show-files", *arguments, cwd=folder).stdout.splitlines()


def make_tree(root: Path, chance: random.Random) -> list[str]:
    """Create files three folders deep, and up to three .gitignore files."""
    files = []
    for folder in ["", *chance.sample(NAMES, 3)]:
        for inner in ["", *(f"{name}/" for name in chance.sample(NAMES, 2))]:
            names = chance.sample(NAMES, 5)
            files += [f"{folder}/{inner}{name}".lstrip("/") for name in names]
    for file in files:
        path = root / file
        if not any((root / p).is_file() for p in Path(file).parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.touch()
    folders = [root, *(path for path in sorted(root.rglob("*")) if path.is_dir())]
    folders = [one for one in folders if ".git" not in one.parts]
    for one in [root, *chance.sample(folders, 2)]:
        lines = [make_line(chance) for _ in range(chance.randint(1, 6))]
        (one / ".gitignore").write_text("\n".join(lines), newline="")
    paths = (path for path in root.rglob("*") if ".git" not in path.parts)
    return sorted(str(path.relative_to(root)) for path in paths)


def make_line(chance: random.Random) -> str:
    middle = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 6)))
    end = chance.choice(["", "", "/", " ", "\\ ", "\r"])
    return chance.choice(["", "", "!", "/"]) + middle + end


def ignored_by_git(root: Path, paths: list[str]) -> set[str]:
    command = ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index"]
    done = subprocess.run(
        [*command, "-z", "--stdin"],
        cwd=root,
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,
    )
    return set(done.stdout.decode().split("\0")) - {""}


def is_ignored(root: Path, path: str) -> bool:
    above, ignores = root, ignores_of(str(root), str(root))
    for name in path.split("/"):
        above /= name
        if ignores.ignores(name, is_folder=above.is_dir()):
            return True
        if above.is_dir():
            ignores = ignores.entered(str(above))
    return False


@pytest.mark.parametrize("seed", range(40))
def test_generated_patterns_ignore_what_git_ignores(tmp_path: Path, seed: int) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    paths = make_tree(tmp_path, random.Random(seed))  # noqa: S311 - no secret
    expected = ignored_by_git(tmp_path, paths)
    assert {path for path in paths if is_ignored(tmp_path, path)} == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("build/", "build/x.yaml", True),
        ("build/", "x/build/y.yaml", True),
        ("/build", "x/build/y.yaml", False),
        ("*.yaml\n!keep.yaml", "x/keep.yaml", False),
        ("build/\n!build/keep.yaml", "build/keep.yaml", True),
        ("a/**/b.yaml", "a/b.yaml", True),
        ("a/**/b.yaml", "a/x/y/b.yaml", True),
        ("a/*/b.yaml", "a/x/y/b.yaml", False),
        ("# a.yaml", "a.yaml", False),
        ("\\#a.yaml", "#a.yaml", True),
        ("\\!a.yaml", "!a.yaml", True),
        ("a.yaml  ", "a.yaml", True),
        ("a.yaml\\ ", "a.yaml ", True),
        ("a.yaml\r\n", "a.yaml", True),
        ("\ufeffa.yaml", "a.yaml", True),
        ("[a-c].yaml", "b.yaml", True),
        ("[!a-c].yaml", "b.yaml", False),
        ("?.yaml", "b.yaml", True),
        ("a.yaml", "A.yaml", False),
    ],
)
def test_documented_patterns_match_like_git(
    tmp_path: Path, text: str, path: str, *, expected: bool
) -> None:
    (tmp_path / ".gitignore").write_text(text, encoding="utf-8", newline="")
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    assert is_ignored(tmp_path, path) is expected


def test_a_walk_skips_and_counts_ignored_files(folder: Path) -> None:
    (folder / ".gitignore").write_text("build/\n")
    done = run("-f", "concise", cwd=folder)
    assert done.returncode == 1
    assert "build/" not in done.stdout
    assert done.stderr.startswith("1 file: 1 pool checked, 1 file ignored by git; 1 ")
    counts = json.loads(run("-f", "json", cwd=folder).stdout)["summary"]
    assert (counts["files"], counts["ignored_files"]) == (1, 1)
    assert shown(folder) == ["a.yaml"]
    (folder / "empty.toml").touch()
    for option in (
        ["--no-respect-gitignore"],
        ["--no-config"],
        ["--config", "empty.toml"],
    ):
        assert shown(folder, *option) == ["a.yaml", "build/deep/b.yaml"], option
    assert len(lint_paths(folder).files) == 2, "lint_paths reads no settings"


def test_a_named_file_or_folder_is_never_ignored(folder: Path) -> None:
    (folder / ".gitignore").write_text("build/\na.yaml\n")
    assert shown(folder, ".") == []
    assert shown(folder, "a.yaml", "build/deep/b.yaml") == [
        "a.yaml",
        "build/deep/b.yaml",
    ]
    assert shown(folder, "build") == ["build/deep/b.yaml"]
    assert shown(folder, ".", "build", "a.yaml") == ["a.yaml", "build/deep/b.yaml"]
    done = run(".", "a.yaml", cwd=folder)
    assert "1 pool checked, 1 file ignored by git;" in done.stderr
    piped = ("-", "-f", "concise", "--stdin-filename", "a.yaml")
    assert run(*piped, cwd=folder, stdin=BAD).returncode == 1


def test_the_nearest_gitignore_file_decides(folder: Path) -> None:
    (folder / ".gitignore").write_text("/build/deep/*.yaml\n")
    assert shown(folder / "build", ".") == []
    assert shown(folder / "build" / "deep", ".") == []
    (folder / "build" / ".gitignore").write_text("!b.yaml\n")
    assert shown(folder) == ["a.yaml", "build/deep/b.yaml"]
    assert shown(folder / "build") == ["deep/b.yaml"]


def test_ignore_files_outside_the_repository_are_not_read(folder: Path) -> None:
    (folder / ".gitignore").write_text("*.yaml\n")
    (folder / ".git" / "info").mkdir()
    (folder / ".git" / "info" / "exclude").write_text("*.yaml\n")
    (folder / "build" / ".git").write_text("gitdir: elsewhere\n")
    assert shown(folder / "build") == ["deep/b.yaml"]
    assert shown(folder) == ["build/deep/b.yaml"]
    home = folder / "home"
    (home / ".config" / "git").mkdir(parents=True)
    (home / ".config" / "git" / "ignore").write_text("*.yaml\n")
    (folder / ".gitignore").unlink()
    done = run("--show-files", cwd=folder, env={"HOME": str(home)})
    assert done.stdout.startswith("a.yaml\n")


def test_a_gitignore_file_over_the_limit_is_an_error(folder: Path) -> None:
    (folder / ".gitignore").write_text("#" * 300_000)
    done = run(cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "pool-lint: .gitignore: the file is larger than 262,144 bytes\n"
    )
    assert run("a.yaml", cwd=folder).returncode == 1, "a named file needs no .gitignore"


def test_a_gitignore_file_that_is_a_link_is_ignored(folder: Path) -> None:
    (folder / "elsewhere").write_text("*.yaml\n")
    (folder / ".gitignore").symlink_to("elsewhere")
    assert shown(folder) == ["a.yaml", "build/deep/b.yaml"]


HOSTILE = {
    "stars": b"*a" * 130_000,
    "folders": b"**/" * 87_000 + b"b",
    "lines": b"".join(b"*%d*%d*b\n" % (n, n + 1) for n in range(17_000)),
    "classes": b"".join(b"[!%c%c]\n" % (65 + n % 25, 97 + n // 25) for n in range(600)),
    "one class": b"[" + b"a-z" * 87_000,
    "named classes": b"[[:alpha:]]" * 23_000,
    "backslashes": b"\\" * 260_000,
    "spaces": b"a" + b" " * 260_000,
    "slashes": b"/" * 260_000,
    "binary": bytes(range(256)) * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_patterns_are_matched_in_linear_time(name: str) -> None:
    start = time.process_time()
    automaton = automaton_of(HOSTILE[name], "")
    for _ in range(5):
        state = automaton.after(automaton.start, b"a" * 250 + b".yaml")
        automaton.verdict(state, is_folder=False)
    assert time.process_time() - start < 5
