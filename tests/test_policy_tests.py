"""`pool-lint policy test`: the examples of policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command import run
from pool_lint import Config, lint_data
from pool_lint.modelarts.minimal import MINIMAL_BODIES
from pool_lint.reporters import FINDING_FORMATS
from pool_lint.validation.schemas import EDITIONS, schema_names

GOLDEN = Path(__file__).parent / "golden" / "policies"
HEAD = '[policy.ACME001]\nname = "few-nodes"\nfield = "spec.resources[].count"\n'
MOST = f"{HEAD}maximum = 8\n"
STEM = '[policy.ACME001]\nname = "stem"\nx-equal = ["labels.name", "$file.stem"]\n'
PROD = f'{MOST}files = ["prod/**"]\n'
TOO_MANY = "spec.resources[0].count must be at most 8, not 9"
TOO_MANY_IN_SECOND = "spec.resources[1].count must be at most 8, not 9"


def outputs_of(folder: Path, settings: str, *options: str) -> tuple[int, str, str]:
    """Write a settings file and test its policies: exit code and both outputs."""
    (folder / "pool-lint.toml").write_text(settings, encoding="utf-8")
    done = run("policy", "test", *options, cwd=folder)
    return done.returncode, done.stdout, done.stderr


def example(text: str, key: str = "bad") -> str:
    return f"{key} = '''\n{text}\n'''\n"


def outcome(folder: Path, settings: str) -> str:
    """Return what the table says about the only policy, after its name."""
    code, out, err = outputs_of(folder, settings)
    assert out.count("\n") == 1, err
    text = out.rstrip("\n").partition("   ")[2].strip()
    assert (code == 0) == ("FAILED" not in text)
    return text


NODES = "spec:\n  resources:\n    - count: "
FAILING: list[tuple[str, str]] = [
    (example(f"{NODES}8  # <-"), "expected a finding on line 3, found none"),
    (
        example(f"{NODES}9\n# <-"),
        f"expected a finding on line 4, found one on line 3: {TOO_MANY}",
    ),
    (example(f"{NODES}9"), "no line of the bad example ends in # <-"),
    (
        example(f"{NODES}9  # <-\n    - count: 90"),
        f"unexpected finding on line 4: {TOO_MANY_IN_SECOND}0",
    ),
    (
        example("spec: {resources: [{count: 9}, {count: 9}]}  # <-"),
        f"unexpected finding on line 1: {TOO_MANY_IN_SECOND}",
    ),
    (example(f"{NODES}9", "good"), f"unexpected finding on line 3: {TOO_MANY}"),
    (
        example(f"{NODES}8  # <-", "good"),
        "a good example has no finding, so no line can end in # <-",
    ),
    (example("# only a comment", "good"), "the example is empty"),
    (example("", "good"), "the example is empty"),
    (
        example("a: [1", "good"),
        'the example cannot be parsed: the bracket "[" is not closed',
    ),
    (example("- a", "good"), "the example must be a mapping"),
    (example("kind: Network", "good"), 'the policy checks Pool, but kind is "Network"'),
    (example("kind: [Pool]", "good"), "the policy checks Pool, but kind is no text"),
]


@pytest.mark.parametrize(("text", "reason"), FAILING)
def test_a_wrong_example_fails(tmp_path: Path, text: str, reason: str) -> None:
    assert outcome(tmp_path, MOST + text).partition("FAILED: ")[2] == reason


PASSING = [
    example(f"{NODES}9  # <-"),
    example(f"{NODES}9  # <-   "),
    example(f"{NODES}8", "good"),
    example("metadata: {}", "good"),
    example(f"apiVersion: v2\nkind: Pool\n{NODES}9 # <-"),
    example(f"{NODES}9  # <-\n    - count: 12 # <-\n---\n{NODES}70 # <-"),
    "bad = ['{spec: {resources: [{count: 9}]}} # <-']\n",
    example(f"{NODES}8\n      flavour: x\n      maxCount: 1", "good"),
    example(f"{NODES}9 # <-\n# pool-lint: disable-file=ACME001"),
    example("spec:\n  resources:\n    - &a {count: 9} # <-\n    - *a"),
]


@pytest.mark.parametrize("text", PASSING)
def test_a_right_example_passes(tmp_path: Path, text: str) -> None:
    assert outcome(tmp_path, MOST + text).endswith("passed")


def test_a_finding_outside_of_the_example_matches_no_mark(tmp_path: Path) -> None:
    settings = MOST.replace("maximum = 8", "maximum = 1")
    text = outcome(tmp_path, settings + example("metadata: {}  # <-"))
    assert text.endswith(
        "expected a finding on line 1, found one outside of the example: "
        "spec.resources[0].count must be at most 1, not 2"
    )


@pytest.mark.parametrize(
    ("settings", "text", "passes"),
    [
        (STEM, "metadata: {labels: {os.modelarts/name: pool-001}}", True),
        (STEM, "# file: a/b.yaml\nmetadata: {labels: {os.modelarts/name: b}}", True),
        (STEM, "# file: b.yaml\nmetadata: {labels: {os.modelarts/name: c}}", False),
        (PROD, "# file: prod/a.yaml\nspec: {resources: [{count: 9}]}", False),
        (PROD, "# file: test/a.yaml\nspec: {resources: [{count: 9}]}", True),
        (PROD, "spec: {resources: [{count: 9}]}", False),
    ],
)
def test_the_first_line_names_the_file(
    tmp_path: Path, settings: str, text: str, passes: bool
) -> None:
    found = outcome(tmp_path, settings + example(text, "good"))
    assert found.endswith("passed") == passes


def test_only_the_policy_itself_runs(tmp_path: Path) -> None:
    other = MOST.replace("ACME001", "ACME002").replace("few-nodes", "no-nodes")
    other = other.replace("maximum = 8", "maximum = 1")
    text = example(f"unknown: 1\n{NODES}8", "good")
    code, out, _ = outputs_of(tmp_path, MOST + text + other)
    assert code == 0
    assert out == (
        "ACME001 few-nodes   0 bad, 1 good   passed\nACME002 no-nodes    no examples\n"
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_minimal_manifests_are_valid(edition: str) -> None:
    for name in {*MINIMAL_BODIES} & {*schema_names(edition)}:
        body = {**MINIMAL_BODIES[name]}
        assert lint_data(body, config=Config(edition=edition)) == []


@pytest.mark.parametrize("kind", ["Network", "NodePool"])
def test_examples_of_other_kinds_are_completed_too(tmp_path: Path, kind: str) -> None:
    field = "spec.cidr" if kind == "Network" else "spec.resources.count"
    rule = 'pattern = "^10"' if kind == "Network" else "maximum = 8"
    bad = 'cidr: "192.168.0.0/24"' if kind == "Network" else "resources: {count: 9}"
    settings = (
        f'edition = "2026-01"\n[policy.ACME001]\nname = "one"\nkind = "{kind}"\n'
        f'field = "{field}"\n{rule}\n'
    )
    assert outcome(tmp_path, settings + example(f"spec:\n  {bad}  # <-")).endswith(
        "passed"
    )


def test_a_policy_is_tested_in_its_own_edition(tmp_path: Path) -> None:
    settings = f'{MOST}edition = "2026-01"\n{example(f"{NODES}9  # <-")}'
    assert outcome(tmp_path, settings).endswith("passed")
    assert outcome(tmp_path, f'edition = "2026-01"\n{settings}').endswith("passed")


def test_a_policy_without_a_bad_example_fails_on_request(tmp_path: Path) -> None:
    settings = MOST + example(f"{NODES}8", "good")
    assert outputs_of(tmp_path, settings)[0] == 0
    code, out, err = outputs_of(tmp_path, settings, "--require-bad")
    assert code == 1
    assert out == "ACME001 few-nodes   0 bad, 1 good   FAILED: no bad example\n"
    assert err == "pool-lint.toml:1: 1 of 1 policy failed\n"
    code, out, err = outputs_of(tmp_path, MOST, "--require-bad")
    assert (code, out) == (
        1,
        "ACME001 few-nodes   no examples   FAILED: no bad example\n",
    )


def test_settings_without_policies_are_an_error(tmp_path: Path) -> None:
    assert outputs_of(tmp_path, "") == (
        2,
        "",
        "Error: .: the settings of this path define no policies\n",
    )
    done = run("policy", "test", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere does not exist" in done.stderr
    done = run("policy", "test", "", cwd=tmp_path)
    assert done.returncode == 2
    assert "the path is empty" in done.stderr


def test_an_invalid_policy_is_an_error_with_its_line(tmp_path: Path) -> None:
    code, out, err = outputs_of(tmp_path, MOST.replace("resources", "resorces"))
    assert (code, out) == (2, "")
    assert "pool-lint.toml:3" in err
    assert "did you mean spec.resources[].count?" in err


def test_a_settings_file_or_a_folder_can_be_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "a"
    inner.mkdir()
    (inner / "pool-lint.toml").write_text(MOST + example(f"{NODES}9  # <-"))
    (tmp_path / "other.toml").write_text('extend = "a/pool-lint.toml"')
    for path in ("a", "a/pool-lint.toml", "other.toml", "a/x.yaml"):
        (inner / "x.yaml").touch()
        done = run("policy", "test", path, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "1 policy passed\n"), path
    assert run("policy", "test", cwd=tmp_path).returncode == 2


def diagnostics(folder: Path, settings: str) -> list[dict[str, Any]]:
    _, out, _ = outputs_of(folder, settings, "-f", "json")
    found: list[dict[str, Any]] = json.loads(out)["diagnostics"]
    return found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (example(f"{NODES}8  # <-"), [(8, 5)]),
        (example(f"# é\n{NODES}8  # <-", "good"), [(9, 5)]),
        (f"bad = ['x: 1', '''\nx: 2\n{NODES}8  # <-\n''']\n", [(5, 1), (9, 5)]),
        ('bad = "spec:\\n  resources: [] # <-"\n', [(5, 1)]),
        ("bad = ''\n", [(5, 1)]),
        (example("x: 1") + example("x: 1", "good"), [(6, 1)]),
        (example("x: 1 # <-") + example("x: 1 # <-", "good"), [(6, 1), (9, 1)]),
    ],
)
def test_a_failure_has_its_line_in_the_settings_file(
    tmp_path: Path, text: str, places: list[tuple[int, int]]
) -> None:
    found = [one["range"]["start"] for one in diagnostics(tmp_path, MOST + text)]
    assert [(place["line"], place["column"]) for place in found] == places


def test_the_line_is_right_in_pyproject_toml(tmp_path: Path) -> None:
    text = MOST.replace("[policy", "[tool.pool-lint.policy")
    text += example(f"{NODES}8  # <-")
    (tmp_path / "pyproject.toml").write_text(f"[project]\nname = 'x'\n{text}")
    done = run("policy", "test", "-f", "json", cwd=tmp_path)
    [found] = json.loads(done.stdout)["diagnostics"]
    assert (found["file"], found["range"]["start"]["line"]) == ("pyproject.toml", 10)
    assert found["path"] == 'tool["pool-lint"].policy.ACME001.bad'


@pytest.mark.parametrize("style", FINDING_FORMATS)
def test_each_format_shows_each_failure(tmp_path: Path, style: str) -> None:
    good = example(f"{NODES}9", "good")
    settings = f"{MOST}{example(f'{NODES}8  # <-')}{good}"
    code, out, err = outputs_of(tmp_path, settings, "-f", style)
    assert code == 1
    assert err == "pool-lint.toml:8: 1 of 1 policy failed\n"
    assert "expected a finding on line 3, found none" in out
    assert "unexpected finding on line 3" in out
    assert "ACME001" in out
    code, plain, _ = outputs_of(tmp_path, settings, "-o", f"{style}:report.txt")
    assert (code, plain.count("\n")) == (1, 1)
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == out
    assert outputs_of(tmp_path, MOST + example(f"{NODES}9  # <-"), "-f", style)[0] == 0


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    settings = MOST + example(f"{NODES}9  # <-")
    code, out, err = outputs_of(tmp_path, settings, "-o", "json:no/such/folder")
    assert (code, out) == (2, "")
    assert "no/such/folder" in err


def test_several_failures_are_counted(tmp_path: Path) -> None:
    settings = MOST + example(f"{NODES}8  # <-") + example(f"{NODES}9", "good")
    assert outcome(tmp_path, settings).endswith("found none (and 1 more)")
    found = diagnostics(tmp_path, MOST + "bad = ['a: 1 # <-', 'b: 1']\n")
    assert [one["message"].partition(":")[0] for one in found] == [
        "bad example 1",
        "bad example 2",
    ]


def test_hostile_examples_are_escaped_and_bounded(tmp_path: Path) -> None:
    control = example('"\\x1b[31m": &a [1]\nkind: "\\u202e\\x1b]8;;x"', "good")
    code, out, _ = outputs_of(tmp_path, MOST + control)
    assert code == 1
    assert "\x1b" not in out
    assert "\u202e" not in out
    bomb = "\n".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)
    )
    code, out, _ = outputs_of(tmp_path, MOST + example(f"a0: &a0 [1]\n{bomb}", "good"))
    assert code == 1
    assert "cannot be parsed: it crosses the limit" in out


def test_many_examples_and_lines_are_tested_quickly(tmp_path: Path) -> None:
    lines = "    - count: 9  # <-\n" * 8000
    code, out, err = outputs_of(
        tmp_path, MOST + example(f"spec:\n  resources:\n{lines}")
    )
    assert code == 1  # a policy reports at most 1,000 values of a document
    assert out.endswith("expected a finding on line 1003, found none (and 9 more)\n")
    assert err == "pool-lint.toml:1008: 1 of 1 policy failed\n"
    many = ", ".join(["'a: 1'"] * 101)
    code, _, err = outputs_of(tmp_path, f"{MOST}good = [{many}]\n")
    assert code == 2
    assert err.endswith("policy.ACME001.good can have at most 100 entries\n")


@pytest.mark.parametrize("name", ["a.json", "../../a.yaml", "a\\u0000b", "/etc/x"])
def test_any_name_of_a_file_is_accepted(tmp_path: Path, name: str) -> None:
    text = f"# file: {name}\\nspec: {{resources: [{{count: 9}}]}} # <-"
    code, out, _ = outputs_of(tmp_path, f'{PROD}bad = "{text}"\n')
    assert (code, out.count("\n")) == (1, 1)
    code, _, _ = outputs_of(tmp_path, f'{MOST}bad = "{text}"\n')
    assert code == int("u0000" in name)


def test_explain_prints_the_examples(tmp_path: Path) -> None:
    bad, good = f"{NODES}9  # <-", f"{NODES}8"
    settings = MOST + example(bad) + example(good, "good")
    (tmp_path / "pool-lint.toml").write_text(settings, encoding="utf-8")
    done = run("explain", "ACME001", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        "Bad:\n    spec:\n      resources:\n        - count: 9  # <-\n" in done.stdout
    )
    assert "Good:\n    spec:\n      resources:\n        - count: 8\n" in done.stdout


def test_explain_reads_settings_only_for_unknown_rules(tmp_path: Path) -> None:
    broken = MOST.replace("resources", "resorces")
    (tmp_path / "pool-lint.toml").write_text(broken, encoding="utf-8")
    for rule in ("RP301", "RD101", "max-count-mismatch"):
        assert run("explain", rule, cwd=tmp_path).returncode == 0
    done = run("explain", "ACME001", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean spec.resources[].count?" in done.stderr
    (tmp_path / "pool-lint.toml").write_text(MOST, encoding="utf-8")
    done = run("explain", "ACME002", cwd=tmp_path)
    assert done.stderr == 'Error: unknown rule "ACME002"; did you mean "ACME001"?\n'
