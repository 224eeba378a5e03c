"""Prints how many milliseconds pass until a changed text is linted, as in an editor."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

from pool_lint import RunOptions
from pool_lint.project.session import Session

RUNS = 50


def milliseconds(file: Path) -> float:
    """Return the median time of linting a text after a key, in milliseconds."""
    text, session = file.read_text(encoding="utf-8"), Session(RunOptions())
    taken = []
    for number in range(RUNS):
        start = time.perf_counter()
        session.refresh()
        session.update(str(file.absolute()), f"{text}# {number}\n")
        session.results()
        taken.append(time.perf_counter() - start)
    return 1000 * median(taken)


if __name__ == "__main__":
    [one] = Path(sys.argv[1]).rglob("*.yaml")
    print(milliseconds(one))  # noqa: T201 - a tool
