"""``pool-lint changes``: sides, acceptance, exit codes, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from command import run
from comparing import compare, found, write
from manifests import (
    NAME,
    REFERENCE,
    RESOURCE,
    answer,
    as_json,
    as_yaml,
    changed,
)
from pool_lint import Severity
from pool_lint.changes.run import ChangesRun

SCOPE, COUNT = ("spec", "scope"), (*RESOURCE, "count")
BOTH = ["Train", "Infer"]
OLD = changed((NAME, "train-01"), (SCOPE, BOTH))
LESS = changed((NAME, "train-01"), (SCOPE, ["Train"]))
RENAMED = changed((NAME, "train-02"), (SCOPE, BOTH))
OTHER = changed(((*RESOURCE, "flavor"), "modelarts.vm.gpu.tnt008"))
GROWN = changed((NAME, "train-01"), (SCOPE, BOTH), (COUNT, 5))
STRANGE = "x y;$(z)"


def sides(folder: Path, old: Any, new: Any) -> None:
    write(folder / "old", {"train.yaml": old} if "kind" in old else old)
    write(folder / "new", {"train.yaml": new} if "kind" in new else new)


def changes(
    folder: Path, *words: str, **options: Any
) -> subprocess.CompletedProcess[str]:
    return run("changes", *words, cwd=folder, **options)


def concise(folder: Path, *words: str, **options: Any) -> list[str]:
    done = changes(folder, "old", "new", "-f", "concise", *words, **options)
    return done.stdout.splitlines()


# --- Sides


def test_files_are_compared(tmp_path: Path) -> None:
    sides(tmp_path, OLD, LESS)
    done = changes(tmp_path, "old/train.yaml", "new/train.yaml", "-f", "concise")
    assert done.stdout.startswith("new/train.yaml:13:3: error RD102 scope-removed: ")
    assert (done.returncode, done.stderr) == (1, "1 error\n")


def test_files_with_other_names_are_compared(tmp_path: Path) -> None:
    sides(tmp_path, {"a.yaml": OLD}, {"b.json": as_json(RENAMED)})
    done = changes(tmp_path, "old/a.yaml", "new/b.json", "-f", "concise")
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["RD101"]


def test_either_side_can_be_standard_input(tmp_path: Path) -> None:
    sides(tmp_path, OLD, LESS)
    old = changes(tmp_path, "-", "new/train.yaml", "-f", "concise", stdin=as_yaml(OLD))
    new = changes(
        tmp_path,
        *("old/train.yaml", "-", "-f", "concise"),
        *("--stdin-filename", "new/train.yaml"),
        stdin=as_yaml(LESS),
    )
    assert old.stdout == new.stdout
    assert old.returncode == new.returncode == 1
    folder = changes(tmp_path, "-", "new", "-f", "concise", stdin=as_yaml(OLD))
    assert folder.stdout == old.stdout


def test_standard_input_cannot_be_both_sides(tmp_path: Path) -> None:
    done = changes(tmp_path, "-", "-")
    assert done.returncode == 2
    assert "only one of OLD and NEW can be standard input" in done.stderr


@pytest.mark.parametrize("is_list", [True, False])
def test_a_saved_response_is_what_runs(tmp_path: Path, is_list: bool) -> None:
    live: Any = answer(OLD)
    if is_list:
        live = {"apiVersion": "v2", "kind": "PoolList", "items": [live]}
    write(tmp_path, {"live.json": as_json(live), "new/a.yaml": LESS})
    done = changes(tmp_path, "live.json", "new", "-f", "concise")
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["RD102"]
    piped = changes(tmp_path, "-", "new", "-f", "concise", stdin=as_json(live))
    assert piped.stdout == done.stdout


def test_a_saved_response_as_new_is_not_a_manifest(tmp_path: Path) -> None:
    write(tmp_path, {"live.json": as_json(answer(OLD)), "old/a.yaml": OLD})
    done = changes(tmp_path, "old", "live.json", "-f", "concise")
    assert done.returncode == 1
    assert "RP005" in done.stdout


def test_the_label_names_old_files_by_their_new_path(tmp_path: Path) -> None:
    sides(tmp_path, {"a/x.yaml": OLD, "b.yaml": REFERENCE}, {"a/x.yaml": LESS})
    done = changes(tmp_path, "old", "new", "--old-label", "origin/main")
    assert " ::: origin/main:new/a/x.yaml:13:3\n" in done.stdout
    assert " --> origin/main:new/b.yaml:5:24\n" in done.stdout
    assert "old/" not in done.stdout


def test_the_label_is_left_out_of_paths_for_programs(tmp_path: Path) -> None:
    sides(tmp_path, {"b.yaml": OLD}, {})
    (tmp_path / ".git").mkdir()
    words = ["changes", "old", "new", "--old-label", "main", "-f"]
    value = json.loads(run(*words, "gitlab", cwd=tmp_path).stdout)
    assert [issue["location"]["path"] for issue in value] == ["new/b.yaml"]
    assert " file=new/b.yaml," in run(*words, "github", cwd=tmp_path).stdout


# --- Exit codes and silence


def test_without_changes_only_a_line_on_standard_error(tmp_path: Path) -> None:
    other = {"b.yaml": REFERENCE}
    sides(tmp_path, {"a.yaml": OLD, **other}, {"c.yaml": OLD, **other})
    for style in ("full", "concise", "github", "azure"):
        done = changes(tmp_path, "old", "new", "-f", style)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "no changes to 2 pools\n"
    quiet = changes(tmp_path, "old", "new", "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    marked = changes(tmp_path, "old", "new", "-f", "markdown")
    assert marked.stdout == (
        "<!-- pool-lint:changes -->\n**No changes to 2 pools.** Base: `old`.\n"
    )


@pytest.mark.parametrize(
    ("new", "words", "code"),
    [
        (LESS, [], 1),
        (LESS, ["--exit-zero"], 0),
        (LESS, ["--fail-on", "never"], 0),
        (GROWN, [], 0),
        (GROWN, ["--strict"], 0),
        (GROWN, ["--fail-on", "info"], 1),
        ({"b.yaml": REFERENCE}, [], 0),
        ({"b.yaml": REFERENCE}, ["--strict"], 1),
    ],
)
def test_exit_codes_are_those_of_a_check(
    tmp_path: Path, new: Any, words: list[str], code: int
) -> None:
    old = {"train.yaml": OLD, "b.yaml": REFERENCE} if "kind" not in new else OLD
    sides(tmp_path, old, new)
    assert changes(tmp_path, "old", "new", *words).returncode == code


@pytest.mark.parametrize("words", [["gone", "new"], ["old", "gone"]])
def test_a_side_that_does_not_exist_is_a_failure(
    tmp_path: Path, words: list[str]
) -> None:
    sides(tmp_path, OLD, OLD)
    done = changes(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "gone: no such file or folder" in done.stderr


def test_folders_without_pools_fail_unless_that_is_allowed(tmp_path: Path) -> None:
    sides(tmp_path, {"a.yaml": "a: 1\n"}, {})
    done = changes(tmp_path, "old", "new")
    assert done.returncode == 2
    assert done.stderr == (
        "pool-lint: no pool manifest found under old, new; "
        "use --allow-empty if that is intended\n"
    )
    allowed = changes(tmp_path, "old", "new", "--allow-empty")
    assert (allowed.returncode, allowed.stderr) == (0, "no changes to 0 pools\n")


def test_the_first_pools_of_a_repository_are_new(tmp_path: Path) -> None:
    sides(tmp_path, {}, OLD)
    done = changes(tmp_path, "old", "new", "-f", "concise")
    assert done.stdout == (
        "new/train.yaml:5:24: info RD115 nodes-added: "
        'creates pool "train-01" with 2 nodes\n'
    )


def test_the_new_side_is_linted_unless_no_lint_is_given(tmp_path: Path) -> None:
    bad = changed((NAME, "train-01"), (SCOPE, ["Train", "Infr"]))
    sides(tmp_path, {"train.yaml": bad}, bad)
    [line] = concise(tmp_path)
    assert line.startswith("new/train.yaml:14:5: error RP105 not-an-option: ")
    done = changes(tmp_path, "old", "new", "--no-lint")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "no changes to 1 pool\n"


def test_broken_settings_of_either_side_are_a_failure(tmp_path: Path) -> None:
    for side in ("old", "new"):
        sides(tmp_path / side, OLD, OLD)
        write(tmp_path / side / side, {"pool-lint.toml": "select = 1\n"})
        done = changes(tmp_path / side, "old", "new")
        assert done.returncode == 2
        assert f"{side}/pool-lint.toml" in done.stderr


@pytest.mark.parametrize("word", ["diff", "breaking", "plan", "compare"])
def test_words_of_other_tools_lead_to_the_command(tmp_path: Path, word: str) -> None:
    sides(tmp_path, OLD, LESS)
    done = run(word, "old", "new", cwd=tmp_path)
    assert done.returncode == 2
    assert 'did you mean "changes"?' in done.stderr


# --- Acceptance


def fingerprints(run_: ChangesRun) -> list[str]:
    return [f.change.fingerprint for f in found(run_) if f.change]


@pytest.mark.parametrize("word", ["RD102", "scope-removed", "RD102:train-01"])
def test_a_change_is_accepted_by_rule_and_pool(tmp_path: Path, word: str) -> None:
    sides(tmp_path, OLD, LESS)
    done = changes(tmp_path, "old", "new", "--accept", word)
    assert done.returncode == 0
    assert done.stdout.startswith('error[RD102] (accepted): removing "Infer" from ')
    assert "--accept" not in done.stdout
    assert done.stderr == "1 accepted (RD102:train-01)\n"


def test_the_report_shows_the_words_that_accept_a_change(tmp_path: Path) -> None:
    sides(tmp_path, OLD, LESS)
    text = changes(tmp_path, "old", "new").stdout
    words = text.partition("then: ")[2].partition("\n")[0]
    first, _, second = words.partition(" (or ")
    for option in (first, second.removesuffix(")")):
        assert changes(tmp_path, "old", "new", *option.split()).returncode == 0


def test_a_name_that_a_shell_would_read_is_accepted_by_its_fingerprint(
    tmp_path: Path,
) -> None:
    old, new = (changed((NAME, STRANGE), (SCOPE, s)) for s in (BOTH, ["Infer"]))
    sides(tmp_path, old, new)
    text = changes(tmp_path, "old", "new", "--no-lint").stdout
    assert f"RD102:{STRANGE}" not in text
    assert "then: --accept " in text


def test_the_environment_accepts_changes(tmp_path: Path) -> None:
    sides(tmp_path, OLD, LESS)
    for words in ("RD102", "RD101, RD102:train-01", "\nRD102\n"):
        done = changes(tmp_path, "old", "new", env={"POOL_LINT_ACCEPT": words})
        assert done.returncode == 0
    wrong = changes(tmp_path, "old", "new", env={"POOL_LINT_ACCEPT": "RD102:other"})
    assert wrong.returncode == 1
    assert "note: RD102:other accepts no change\n" in wrong.stderr


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("RP301", '"RP301" is not a rule about changes'),
        ("RD999", 'unknown rule "RD999"'),
        ("1234567", 'unknown rule "1234567"'),
        ("RD114", "RD114 unreadable-side cannot be accepted"),
        ("RD", 'unknown rule "RD"'),
        ("RD102:", '"RD102:" names no pool after the colon'),
    ],
)
def test_words_that_accept_nothing_known_are_refused(
    tmp_path: Path, word: str, problem: str
) -> None:
    sides(tmp_path, OLD, LESS)
    done = changes(tmp_path, "old", "new", "--accept", word)
    assert done.returncode == 2
    assert f"--accept or POOL_LINT_ACCEPT: {problem}" in done.stderr


def test_fingerprints_survive_other_edits(tmp_path: Path) -> None:
    [first] = fingerprints(compare(tmp_path / "a", {"x.yaml": OLD}, {"x.yaml": LESS}))
    moved = {"pools/y.yaml": f"# moved\n\n{as_yaml(LESS)}", "z.yaml": REFERENCE}
    later = fingerprints(compare(tmp_path / "b", {"x.yaml": OLD}, moved))
    assert first in later
    again = compare(tmp_path / "c", {"x.json": as_json(OLD)}, {"x.json": as_json(LESS)})
    assert fingerprints(again) == [first]


def test_fingerprints_depend_on_old_and_new_values(tmp_path: Path) -> None:
    marks = set()
    for number, (before, after) in enumerate([(9, 5), (9, 4), (8, 5)]):
        for name in ("one", "two"):
            old, new = (changed((NAME, name), (COUNT, n)) for n in (before, after))
            folder = tmp_path / f"{name}{number}"
            marks |= {*fingerprints(compare(folder, {"a.yaml": old}, {"a.yaml": new}))}
    assert len(marks) == 6


def test_an_accepted_change_dies_after_the_merge(tmp_path: Path) -> None:
    sides(tmp_path, LESS, LESS)
    done = changes(tmp_path, "old", "new", "--accept", "RD102")
    assert done.returncode == 0
    assert done.stderr == "note: RD102 accepts no change\nno changes to 1 pool\n"


def test_acceptance_is_a_suppression_in_sarif(tmp_path: Path) -> None:
    sides(tmp_path, OLD, LESS)
    for words, expected in (
        ([], []),
        (["--accept", "RD102"], [{"kind": "external", "status": "accepted"}]),
    ):
        text = changes(tmp_path, "old", "new", "-f", "sarif", *words).stdout
        [result] = json.loads(text)["runs"][0]["results"]
        assert result["ruleId"] == "RD102"
        assert result.get("suppressions", []) == expected


# --- Protected files and the settings of both sides

GUARD = 'protected = ["prod/**"]\n'


@pytest.mark.parametrize("guarding", ["old", "new"])
@pytest.mark.parametrize(
    ("new", "rule"),
    [
        ({"prod/a.yaml": LESS}, "RD102"),
        ({"prod/a.yaml": RENAMED}, "RD101"),
        ({}, "RD111"),
    ],
)
def test_harmful_changes_of_protected_files_cannot_be_accepted(
    tmp_path: Path, guarding: str, new: Any, rule: str
) -> None:
    sides(tmp_path, {"prod/a.yaml": OLD}, {**new, "b.yaml": OTHER})
    write(tmp_path / guarding, {"pool-lint.toml": GUARD})
    done = changes(tmp_path, "old", "new", "--accept", rule, "--strict")
    assert done.returncode == 1
    assert f"[{rule}]: " in done.stdout
    assert "`protected` in the settings forbids to accept this change" in done.stdout
    assert "--accept" not in done.stdout
    assert f"note: {rule} accepts no change\n" not in done.stderr


def test_other_changes_of_protected_files_can_be_accepted(tmp_path: Path) -> None:
    driver = ("spec", "driver", "gpuVersion")
    sides(
        tmp_path,
        {"prod/a.yaml": OLD},
        {"prod/a.yaml": changed((driver, "9"), base=OLD)},
    )
    write(tmp_path / "new", {"pool-lint.toml": GUARD})
    words = ["--strict", "--accept", "RD107"]
    assert changes(tmp_path, "old", "new", *words).returncode == 0


def test_a_file_that_leaves_its_protected_folder_stays_protected(
    tmp_path: Path,
) -> None:
    sides(tmp_path, {"prod/a.yaml": OLD}, {"dev/a.yaml": LESS, "pool-lint.toml": GUARD})
    assert changes(tmp_path, "old", "new", "--accept", "RD102").returncode == 1


def test_a_change_cannot_switch_off_its_own_guard(tmp_path: Path) -> None:
    strict = {"pool-lint.toml": f'fail-on = "warning"\n{GUARD}'}
    sides(
        tmp_path,
        {"prod/a.yaml": OLD, "b.yaml": REFERENCE, **strict},
        {"prod/a.yaml": OLD},
    )
    write(tmp_path / "new", {"pool-lint.toml": 'fail-on = "never"\nprotected = []\n'})
    done = changes(tmp_path, "old", "new")
    assert done.returncode == 1
    assert done.stderr.splitlines()[:2] == [
        "note: `fail-on` differs between both sides; the stricter level applies",
        "note: `protected` differs between both sides; the globs of both apply",
    ]


@pytest.mark.parametrize(
    "weaker",
    [
        'ignore = ["RD102"]\n',
        '[severity]\nRD102 = "info"\n',
        '[per-file-ignores]\n"prod/**" = ["RD102"]\n',
    ],
)
def test_a_rule_that_new_settings_weaken_is_named(tmp_path: Path, weaker: str) -> None:
    settings = {"pool-lint.toml": GUARD}
    sides(tmp_path, {"prod/a.yaml": OLD, **settings}, {"prod/a.yaml": LESS})
    write(tmp_path / "new", {"pool-lint.toml": f"{GUARD}{weaker}"})
    note = "note: NEW switches off or lowers RD102; the settings of NEW apply"
    assert note in changes(tmp_path, "old", "new").stderr.splitlines()
    back = changes(tmp_path, "new", "old").stderr
    assert "switches off" not in back


def test_equal_settings_give_no_note(tmp_path: Path) -> None:
    settings = {"pool-lint.toml": GUARD}
    sides(tmp_path, {"a.yaml": OLD, **settings}, {"a.yaml": OLD, **settings})
    assert changes(tmp_path, "old", "new").stderr == "no changes to 1 pool\n"


# --- Files that cannot be read


@pytest.mark.parametrize("new", ["new", "new/train.yaml"])
def test_a_saved_error_is_not_a_state_without_pools(tmp_path: Path, new: str) -> None:
    error = {"error_code": "ModelArts.0104", "error_msg": "Authentication failed."}
    write(tmp_path, {"live.json": as_json(error)})
    write(tmp_path / "new", {"train.yaml": OLD})
    done = changes(tmp_path, "live.json", new, "-f", "concise")
    assert done.returncode == 1
    assert "RD114 unreadable-side: live.json is an error response of" in done.stdout


UNREADABLE = {
    "a slip": as_yaml(OLD).replace("spec:", "spec: ["),
    "not text": b"\xff\xfe\x00kind: Pool",
    "binary": b"kind: Pool\x00\x01",
    "a merge conflict": f"<<<<<<< HEAD\n{as_yaml(OLD)}=======\n>>>>>>> b\n",
    "too deep": as_yaml(OLD) + "x: " + "[" * 300 + "]" * 300 + "\n",
    "a template": as_yaml(OLD).replace("name: train-01", "name: {{ name }}: x"),
}


@pytest.mark.parametrize("side", ["old", "new"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_never_removed_or_new(
    tmp_path: Path, name: str, side: str
) -> None:
    sides(tmp_path, OLD, OLD)
    write(tmp_path / side, {"train.yaml": UNREADABLE[name]})
    done = changes(tmp_path, "old", "new", "-f", "concise", "--no-lint")
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["RD114"]
    assert done.returncode == 1


@pytest.mark.parametrize("side", ["old", "new"])
def test_one_file_that_cannot_be_parsed_is_reported(tmp_path: Path, side: str) -> None:
    sides(tmp_path, OLD, OLD)
    write(tmp_path / side, {"train.yaml": UNREADABLE["a slip"]})
    done = changes(tmp_path, "old/train.yaml", "new/train.yaml", "-f", "concise")
    assert "RD114" in done.stdout
    assert "RD111" not in done.stdout
    assert done.returncode == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    sides(
        tmp_path, {"a.yaml": OLD, "b.yaml": REFERENCE}, {"a.yaml": OLD, "b.yaml": LESS}
    )
    (tmp_path / "new" / "b.yaml").chmod(0)
    assert "RD114" in changes(tmp_path, "old", "new", "-f", "concise").stdout


def test_a_broken_file_hides_only_its_own_pools(tmp_path: Path) -> None:
    sides(
        tmp_path,
        {"a.yaml": OLD, "b.yaml": changed((NAME, "gone-01"))},
        {"a.yaml": UNREADABLE["a slip"]},
    )
    done = changes(tmp_path, "old", "new", "-f", "concise", "--no-lint")
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["RD114", "RD111"]


# --- Limits and hostile input


def test_limits_apply_to_both_sides(tmp_path: Path) -> None:
    sides(tmp_path, OLD, OLD)
    done = changes(tmp_path, "old", "new", "--limit", "size=300", "--no-lint")
    assert done.returncode == 1
    assert done.stdout.count("error[RD114]") == 2


def test_findings_are_limited_and_counted(tmp_path: Path) -> None:
    old = changed(*((("spec", f"x{i}"), 1) for i in range(300)))
    new = changed(*((("spec", f"x{i}"), 2) for i in range(300)))
    sides(tmp_path, old, new)
    done = changes(tmp_path, "old", "new", "--no-lint", "-f", "concise")
    assert "200 more findings not shown" in done.stdout
    assert done.stderr == "300 warnings\n"


def test_what_a_large_change_adds_is_counted_and_not_listed(tmp_path: Path) -> None:
    jobs = [f"job-{i}" for i in range(3_000)]
    old = changed((SCOPE, ["Train", *jobs]))
    run_ = compare(tmp_path, {"a.yaml": old}, {"a.yaml": REFERENCE})
    [finding] = found(run_)
    assert '"job-7" and 2992 more from spec.scope' in finding.message
    assert run_.report.changes
    [field] = run_.report.changes.bodies[0].fields
    assert field.values[-1] == "2992 more"


def test_changes_beyond_a_limit_are_counted_with_their_severity(tmp_path: Path) -> None:
    old, new = (
        changed(*((("spec", f"x{i}"), value) for i in range(2_100))) for value in (1, 2)
    )
    run_ = compare(tmp_path, {"a.yaml": old}, {"a.yaml": new})
    assert len(found(run_)) == 2_000
    assert run_.report.count(Severity.WARNING) == 2_100
    accepted = compare(tmp_path, {"a.yaml": old}, {"a.yaml": new}, "RD113")
    assert accepted.report.count(Severity.WARNING) == 0


ODD: list[Any] = [
    {"kind": "Pool", "apiVersion": "v2"},
    {**REFERENCE, "spec": None},
    {**REFERENCE, "spec": []},
    {**REFERENCE, "metadata": "x"},
    changed((("spec", "resources"), {"flavor": "a", "count": 1})),
    changed((("spec", "resources"), [1, None, [[]], {"flavor": {}}])),
    changed((("spec", "resources"), "x")),
    changed((COUNT, 10**40)),
    changed((COUNT, -3)),
    changed((COUNT, "٣")),
    changed((SCOPE, {"a": [1]})),
    changed((NAME, ["x"])),
    changed((("metadata", "labels"), [])),
    changed((("spec", "network"), None)),
]


@pytest.mark.parametrize("index", range(len(ODD)))
def test_invalid_manifests_on_either_side_do_no_harm(
    tmp_path: Path, index: int
) -> None:
    odd = ODD[index]
    for old, new in ((odd, REFERENCE), (REFERENCE, odd), (odd, odd)):
        sides(tmp_path, old, new)
        for style in ("full", "json", "markdown"):
            done = changes(tmp_path, "old", "new", "-f", style)
            assert done.returncode in {0, 1}
            assert "internal error" not in done.stderr


def test_aliases_that_grow_are_refused_on_both_sides(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)
    )
    sides(tmp_path, f"{as_yaml(OLD)}{bomb}", OLD)
    done = changes(tmp_path, "old", "new", "-f", "concise", "--no-lint")
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["RD114"]


def test_many_equal_pools_are_matched_quickly(tmp_path: Path) -> None:
    old = "---\n".join(as_yaml(changed((NAME, f"a-{i}"))) for i in range(150))
    new = "---\n".join(as_yaml(changed((NAME, f"b-{i}"))) for i in range(150))
    sides(tmp_path, {"a.yaml": old}, {"b.yaml": new})
    run_ = compare(tmp_path, {"a.yaml": old}, {"b.yaml": new})
    assert {f.rule for f in found(run_)} == {"RD111", "RD115"}


# --- Policies of the old side that cannot be suppressed

STRICT = """\
[policy.ACME001]
name = "few-nodes"
field = "spec.resources[].count"
maximum = 4
suppressible = false
"""
TOO_MANY = "ACME001 few-nodes: spec.resources[0].count must be at most"
NOTE = "note: NEW removes or weakens ACME001; the policies of OLD apply"


@pytest.mark.parametrize(
    "settings",
    [
        "",
        STRICT.replace("4", "9"),
        STRICT.replace("suppressible = false", 'severity = "info"'),
    ],
)
def test_a_change_cannot_remove_a_strict_policy_that_it_breaks(
    tmp_path: Path, settings: str
) -> None:
    sides(tmp_path, OLD, GROWN)
    write(tmp_path / "old", {"pool-lint.toml": STRICT})
    write(tmp_path / "new", {"pool-lint.toml": settings})
    done = changes(tmp_path, "old", "new", "-f", "concise")
    found = [line for line in done.stdout.splitlines() if "ACME001" in line]
    assert [f"error {TOO_MANY} 4, not 5" in line for line in found] == [True]
    assert NOTE in done.stderr.splitlines()


def test_a_policy_of_both_sides_reports_once_without_a_note(tmp_path: Path) -> None:
    sides(tmp_path, OLD, GROWN)
    for side in ("old", "new"):
        write(tmp_path / side, {"pool-lint.toml": STRICT})
    done = changes(tmp_path, "old", "new", "-f", "concise")
    assert done.stdout.count(TOO_MANY) == 1
    assert "weakens" not in done.stderr


def test_a_policy_that_can_be_suppressed_can_be_removed(tmp_path: Path) -> None:
    sides(tmp_path, OLD, GROWN)
    old = STRICT.replace("suppressible = false\n", "")
    write(tmp_path / "old", {"pool-lint.toml": old})
    write(tmp_path / "new", {"pool-lint.toml": ""})
    assert TOO_MANY not in changes(tmp_path, "old", "new", "-f", "concise").stdout
