"""The benchmark's manifests and its table in the README are as described."""

from __future__ import annotations

import json
import re
from pathlib import Path

import fleet
from rows import POLICIES, rows
from table import PAGE, line, with_figures

from pool_lint import RunOptions, Source, Workspace, lint_text

TEXT = PAGE.read_text(encoding="utf-8")


def test_only_every_tenth_manifest_has_mistakes() -> None:
    found = {number: lint_text(fleet.text(number)) for number in range(1, 401)}
    assert {n for n, findings in found.items() if findings} == set(range(10, 401, 10))
    rules = {finding.rule for findings in found.values() for finding in findings}
    assert len(rules) >= 7, "the mistakes differ"
    assert fleet.BROKEN in found


def test_manifests_follow_the_four_policies() -> None:
    workspace = Workspace(RunOptions(settings_file=str(POLICIES)))
    texts = [fleet.text(number) for number in range(1, 41)]
    found = {
        f.rule for t in texts for f in workspace.lint(Source("a.yaml", t)).findings
    }
    ids = [rule.id for rule in workspace.all_rules if rule.id.startswith("ACME")]
    assert len(ids) == 4
    assert found
    assert not found & set(ids)
    many = fleet.text(1).replace("count: 1\n", "count: 99\n")
    assert "ACME002" in str(workspace.lint(Source("a.yaml", many)))


def test_a_manifest_has_about_35_lines() -> None:
    lengths = {len(fleet.text(number).splitlines()) for number in range(1, 401)}
    assert (min(lengths), max(lengths)) == (31, 36)


def test_no_two_manifests_are_equal() -> None:
    assert len({fleet.text(number) for number in range(1, 401)}) == 400


def test_json_manifests_have_mistakes_where_yaml_ones_do(tmp_path: Path) -> None:
    fleet.write(tmp_path / "yaml", range(1, 31))
    fleet.write(tmp_path / "json", range(1, 31), as_json=True)
    for path in (tmp_path / "yaml").rglob("*.yaml"):
        text = (tmp_path / "json" / path.parent.name / f"{path.stem}.json").read_text()
        if int(path.stem) % 10:
            assert lint_text(text, filename="a.json") == []
            assert json.loads(text)["kind"] == "Pool"
        else:
            assert lint_text(text, filename="a.json")


def test_the_table_shows_a_figure_for_each_measurement() -> None:
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


def test_new_figures_replace_the_old_table() -> None:
    text = "a\n<!-- figures -->\nold\n<!-- /figures -->\nb\n"
    lines = [line("x", 1.6, 1.234), line("y", 80, 43.2), line("z", None, 0.25)]
    before, after = with_figures(text, "today", lines).split("|---|---|---|\n")
    assert before == "a\n<!-- figures -->\ntoday\n\n| measure | goal | figure |\n"
    assert after == (
        "| x | ≤ 1.60 | 1.23 |\n| y | ≤ 80 | 43 |\n| z |  | 0.250 |\n"
        "<!-- /figures -->\nb\n"
    )
