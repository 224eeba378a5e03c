"""Prints how many seconds it takes to compare manifests with changed ones."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

RUNS = 5


def seconds(folder: Path) -> float:
    """Return the median time of ``pool-lint changes`` for a folder, in seconds.

    In the new manifests, count and maxCount have one more digit.
    """
    with tempfile.TemporaryDirectory() as new:
        for path in folder.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8").replace("ount: ", "ount: 1")
            (Path(new) / path.name).write_text(text, encoding="utf-8")
        return median(_seconds(folder, Path(new)) for _ in range(RUNS))


def _seconds(old: Path, new: Path) -> float:
    start = time.perf_counter()
    command = ["pool-lint", "changes", str(old), str(new)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return time.perf_counter() - start


if __name__ == "__main__":
    print(seconds(Path(sys.argv[1])))  # noqa: T201 - a tool
