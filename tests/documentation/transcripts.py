"""Runs the commands of a page, and writes their output into the page.

A fenced block of the language ``console`` holds commands after ``$ `` and their
output: standard output first, then standard error. ``exit=1`` behind the language is
the exit code of the last command. A block of the language ``sh`` holds commands only.

The commands of a page run in one folder, in their order. Comments fill that folder:

- ``<!-- file: NAME -->`` writes the next block to a file.
- ``<!-- hidden: NAME`` writes the rest of the comment to a file.
- ``<!-- copy: FROM TO -->`` copies a file or a folder of the checkout.
- ``<!-- same: NAME -->`` fills the next block with a file of the checkout.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import processes

ROOT = Path(__file__).parent.parent.parent
WIDTH = 100
_VARIABLES = {
    "COLUMNS": str(WIDTH),
    "NO_COLOR": "1",
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
}
_PART = re.compile(
    r"(?ms)^<!-- hidden: (?P<hidden>\S+)\n(?P<content>.*?)-->$"
    r"|^<!-- copy: (?P<source>\S+) (?P<target>\S+) -->$"
    r"|^(?P<marker><!-- (?P<action>file|same): (?P<name>\S+) -->\n)?"
    r"^(?P<fence>```+)(?P<language>\w+)(?: exit=(?P<code>\d+))?\n"
    r"(?P<body>.*?)^(?P=fence)$"
)
_SHELL = re.compile(r"[|<>&;$*`]")
# Commands that need a network, a repository or a server; other tests run them.
_ELSEWHERE = (
    *(
        "cp ",
        "envsubst ",
        "eval ",
        "exec ",
        "git ",
        "hooks/",
        "pip ",
        "pre-commit ",
        "pytest",
    ),
    *("python ", "#"),
)


class Ran(NamedTuple):
    """A command with its exit code and output."""

    command: str
    code: int
    output: str


def renewed(text: str) -> str:
    """Return a page with the current output of its commands."""
    return renewed_with_commands(text)[0]


def renewed_with_commands(text: str) -> tuple[str, list[Ran]]:
    """Return a page with the current output of its commands, and the commands."""
    ran: list[Ran] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "repository"
        (folder / ".git").mkdir(parents=True)
        new = _PART.sub(lambda part: _part(part, folder, ran), text)
    return new, ran


def run(command: str, folder: Path) -> Ran:
    """Run one command line as on a terminal without colours, 100 columns wide."""
    words = shlex.split(command, comments=True)
    plain = words[:1] == ["pool-lint"] and not _SHELL.search(command)
    if plain:
        done = processes.run(*words[1:], cwd=folder, env=_VARIABLES)
        return Ran(command, done.returncode, (done.stdout + done.stderr).decode())
    shell = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**processes.ENVIRONMENT, **_VARIABLES},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return Ran(command, shell.returncode, (shell.stdout + shell.stderr).decode())


def _part(part: re.Match[str], folder: Path, ran: list[Ran]) -> str:
    if part["source"]:
        _copy(ROOT / part["source"], folder / part["target"])
        return part[0]
    if part["hidden"]:
        _write(folder / part["hidden"], part["content"])
        return part[0]
    body = part["body"]
    if part["action"] == "same":
        body = (ROOT / part["name"]).read_text(encoding="utf-8")
    elif part["action"] == "file":
        _write(folder / part["name"], body)
    if part["language"] == "sh":
        lines = [line for line in body.splitlines() if line and not _elsewhere(line)]
        ran += [run(line, folder) for line in lines]
    if part["language"] != "console":
        return _block(part, part["language"], body)
    commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
    done = [run(line, folder) for line in commands]
    ran += done
    code = f" exit={done[-1].code}" if done[-1].code else ""
    # An empty line parts an output from the next command.
    pieces = [
        f"$ {one.command}\n" + (f"{one.output}\n" * bool(one.output)) for one in done
    ]
    body = "".join(pieces).removesuffix("\n\n") + "\n" * pieces[-1].endswith("\n\n")
    return _block(part, f"console{code}", body)


def _block(part: re.Match[str], language: str, body: str) -> str:
    marker, fence = part["marker"] or "", part["fence"]
    return f"{marker}{fence}{language}\n{body}{fence}"


def _elsewhere(line: str) -> bool:
    return line.startswith(_ELSEWHERE)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)
