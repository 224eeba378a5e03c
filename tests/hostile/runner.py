"""Runs the command as a process of its own, with little memory and little time."""

from __future__ import annotations

import ctypes
import os
import resource
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import processes

COMMAND = processes.COMMAND
ENVIRONMENT = processes.ENVIRONMENT
MIB = 1024 * 1024
# What SECURITY.md promises for any file of up to 3 MiB.
MOST_SECONDS = 5
MOST_MIB = 256
START = 0.1
"""CPU seconds that a fork saves: users' processes load Python and pool-lint first."""


def as_anybody() -> None:
    """Take from root what lets it read and write files whatever their modes say."""
    if os.geteuid() == 0:
        drop, may_override, may_search = 24, 1, 2  # of prctl, and capabilities
        for capability in (may_override, may_search):
            assert ctypes.CDLL(None).prctl(drop, capability, 0, 0, 0) == 0


class Outcome(NamedTuple):
    """How a process ended: exit code, both outputs, and CPU seconds."""

    code: int
    out: str
    err: str
    seconds: float


def run(  # noqa: PLR0913 - what a process can be given
    *arguments: str | bytes,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    seconds: float = MOST_SECONDS,
    mib: int = MOST_MIB,
    prepare: Callable[[], object] | None = None,
    command: tuple[str, ...] = (COMMAND,),
) -> Outcome:
    """Run pool-lint within limits; more of either is an assertion that fails.

    A process that asks for more memory than it may have gets a MemoryError, which is
    an internal error and exit 2; one that takes more CPU time is killed.
    """
    most = int(seconds * 4) + 1  # to end what hangs; what is slow is told below
    done = processes.run(
        *map(os.fsdecode, arguments),
        cwd=cwd,
        stdin=stdin,
        env=env,
        limits={resource.RLIMIT_DATA: mib * MIB, resource.RLIMIT_CPU: most},
        prepare=prepare,
        command=command,
    )
    out, err = done.stdout.decode(errors="replace"), done.stderr.decode()
    assert "Traceback" not in err, err
    assert "internal error" not in err, err
    assert "MemoryError" not in err, err
    assert done.returncode in {0, 1, 2, 130, 143}, (done.returncode, err)
    assert done.seconds + START <= seconds, f"{done.seconds:.1f} s of CPU time"
    return Outcome(done.returncode, out, err, done.seconds)
