"""Runs pool-lint in a separate process with limits on memory and CPU time."""

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
"""CPU seconds added to each run: a real process also loads Python and pool-lint."""


def drop_root_privileges() -> None:
    """Let file modes apply to root too, by dropping two capabilities."""
    if os.geteuid() == 0:
        drop, may_override, may_search = 24, 1, 2  # of prctl, and capabilities
        for capability in (may_override, may_search):
            assert ctypes.CDLL(None).prctl(drop, capability, 0, 0, 0) == 0


class Outcome(NamedTuple):
    """The result of a process: exit code, both outputs, and CPU seconds."""

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
    """Run pool-lint with limits on CPU seconds and on memory in MiB.

    An assertion fails if the run exceeds a limit. Too much memory is a MemoryError in
    the process, which pool-lint reports as an internal error with exit code 2.
    """
    most = int(seconds * 4) + 1  # kills a run that hangs; slow runs fail below
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
