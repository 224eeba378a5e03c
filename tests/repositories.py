"""Real git repositories for tests: commands in a clean environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import processes

HOOKS = Path(__file__).parent.parent / "hooks"
ODD_NAMES = [
    "two words.yaml",
    "-rf.yaml",
    "--no-config.yaml",
    "two\nlines.yaml",
    "tab\tand \"quotes\" 'n' \\ $(touch x) `y`.yaml",
    "größe/池.yaml",
    os.fsdecode(b"latin-\xe9.yaml"),
    "*.yaml",
    ":(exclude)x.yaml",
    "a=b.yaml",
    "ENDING.YAML",
    "x" * 250 + ".yml",
    "deep/er/.hidden.json",
    "node_modules/module.json",
]
FORGING_NAMES = [
    "::error ::x.yaml",
    "##[error]x.yaml",
    "##vso[x]###[y].json",
    "x\n::error ::y.yaml",
    "\x1b[2J\x9b.yaml",
    "section_start:1:x.yaml",
]
POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    f"oid sha256:{'0123456789abcdef' * 4}\nsize 1234\n"
)
Done = subprocess.CompletedProcess[str]


def search_path(*folders: Path) -> str:
    """Return a PATH that begins with these folders, and with the installed tools."""
    tools = Path(processes.COMMAND).parent
    return os.pathsep.join([*map(str, folders), str(tools), os.environ["PATH"]])


@dataclass(frozen=True)
class Box:
    """A folder for repositories, and commands in a clean environment."""

    root: Path

    @property
    def scratch(self) -> Path:
        return self.root / "scratch"

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Return a clean environment; ``more`` overrides it."""
        people = {
            f"GIT_{who}_{what.upper()}": f"{what}@example.com"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("name", "email")
        }
        return {
            "PATH": search_path(processes.linter()),
            "HOME": str(self.root),
            "TMPDIR": str(self.scratch),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **people,
            **more,
        }

    def run(
        self,
        *command: str | Path,
        cwd: Path,
        stdin: str | bytes = "",
        env: Mapping[str, str] | None = None,
    ) -> Done:
        """Run a command; its result holds both outputs as one text."""
        done = subprocess.run(
            list(command),
            cwd=cwd,
            env=self.environment(env or {}),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output = done.stdout.decode(errors="backslashreplace")
        return subprocess.CompletedProcess(done.args, done.returncode, output)


@dataclass(frozen=True)
class Repository:
    """A git repository in a box."""

    box: Box
    folder: Path

    def run(self, *arguments: str, **options: Any) -> Done:
        return self.box.run("git", *arguments, **{"cwd": self.folder, **options})

    def git(self, *arguments: str, **options: Any) -> str:
        """Run git, which must succeed, and return its output."""
        done = self.run(*arguments, **options)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def stage(self, name: str, text: str) -> Path:
        path = self.write(name, text)
        self.git("add", "--force", "--", f":(literal){name}")
        return path

    def commit(self, *options: str, **more: Any) -> Done:
        return self.run("commit", "--quiet", "--message", "Change", *options, **more)

    def keep(self, **files: str) -> str:
        """Commit files without hooks, and return the id of the commit."""
        for name, text in files.items():
            self.stage(name.replace("_", "."), text)
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "Kept")
        return self.git("rev-parse", "HEAD").strip()


def repository(box: Box, name: str, *options: str) -> Repository:
    found = Repository(box, box.root / name)
    init = ("init", "--quiet", "--initial-branch=main", *options, name)
    found.git(*init, cwd=box.root)
    return found


def install(name: str, hooks: Path, installed: str | None = None) -> Path:
    hooks.mkdir(exist_ok=True)
    return Path(shutil.copy(HOOKS / name, hooks / (installed or name)))


def blob(repository: Repository, text: str) -> str:
    return repository.git("hash-object", "-w", "--stdin", stdin=text).strip()


def program(folder: Path, name: str, *lines: str) -> str:
    """Create a program and return a PATH that begins with it."""
    folder.mkdir()
    (folder / name).write_text("\n".join(["#!/bin/sh", *lines, ""]))
    (folder / name).chmod(0o755)
    return search_path(folder, processes.linter())


def findings(output: str) -> list[str]:
    """Return the files with findings in an output of the full format."""
    return re.findall(r"(?m)^(?:remote: )? *--> (.+?):\d+:\d+ *$", output)


def refused(done: Done, *files: str) -> str:
    assert done.returncode == 1, done.stdout
    assert findings(done.stdout) == list(files), done.stdout
    return done.stdout


def passed(done: Done) -> str:
    assert done.returncode == 0, done.stdout
    assert findings(done.stdout) == []
    return done.stdout
