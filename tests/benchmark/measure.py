"""Commands measured as whole processes, from their start to their end."""

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
    """What one run has taken: seconds, and the MiB of its largest process."""

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
        """Return what a command takes; the system counts what its children take too.

        Raises SystemExit for a command that has not done its work.
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
        if process.returncode not in {0, 1}:  # 1: something was found
            raise SystemExit(f"{command[0]} ended with {process.returncode}")
        return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / _KIB)

    def ratio(
        self, one: Sequence[str], other: Sequence[str], what: str, pairs: int
    ) -> float:
        """Return the median of the ratios of pairs: one run of each, in turn.

        So the ratio holds also where the machine gets slower meanwhile.
        """
        self.run(one)  # once, so that files and bytecode are at hand
        self.run(other)
        taken = [(self.run(one), self.run(other)) for _ in range(pairs)]
        number = Cost._fields.index(what)
        return median(a[number] / b[number] for a, b in taken)

    def most(self, command: Sequence[str], runs: int) -> float:
        """Return the most MiB that the largest process of a command has held."""
        return max(self.run(command).mib for _ in range(runs))
