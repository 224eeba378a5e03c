"""What is measured is what it is said to be."""

from __future__ import annotations

import json
import re
from pathlib import Path

import fleet
from rows import rows
from table import README, line, with_figures

from pool_lint import lint_text

TEXT = README.read_text(encoding="utf-8")


def test_every_tenth_manifest_is_broken_and_no_other() -> None:
    found = {number: lint_text(fleet.text(number)) for number in range(1, 401)}
    assert {n for n, findings in found.items() if findings} == set(range(10, 401, 10))
    rules = {finding.rule for findings in found.values() for finding in findings}
    assert len(rules) >= 7, "the mistakes differ"
    assert fleet.BROKEN in found


def test_a_manifest_has_about_35_lines() -> None:
    lengths = {len(fleet.text(number).splitlines()) for number in range(1, 401)}
    assert (min(lengths), max(lengths)) == (31, 36)


def test_manifests_differ() -> None:
    assert len({fleet.text(number) for number in range(1, 401)}) == 400


def test_it_is_the_same_as_json(tmp_path: Path) -> None:
    fleet.write(tmp_path / "yaml", range(1, 31))
    fleet.write(tmp_path / "json", range(1, 31), as_json=True)
    for path in (tmp_path / "yaml").rglob("*.yaml"):
        text = (tmp_path / "json" / path.parent.name / f"{path.stem}.json").read_text()
        if int(path.stem) % 10:
            assert lint_text(text, filename="a.json") == []
            assert json.loads(text)["kind"] == "Pool"
        else:
            assert lint_text(text, filename="a.json")


def test_the_readme_shows_each_row_with_its_figure() -> None:
    [table] = re.findall(r"(?s)<!-- figures -->(.*)<!-- /figures -->", TEXT)
    shown = [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in table.split("\n")
    ]
    measured = [cells for cells in shown if len(cells) == 3][2:]
    wanted = [
        [cell.strip() for cell in line(row.measure, row.goal, 1).split("|")[1:-1]]
        for row in rows(Path(), "")
    ]
    assert [cells[:2] for cells in measured] == [cells[:2] for cells in wanted]
    assert all(float(cells[2]) > 0 for cells in measured)


def test_figures_are_put_in_their_place() -> None:
    text = "a\n<!-- figures -->\nold\n<!-- /figures -->\nb\n"
    lines = [line("x", 1.6, 1.234), line("y", 80, 43.2), line("z", None, 0.25)]
    before, after = with_figures(text, "today", lines).split("|---|---|---|\n")
    assert before == "a\n<!-- figures -->\ntoday\n\n| measure | goal | figure |\n"
    assert after == (
        "| x | ≤ 1.60 | 1.23 |\n| y | ≤ 80 | 43 |\n| z |  | 0.250 |\n"
        "<!-- /figures -->\nb\n"
    )
