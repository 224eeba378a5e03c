"""Measures the speed of pool-lint as ratios: ``python -m tests.benchmark``.

It installs pool-lint and the tools for comparison in a new environment, with bytecode
as for users. Options: ``--pairs N`` (5), and ``--write`` to update docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import fleet  # noqa: E402 - needs the line above
from measure import Timer  # noqa: E402
from rows import Row, rows  # noqa: E402
from table import PAGE, line, with_figures  # noqa: E402

SCHEMA = ROOT / "schemas" / "2025-08-20" / "create-pool.schema.json"
TOOLS = ("check-jsonschema", "yamllint")
CORES = 2


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each command")
    parser.add_argument("--write", action="store_true", help="renew docs/speed.md")
    parser.add_argument("--only", default="", help="rows that hold this text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _environment(folder / "environment"):
            _manifests(folder)
            wanted = [r for r in rows(folder, str(SCHEMA)) if options.only in r.measure]
            lines = list(_measured(wanted, Timer(folder), options.pairs))
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(with_figures(text, _about(), lines), encoding="utf-8")


@contextmanager
def _environment(folder: Path) -> Iterator[None]:
    """Put a new environment first on the PATH, and use only two cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    bin_ = folder / "bin"
    install = [str(bin_ / "python"), "-m", "pip", "install", "--quiet"]
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([*install, str(ROOT), *TOOLS], check=True, env=variables)
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{bin_}{os.pathsep}{before}"
    yield
    os.environ["PATH"] = before


def _manifests(folder: Path) -> None:
    for ending, as_json in (("", False), ("-json", True)):
        fleet.write(folder / f"one{ending}", [1], as_json=as_json)
        fleet.write(folder / f"thousand{ending}", range(1, 1_001), as_json=as_json)
        fleet.write(folder / f"myriad{ending}", range(1, 10_001), as_json=as_json)
    fleet.write(folder / "broken", [fleet.BROKEN])


def _measured(wanted: list[Row], timer: Timer, pairs: int) -> Iterator[str]:
    for row in wanted:
        figure = row.figure(timer, pairs)
        text = line(row.measure, row.goal, figure)
        missed = row.goal is not None and figure > row.goal
        print(text, "missed" if missed else "", flush=True)  # noqa: T201 - a tool
        yield text


def _about() -> str:
    today = datetime.now(tz=UTC).date()
    return f"{today}, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    main()
