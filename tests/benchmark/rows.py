"""The measurements: commands, commands for comparison, and goals."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from measure import Timer

LOAD = Path(__file__).with_name("load.py")
COMPARE = Path(__file__).with_name("compare.py")
POLICIES = Path(__file__).with_name("policies.toml")
EDIT = Path(__file__).with_name("edit.py")


class Row(NamedTuple):
    """A command that is measured, mostly as a ratio to another one.

    The figure is the median ratio of ``what``: ``cpu`` or ``wall``. Without another
    command it is the MiB of the largest process, or the number that the command prints.
    ``goal`` is the upper limit, or None.
    """

    measure: str
    goal: float | None
    what: str
    command: list[str]
    other: list[str]
    pairs: int = 1

    def figure(self, timer: Timer, pairs: int) -> float:
        """Measure and return the figure; quick commands run more pairs."""
        if self.what == "printed":
            return timer.printed(self.command)
        if not self.other:
            return timer.most(self.command, pairs)
        return timer.ratio(self.command, self.other, self.what, pairs * self.pairs)


def rows(folder: Path, schema: str) -> list[Row]:
    """Return the rows for a folder with the generated manifests."""

    def check(fleet: str) -> list[str]:
        files = sorted(str(path) for path in (folder / fleet).rglob("*.*"))
        return ["check-jsonschema", "--schemafile", schema, *files]

    imports = ["python", "-c", "import yaml, click"]
    load = ["python", str(LOAD)]
    lint, alone = ["pool-lint"], ["pool-lint", "--jobs", "1"]
    return [
        Row("one valid file, CPU, against `python -c 'import yaml, click'`",
            1.7, "cpu", [*lint, "one"], imports, 4),
        Row("one broken file, CPU, against the same",
            2.7, "cpu", [*lint, "broken"], imports, 4),
        Row("one file, wall, against check-jsonschema",
            0.4, "wall", [*lint, "one"], check("one"), 2),
        Row("1,000 files, one job, CPU, against loading them with `CSafeLoader`",
            2.0, "cpu", [*alone, "thousand"], [*load, "thousand"], 2),
        Row("1,000 files with four policies, one job, CPU, against no policies",
            1.1, "cpu", [*alone, "--config", str(POLICIES), "thousand"],
            [*alone, "thousand"], 2),
        Row("1,000 files, wall, against check-jsonschema",
            0.1, "wall", [*lint, "thousand"], check("thousand")),
        Row("1,000 files, wall, against yamllint",
            0.1, "wall", [*lint, "thousand"], ["yamllint", "thousand"]),
        Row("10,000 files, wall, against check-jsonschema",
            1 / 15, "wall", [*lint, "myriad"], check("myriad")),
        Row("10,000 files, MiB of the largest process",
            80, "MiB", [*lint, "myriad"], []),
        Row("10,000 files, CPU, against 1,000 files",
            11, "cpu", [*lint, "myriad"], [*lint, "thousand"]),
        Row("one valid JSON file, CPU, against `python -c 'import yaml, click'`",
            1.7, "cpu", [*lint, "one-json"], imports, 4),
        Row("1,000 JSON files, one job, CPU, against loading them with `CSafeLoader`",
            2.0, "cpu", [*alone, "thousand-json"], [*load, "thousand-json"], 2),
        Row("1,000 JSON files, wall, against check-jsonschema",
            None, "wall", [*lint, "thousand-json"], check("thousand-json")),
        Row("10,000 JSON files, MiB of the largest process",
            80, "MiB", [*lint, "myriad-json"], []),
        Row("10,000 JSON files, CPU, against 1,000 files",
            11, "cpu", [*lint, "myriad-json"], [*lint, "thousand-json"]),
        Row("a change of one file in the editor, ms until it is linted",
            20, "printed", ["python", str(EDIT), "one"], []),
        Row("1,000 changed pools on both sides of `pool-lint changes`, seconds",
            2, "printed", ["python", str(COMPARE), "thousand"], []),
    ]  # fmt: skip
