"""Runs the command line in tests, with text for input and outputs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import processes

COMMAND = processes.COMMAND


def run(
    *arguments: str,
    cwd: Path,
    stdin: str | bytes = b"",
    env: dict[str, str] | None = None,
    fresh: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run ``pool-lint`` and check that it prints no traceback.

    ``fresh`` starts a new Python process, for tests of the start.
    """
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = processes.run(*arguments, cwd=cwd, stdin=data, env=env or {}, fresh=fresh)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    command = [COMMAND, *arguments]
    return subprocess.CompletedProcess(command, done.returncode, out, err)
