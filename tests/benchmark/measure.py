"""Measures commands as whole processes, from start to end."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_KIB = 1024


class Cost(NamedTuple):
    """The cost of a run: CPU and wall seconds, and MiB of its largest process."""

    cpu: float
    wall: float
    mib: float


class Timer:
    """Runs commands in a folder, in an environment where Python keeps bytecode."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        kept = {"PATH", "HOME", "TMPDIR", "SYSTEMROOT"}
        self._variables = {k: v for k, v in os.environ.items() if k in kept}

    def run(self, command: Sequence[str]) -> Cost:
        """Return the cost of a command, including its child processes.

        Raises SystemExit if the command fails.
        """
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=self._folder,
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1}:  # 1: findings
            raise SystemExit(f"{command[0]} ended with {process.returncode}")
        return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / _KIB)

    def ratio(
        self, one: Sequence[str], other: Sequence[str], what: str, pairs: int
    ) -> float:
        """Return the median ratio of pairs of runs, one command after the other.

        Pairs make the ratio independent of a machine that becomes slower.
        """
        self.run(one)  # warm-up: files and bytecode are in the cache afterwards
        self.run(other)
        taken = [(self.run(one), self.run(other)) for _ in range(pairs)]
        number = Cost._fields.index(what)
        return median(a[number] / b[number] for a, b in taken)

    def most(self, command: Sequence[str], runs: int) -> float:
        """Return the peak memory in MiB of the largest process of a command."""
        return max(self.run(command).mib for _ in range(runs))

    def printed(self, command: Sequence[str]) -> float:
        """Return the number that a command prints."""
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=self._variables,
            capture_output=True,
            check=True,
        )
        return float(done.stdout)
