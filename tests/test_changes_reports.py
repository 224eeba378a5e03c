"""Reports of changes: golden files, verdicts as data, and hostile values."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from command import run
from comparing import compare, found, write
from manifests import NAME, REFERENCE, RESOURCE, answer, as_json, changed
from markdown import Rendered
from pool_lint import Report
from pool_lint.changes.run import Request, changes_between
from pool_lint.config.run_options import RunOptions
from pool_lint.model.version import __version__
from pool_lint.reporters import FINDING_FORMATS, Style, reporter
from pool_lint.reporters.markdown_text import MOST_CHARACTERS
from pool_lint.reporters.web import Web
from pool_lint.validation.schemas import REPORT
from test_formats import CHECKS, brief, printed

GOLDEN = Path(__file__).parent / "golden" / "changes"
FILES = {
    "full": "report.txt",
    "concise": "report.concise.txt",
    "json": "report.json",
    "sarif": "report.sarif",
    "github": "report.github.txt",
    "gitlab": "report.gitlab.json",
    "azure": "report.azure.txt",
    "markdown": "report.md",
    "junit": "report.junit.xml",
}
WEB = Web("https://github.com/acme/pools/blob/0123abc", alerts=True)
SCOPE = ("spec", "scope")


@pytest.fixture
def golden(monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(GOLDEN)
    request = Request("old", "pools", "origin/main", ["RD103:test-01"])
    return changes_between(request, RunOptions()).report._replace(describe=brief)


def test_all_formats_have_a_golden_file() -> None:
    assert set(FILES) == set(FINDING_FORMATS)


@pytest.mark.parametrize("style", FILES)
def test_reports_of_changes_match_the_golden_files(golden: Report, style: str) -> None:
    version = f'"version": "{__version__}"'
    output = printed(golden, style).replace(version, '"version": "X.Y.Z"')
    path = Path(FILES[style])
    if os.environ.get("POOL_LINT_GOLDEN") == "write":
        path.write_text(output, encoding="utf-8")
    assert output == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("style", sorted({*CHECKS} - {"markdown", "html"}))
def test_reports_of_changes_are_valid(golden: Report, style: str) -> None:
    assert CHECKS[style](golden) is not None


def test_the_command_prints_the_golden_report(tmp_path: Path) -> None:
    words = ["changes", "old", "pools", "--old-label", "origin/main"]
    done = run(*words, "--accept", "RD103:test-01", cwd=GOLDEN)
    assert done.stdout == (GOLDEN / "report.txt").read_text(encoding="utf-8")
    assert done.stderr == "2 errors, 1 warning, 1 info, 1 accepted (RD103:test-01)\n"
    assert done.returncode == 1
    out = tmp_path / "out.md"
    run(*words, "-q", "-o", f"markdown:{out}", cwd=GOLDEN)
    assert out.read_text().startswith("<!-- pool-lint:changes -->\n")


# --- Places: a change is reported where it is, on both sides


def test_a_changed_field_has_its_old_place_as_related(golden: Report) -> None:
    [finding] = [f for f in golden.findings if f.rule == "RD101"]
    assert (finding.file, finding.range and finding.range.start) == (
        "pools/train.yaml",
        (6, 24),
    )
    [related] = finding.related
    assert (related.file, related.range and related.range.start) == (
        "origin/main:pools/train.yaml",
        (6, 24),
    )


def test_a_removed_field_is_reported_at_the_nearest_key(tmp_path: Path) -> None:
    old = changed((("spec", "jobFlavors"), ["a"]))
    run_ = compare(tmp_path, {"a.yaml": old}, {"a.yaml": REFERENCE})
    [finding] = found(run_)
    text = (tmp_path / "new" / "a.yaml").read_text().splitlines()
    assert finding.range
    assert text[finding.range.start.line - 1] == "spec:"
    [related] = finding.related
    before = (tmp_path / "old" / "a.yaml").read_text().splitlines()
    assert related.range
    assert before[related.range.start.line - 2].strip() == "jobFlavors:"


def test_a_removed_pool_is_reported_in_the_old_file(tmp_path: Path) -> None:
    run_ = compare(tmp_path, {"x/a.yaml": REFERENCE}, {}, label="main")
    [finding] = found(run_)
    assert finding.file == f"main:{tmp_path}/new/x/a.yaml"
    assert finding.range


def test_a_removed_file_matches_per_file_ignores_of_new(tmp_path: Path) -> None:
    settings = '[per-file-ignores]\n"x/**" = ["RD111"]\n'
    new = {"pool-lint.toml": settings}
    old = {"x/a.yaml": REFERENCE, "y.yaml": changed((NAME, "b"))}
    findings = found(compare(tmp_path, old, new))
    assert [f.file.rpartition("/")[2] for f in findings] == ["y.yaml"]


# --- Verdicts as data


def test_json_has_the_verdict_of_each_change_and_pool(golden: Report) -> None:
    value = json.loads(printed(golden, "json"))
    jsonschema.Draft202012Validator(REPORT.data).validate(value)
    changes = [one["change"] for one in value["diagnostics"] if "change" in one]
    [renamed] = [one for one in changes if one["verdict"] == "new-pool"]
    assert len(renamed.pop("fingerprint")) == 8
    assert renamed == {
        "verdict": "new-pool",
        "pool": "train-01",
        "pointer": "/metadata/labels/os.modelarts~1name",
        "change": "changed",
        "was": "train-01",
        "now": "train-02",
        "confidence": "observed",
        "source": "Terraform provider, 2026-08",
        "accepted": False,
        "protected": False,
    }
    assert [one["accepted"] for one in changes].count(True) == 1
    summary = value["summary"]
    assert (summary["verdict"], summary["accepted"]) == ("new-pool", 1)
    assert (summary["errors"], summary["warnings"], summary["infos"]) == (2, 1, 1)
    assert summary["nodes"]["modelarts.vm.gpu.tnt004"] == {"before": 22, "after": 22}
    assert summary["nodes"]["modelarts.vm.gpu.tnt008"] == {"before": 1, "after": 0}
    assert [(p["name"], p["verdict"], p["event"]) for p in summary["pools"]] == [
        ("train-01", "new-pool", None),
        ("infer-01", "destructive", None),
        ("test-01", "destructive", None),
        ("gpu-07", "in-place", None),
        ("old-02", "none", "removed"),
    ]
    assert summary["pools"][3]["nodes"] == {"before": 8, "after": 12}


def test_a_report_of_a_check_has_no_part_about_changes() -> None:
    done = run("-f", "json", "pools", cwd=GOLDEN)
    assert not json.loads(done.stdout)["summary"].keys() & {"verdict", "pools", "nodes"}


# --- Markdown


def rendered(report: Report, web: Web = WEB) -> tuple[str, Rendered]:
    text = "".join(reporter("markdown")(report, Style(web=web)))
    return text, Rendered(text)


def test_markdown_has_a_box_on_github_and_a_bold_headline_elsewhere(
    golden: Report,
) -> None:
    boxed, _ = rendered(golden)
    plain, _ = rendered(golden, Web())
    assert boxed.startswith("<!-- pool-lint:changes -->\n> [!CAUTION]\n> **1 change ")
    assert plain.startswith("<!-- pool-lint:changes -->\n**1 change needs a new pool, ")


def test_markdown_links_files_of_the_new_side_only(golden: Report) -> None:
    text, _ = rendered(golden)
    assert "(https://github.com/acme/pools/blob/0123abc/pools/train.yaml#L6)" in text
    assert "`origin/main:pools/old.yaml:6`: the manifest" in text


def test_markdown_without_changes_is_one_line_with_its_marker(tmp_path: Path) -> None:
    same = {"a.yaml": REFERENCE}
    text, _ = rendered(compare(tmp_path, same, same, label="main").report)
    assert text == (
        "<!-- pool-lint:changes -->\n**No changes to 1 pool.** Base: `main`.\n"
    )


EVIL = "a|b`<img src=x>@all](javascript:x)\n# x\x1b[31m\u202e"


@pytest.mark.parametrize("style", FINDING_FORMATS)
def test_hostile_values_stay_inside_of_their_place(tmp_path: Path, style: str) -> None:
    old = changed((NAME, EVIL), (SCOPE, [EVIL, "Train"]), (("spec", EVIL), EVIL))
    new = changed((NAME, f"{EVIL}2"), ((*RESOURCE, "flavor"), EVIL))
    gone = changed((NAME, f"{EVIL}3"), (("spec", "network", "name"), EVIL))
    run_ = compare(
        tmp_path, {"a.yaml": old, "b.yaml": gone}, {"a.yaml": new}, label=EVIL
    )
    assert found(run_)
    output = printed(run_.report, style)
    assert "\x1b" not in output
    assert "\u202e" not in output
    if style == "markdown":
        text = Rendered(output)
        assert text.comments == ["pool-lint:changes"]
        assert not {"img", "a", "h1"} & {*text.tags}
        assert {len(cells) for cells in text.cells} == {4}


def test_markdown_is_cut_at_whole_findings(tmp_path: Path) -> None:
    old = {
        f"{i}.yaml": changed((NAME, f"pool-{i:04}"), (SCOPE, ["Train", "Infer"]))
        for i in range(300)
    }
    new = {name: changed((NAME, f"pool-{i:04}")) for i, name in enumerate(old)}
    text, _ = rendered(compare(tmp_path, old, new).report)
    assert len(text) <= MOST_CHARACTERS
    assert "**300 changes are destructive.**" in text
    assert "more findings are not shown" in text
    assert "</details>" in text
    assert "of 300 pools." in text


# --- Text for people


def test_running_pools_without_manifest_are_in_the_table(tmp_path: Path) -> None:
    items = [answer(changed((NAME, name))) for name in ("pool-1", "pool-2")]
    live: Any = {"apiVersion": "v2", "kind": "PoolList", "items": items}
    (tmp_path / "live.json").write_text(as_json(live))
    (tmp_path / "a.json").write_text(as_json(changed((NAME, "pool-1"))))
    done = run("changes", "live.json", "a.json", cwd=tmp_path)
    assert done.returncode == 0
    assert "pool-2   not managed   2 -> -   -" in done.stdout
    assert "Nodes: 4 running, 2 in the manifests." in done.stdout
    assert done.stderr == "1 info\n"


def test_networks_have_no_nodes_in_the_table(tmp_path: Path) -> None:
    network: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Network",
        "metadata": {"labels": {"os.modelarts/name": "net-a"}},
        "spec": {"cidr": "192.168.0.0/16"},
    }
    other = {**network, "spec": {"cidr": "10.0.0.0/16"}}
    (tmp_path / "a.json").write_text(as_json(network))
    (tmp_path / "b.json").write_text(as_json(other))
    words = ["changes", "a.json", "b.json", "--edition", "2026-01"]
    done = run(*words, cwd=tmp_path)
    assert "error[RD101]: b.json needs a new network: spec.cidr cannot" in done.stdout
    assert "net-a     new network   -       cidr\n" in done.stdout
    assert "Nodes" not in done.stdout


def test_an_entry_that_a_list_gains_has_no_old_value(tmp_path: Path) -> None:
    second = {"flavor": "modelarts.vm.gpu.tnt008", "count": 1}
    grown = changed((RESOURCE[:-1], [*REFERENCE["spec"]["resources"], second]))
    write(tmp_path / "old", {"a.yaml": REFERENCE})
    write(tmp_path / "new", {"a.yaml": grown})
    shown = run("changes", "old", "new", cwd=tmp_path).stdout
    assert "is added to spec.resources: 1 node more" in shown
    assert "was not set" not in shown


def test_an_unknown_effect_is_not_called_none(tmp_path: Path) -> None:
    write(tmp_path / "old", {"a.yaml": REFERENCE})
    write(tmp_path / "new", {"a.yaml": changed((("spec", "frob"), 1))})
    shown = run("changes", "old", "new", "--no-lint", cwd=tmp_path).stdout
    assert "pool-001   unknown effect   2 -> 2   frob\n" in shown
    assert "1 pool changes: 1 unknown effect.\n" in shown


def test_an_accepted_change_is_a_skipped_test_and_not_a_failure(
    golden: Report,
) -> None:
    output = printed(golden, "junit")
    assert output.count("<skipped ") == len(golden.accepted) == 1
    assert output.count("<failure ") == len(golden.findings)
