"""Baselines: recorded findings are counted, new ones are reported."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from command import run
from manifests import NAME, RESOURCE, as_yaml, changed

COUNT = (*RESOURCE, "maxCount")
BAD = as_yaml(changed((NAME, "pool-bad"), (COUNT, 5)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(BAD)
    (tmp_path / "good.yaml").write_text(as_yaml(changed()))
    return tmp_path


def test_recorded_findings_are_counted_and_pass(folder: Path) -> None:
    done = run("--write-baseline", "base.json", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "base.json: recorded 1 finding (1 new)",
        "2 files: 2 pools checked; 1 in the baseline",
    ]
    recorded = json.loads((folder / "base.json").read_text())
    [key] = recorded["findings"]["a.yaml"]["RP301"]
    assert re.fullmatch("/spec/resources/0/maxCount#[0-9a-f]{8}", key)
    assert recorded == {"version": 1, "findings": {"a.yaml": {"RP301": {key: 1}}}}
    done = run("a.yaml", "good.yaml", "--baseline", "base.json", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "2 files: 2 pools checked; 1 in the baseline\n"
    shown = run("a.yaml", "--baseline", "base.json", "-f", "json", cwd=folder).stdout
    assert json.loads(shown)["summary"]["baselined"] == 1


def test_a_baseline_is_not_named_as_a_ci_command(folder: Path) -> None:
    for option in ("--write-baseline", "--baseline"):
        done = run("a.yaml", option, "::error::base.json", cwd=folder)
        assert done.returncode == 0
        assert not done.stderr.startswith("::")
        (folder / "a.yaml").write_text(as_yaml(changed()))
    assert done.stderr.startswith("./::error::base.json: 1 entry no longer found")


def test_a_recorded_finding_may_move_and_change_its_message(folder: Path) -> None:
    run("--write-baseline", "base.json", cwd=folder)
    (folder / "a.yaml").write_text(
        "# moved\n\n" + BAD.replace("maxCount: 5", "maxCount: 7")
    )
    assert run("a.yaml", "--baseline", "base.json", cwd=folder).returncode == 0


def manifest_with(*items: str) -> str:
    head, _, _ = as_yaml(changed()).partition("  resources:\n")
    listed = "".join(f"  - {{flavor: modelarts.vm.gpu.{item}}}\n" for item in items)
    return f"{head}  resources:\n{listed}"


A, B, GOOD = "a, count: 0", "b, count: 0", "x, count: 1"


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        ([A, B], [GOOD, A, B], []),
        ([A, B], [B, A], []),
        ([GOOD, A], [A], []),
        ([A], ["x, count: 0", A], [0]),
        ([A], [A, "x, count: 0"], [1]),
        ([A], ["a, count: 1", "x, count: 0"], [1]),
        ([A, B], ["a, count: 1", B, "x, count: 0"], [2]),
        ([A], [GOOD, "y, count: 1", A], []),
        ([A], ["a, count: -1"], []),
        ([A, A], [GOOD, A, A, A], [3]),
    ],
)
def test_an_unchanged_item_is_recognised_at_any_index(
    folder: Path, before: list[str], after: list[str], new: list[int]
) -> None:
    file = folder / "a.yaml"
    options = ("a.yaml", "--ignore", "RP3", "-f", "json")
    file.write_text(manifest_with(*before))
    run(*options, "--write-baseline", "base.json", cwd=folder)
    file.write_text(manifest_with(*after))
    done = run(*options, "--baseline", "base.json", cwd=folder)
    paths = [found["path"] for found in json.loads(done.stdout)["diagnostics"]]
    assert paths == [f"spec.resources[{number}].count" for number in new]


def test_items_of_inner_lists_and_other_documents_are_recognised(folder: Path) -> None:
    bad = as_yaml(changed((("spec", "scope"), ["Trian"])))
    (folder / "a.yaml").write_text(bad)
    run("a.yaml", "--write-baseline", "base.json", cwd=folder)
    more = bad.replace("- Trian", "- Train\n  - Trian").replace("pool-001", "pool-y")
    (folder / "a.yaml").write_text(f"{as_yaml(changed((NAME, 'pool-x')))}---\n{more}")
    done = run("a.yaml", "--baseline", "base.json", cwd=folder)
    assert (done.returncode, "gone" in done.stderr) == (0, False)


def test_a_baseline_of_an_earlier_version_is_read(folder: Path) -> None:
    old = {"a.yaml": {"RP301": {"/spec/resources/0/maxCount": 1}}}
    (folder / "base.json").write_text(json.dumps({"version": 1, "findings": old}))
    done = run("a.yaml", "--baseline", "base.json", cwd=folder)
    assert done.returncode == 0
    assert done.stderr == "1 file: 1 pool checked; 1 in the baseline\n"
    done = run("--write-baseline", "base.json", cwd=folder)
    assert "recorded 1 finding (unchanged)" in done.stderr


def test_a_new_finding_fails(folder: Path) -> None:
    run("--write-baseline", "base.json", cwd=folder)
    (folder / "a.yaml").write_text(BAD.replace("Dedicate", "Dedicated"))
    done = run("a.yaml", "--baseline", "base.json", "-f", "concise", cwd=folder)
    assert done.returncode == 1
    assert "RP105" in done.stdout
    assert "RP301" not in done.stdout
    (folder / "b.yaml").write_text(BAD.replace("pool-bad", "pool-b"))
    done = run("b.yaml", "--baseline", "base.json", "-f", "concise", cwd=folder)
    assert (done.returncode, done.stdout.count("RP301")) == (1, 1)


def test_one_more_finding_at_a_pointer_is_new(folder: Path) -> None:
    """Two documents of one file have equal pointers, so the baseline counts them."""
    run("a.yaml", "--write-baseline", "base.json", cwd=folder)
    twice = f"{BAD}---\n{BAD.replace('pool-bad', 'pool-b')}"
    (folder / "a.yaml").write_text(twice)
    done = run("a.yaml", "--baseline", "base.json", "-f", "concise", cwd=folder)
    assert (done.returncode, done.stdout.count("RP301")) == (1, 1)


def test_entries_no_longer_found_are_reported(folder: Path) -> None:
    run("--write-baseline", "base.json", cwd=folder)
    before = (folder / "base.json").read_text()
    (folder / "a.yaml").write_text(BAD.replace("maxCount: 5", "maxCount: 2"))
    done = run("--baseline", "base.json", cwd=folder)
    assert done.returncode == 0
    assert done.stderr.splitlines()[:2] == [
        "base.json: 1 entry no longer found; remove it with --write-baseline",
        "  a.yaml: RP301 at /spec/resources/0/maxCount",
    ]
    assert (folder / "base.json").read_text() == before, "--baseline never writes"
    other = run("good.yaml", "--baseline", "base.json", cwd=folder)
    assert "gone" not in other.stderr, "a.yaml was not linted"


def test_write_baseline_prints_what_changed(folder: Path) -> None:
    run("--write-baseline", "base.json", cwd=folder)
    again = run("--write-baseline", "base.json", cwd=folder)
    assert "recorded 1 finding (unchanged)" in again.stderr
    (folder / "a.yaml").write_text(BAD.replace("maxCount: 5", "maxCount: 2"))
    (folder / "b.yaml").write_text(
        BAD.replace("type: Dedicate", "type: X").replace("pool-bad", "pool-b")
    )
    changed_ = run("--write-baseline", "base.json", cwd=folder)
    assert "recorded 1 finding (1 new, 1 removed)" in changed_.stderr


def test_file_names_are_relative_to_the_baseline(folder: Path) -> None:
    (folder / "sub").mkdir()
    run(".", "--write-baseline", "sub/base.json", cwd=folder)
    known = json.loads((folder / "sub" / "base.json").read_text())
    assert list(known["findings"]) == ["../a.yaml"]
    for place, base in ((folder, "sub/base.json"), (folder / "sub", "base.json")):
        path = str((folder / "a.yaml").absolute())
        assert run(path, "--baseline", base, cwd=place).returncode == 0


def test_syntax_errors_are_never_recorded(folder: Path) -> None:
    (folder / "broken.yaml").write_text("kind: Pool\na: [\n")
    done = run("--write-baseline", "base.json", "-f", "concise", cwd=folder)
    assert (done.returncode, done.stdout.count("RP001")) == (1, 1)
    assert "broken.yaml" not in (folder / "base.json").read_text()
    assert run("--baseline", "base.json", cwd=folder).returncode == 1


def test_findings_over_the_limit_are_recorded(folder: Path) -> None:
    manifest_with = "".join(f"    - {{flavor: f{n}, count: 0}}\n" for n in range(150))
    head, _, _ = as_yaml(changed()).partition("  resources:")
    (folder / "many.yaml").write_text(f"{head}  resources:\n{manifest_with}")
    assert "150 errors" in run("many.yaml", cwd=folder).stderr
    run("many.yaml", "--write-baseline", "base.json", cwd=folder)
    done = run("many.yaml", "--baseline", "base.json", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    (folder / "base.json").write_text('{"version": 1, "findings": {}}')
    done = run("many.yaml", "--baseline", "base.json", "-f", "json", cwd=folder)
    shown = json.loads(done.stdout)
    assert len(shown["diagnostics"]) == 100
    assert shown["summary"]["errors"] == 150


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "x",
        "{}",
        '{"version": 2, "findings": {}}',
        '{"version": 1, "findings": []}',
        '{"version": 1, "findings": {"a": 1}}',
        '{"version": 1, "findings": {"a": {"b": {"c": "x"}}}}',
        '{"version": 1, "findings": {"a": {"b": {"c": null}}}}',
        "[" * 100_000,
        "\xff",
    ],
)
def test_an_invalid_baseline_is_an_error(folder: Path, text: str) -> None:
    (folder / "base.json").write_text(text, encoding="latin-1")
    broken = not text or text.startswith('{"version":')
    advices = {"--baseline": "create one with --write-baseline"}
    if not broken:
        advices["--write-baseline"] = "it is not overwritten, choose another name"
    for option, advice in advices.items():
        done = run("a.yaml", option, "base.json", cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"Error: base.json: not a baseline file; {advice}\n"


def test_a_missing_baseline_is_an_error(folder: Path) -> None:
    done = run("a.yaml", "--baseline", "none.json", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: none.json: no such file or folder\n"
    done = run("a.yaml", "--write-baseline", "no/such/base.json", cwd=folder)
    assert done.returncode == 2
    assert '"no/such/base.json" cannot be written' in done.stderr


@pytest.mark.parametrize(
    "text",
    ["", '{\n  "version": 1,\n<<<<<<< HEAD\n', '{\n"version": 1,"findings": []}'],
)
def test_write_baseline_replaces_a_broken_baseline(folder: Path, text: str) -> None:
    (folder / "base.json").write_text(text)
    done = run("--write-baseline", "base.json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[:2] == [
        "base.json: replacing an invalid baseline",
        "base.json: recorded 1 finding (1 new)",
    ]
    assert run("--baseline", "base.json", cwd=folder).returncode == 0


def test_entries_of_rules_that_did_not_run_are_not_reported(folder: Path) -> None:
    run("--write-baseline", "base.json", cwd=folder)
    done = run("--baseline", "base.json", "--ignore", "RP301", cwd=folder)
    assert "gone" not in done.stderr


def test_entries_of_deleted_files_are_reported(folder: Path) -> None:
    run("--write-baseline", "base.json", cwd=folder)
    (folder / "a.yaml").unlink()
    done = run("--baseline", "base.json", cwd=folder)
    assert done.stderr.startswith(
        "base.json: 1 entry no longer found; remove it with --write-baseline\n"
    )


def test_a_huge_count_is_handled(folder: Path) -> None:
    known = {"good.yaml": {"RP301": {"/a": 10**18}, "RP302": {"/b": -5, "/c": 0}}}
    (folder / "base.json").write_text(json.dumps({"version": 1, "findings": known}))
    done = run("good.yaml", "--baseline", "base.json", cwd=folder)
    assert done.returncode == 0
    assert done.stderr.splitlines()[:2] == [
        "base.json: 1 entry no longer found; remove it with --write-baseline",
        "  good.yaml: RP301 at /a",
    ]


def test_baseline_and_write_baseline_exclude_each_other(folder: Path) -> None:
    both = ("--baseline", "a.json", "--write-baseline", "b.json")
    done = run(*both, cwd=folder)
    assert done.returncode == 2
    assert "cannot be combined" in done.stderr
    assert not (folder / "b.json").exists()
