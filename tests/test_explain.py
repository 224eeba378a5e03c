"""The explain command: rules, error codes and fields at positions of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import run
from manifests import (
    NETWORK,
    REFERENCE,
    RESPONSE_BODY,
    as_json,
    as_yaml,
    changed,
    schema_named,
)
from pool_lint.modelarts.error_codes import CODES
from pool_lint.rules import Rule, builtin_rules
from pool_lint.rules.lookup import Field, rules_for
from pool_lint.rules.reference import RULES_BEFORE, field_explanation, severities
from pool_lint.rules.registry import every_rule, rules_of
from pool_lint.rules.rule import Stage
from pool_lint.validation.changes import change_notes
from pool_lint.validation.fields import field_at, field_paths, short_name
from pool_lint.validation.schemas import (
    EDITION_SCHEMAS,
    EDITIONS,
    Schema,
    SchemaName,
    request_schemas,
    schema_names,
)

RULES = {rule.id: rule for rule in builtin_rules()}
PREFIX = 'metadata.annotations["os.modelarts/'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pool.yaml").write_text(as_yaml(REFERENCE))
    return tmp_path


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_is_explained(folder: Path, rule: Rule) -> None:
    done = run("explain", rule.id, cwd=folder)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{rule.id} {rule.name} ({severities(rule)})\n\n")
    assert run("explain", rule.name, cwd=folder).stdout == done.stdout


EXPECTED = {
    "ModelArts.50001000": (401, set()),
    "ModelArts.50004000": (
        400,
        {
            rule.id
            for rule in builtin_rules()
            if rule.severity == "error" and SchemaName.CREATE_POOL in rule.kinds
        }
        - {"RP307", "RP311", "RP604", "RP701", "RP902"},
    ),
    "ModelArts.50005000": (500, set()),
    "ModelArts.50005101": (404, {"RP307", "RP503"}),
    "ModelArts.50015000": (409, {"RP701"}),
    "ModelArts.50015001": (404, set()),
    "ModelArts.50025001": (404, {"RP404", "RP406"}),
    "ModelArts.50025002": (409, set()),
}


def test_explain_knows_all_documented_error_codes() -> None:
    assert {error.code for error in CODES} == set(EXPECTED)
    assert set(RULES_BEFORE) <= set(EXPECTED)
    for prefixes in RULES_BEFORE.values():
        assert all(any(i.startswith(p) for i in RULES) for p in prefixes)


@pytest.mark.parametrize("code", EXPECTED)
def test_every_error_code_is_explained(folder: Path, code: str) -> None:
    status, rules = EXPECTED[code]
    done = run("explain", code, cwd=folder)
    assert done.returncode == 0
    head, what_to_do, listed = done.stdout.split("\n\n")
    assert head.startswith(f"{code}: ")
    assert head.endswith(f"(HTTP {status})")
    assert what_to_do.endswith(".")
    title, *lines = listed.splitlines()
    assert title == "Rules that catch the cause before you send the request:"
    named = {line.split()[0] for line in lines} - {"none"}
    assert named == rules
    for spelling in (code.lower(), code.partition(".")[2]):
        assert run("explain", spelling, cwd=folder).stdout == done.stdout


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        ("ModelArts.50015009", 'did you mean "ModelArts.50015001"?'),
        ("ModelArts.x", "known: ModelArts.50001000, "),
        ("12345678", 'unknown error code "12345678"'),
        ("missing.yaml:3", "missing.yaml: no such file or folder"),
        ("pool.yaml:99", "pool.yaml has no line 99"),
        ("pool.yaml:0", "pool.yaml has no line 0"),
        ("pool.yaml:" + "9" * 20, "pool.yaml has no line " + "9" * 20),
        ("pool.yaml:1:" + "9" * 20, "line 1 of pool.yaml has only "),
        ("short.yaml:1:13", "line 1 of short.yaml has only 11 columns\n"),
        ("short.yaml:3:3", "line 3 of short.yaml has only 1 column\n"),
        ("other.yaml:1", "line 1 of other.yaml is not part of a pool"),
        ("empty.yaml:1", "line 1 of empty.yaml is not part of a pool"),
        ("broken.yaml:2", "broken.yaml cannot be parsed; run `pool-lint broken.yaml`"),
        ("RP999", 'unknown rule "RP999"'),
    ],
)
def test_an_unknown_topic_is_an_error(folder: Path, topic: str, message: str) -> None:
    (folder / "other.yaml").write_text("kind: Network\n")
    (folder / "short.yaml").write_text("kind:  Pool\r\n\n#\n")
    (folder / "empty.yaml").write_text("")
    (folder / "broken.yaml").write_text("kind: Pool\na: [\n")
    done = run("explain", topic, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_explain_shows_the_field_on_a_line(folder: Path) -> None:
    done = run("explain", "pool.yaml:9", cwd=folder)
    lines = done.stdout.splitlines()
    assert lines[0] == f'{PREFIX}billing.mode"]: Billing mode'
    assert "Type:     a string" in lines
    assert 'Options:  "0" (pay-per-use) or "1" (yearly/monthly)' in lines
    rules = [line.split()[0] for line in lines if line.startswith("    RP")]
    assert rules == [
        "RP102",
        "RP105",
        "RP201",
        "RP202",
        "RP203",
        "RP204",
        "RP205",
        "RP206",
        "RP207",
        "RP308",
    ]


def test_explain_shows_a_field_by_name_and_what_its_changes_do(folder: Path) -> None:
    done = run("explain", "spec.network.name", cwd=folder)
    assert done.stdout.startswith("spec.network.name: Network name\n\n")
    assert (
        "After creation:\n    Changing it needs a new pool (RD101): the old pool keeps"
        " running and is\n      billed.\n    Source: Terraform provider, 2026-08"
        " (observed)\n"
    ) in done.stdout
    for same in ("network.name", "spec.network.name[]"):
        assert run("explain", same, cwd=folder).stdout == done.stdout


def test_explain_names_every_condition_of_a_change(folder: Path) -> None:
    text = run("explain", "annotations.billing.mode", cwd=folder).stdout
    after = text.partition("After creation:\n")[2]
    assert after.startswith('    Setting it to "1" needs an order (RD106)')
    assert "    Changing it in a yearly/monthly pool is refused (RD105)" in after
    assert "    Any other change has no effect: the pool stays pay-per-use." in after


def test_a_name_shows_the_fields_of_all_kinds_of_requests(folder: Path) -> None:
    done = run("explain", "--edition", "2026-01", "spec.cidr", cwd=folder)
    assert done.stdout.startswith("spec.cidr (network): Address range\n")
    assert "    Changing it needs a new network (RD101)" in done.stdout
    billing = run("explain", "--edition", "2026-01", "billing.mode", cwd=folder).stdout
    titles = [line for line in billing.splitlines() if line.endswith(": Billing mode")]
    assert [title.endswith(" (node-pool): Billing mode") for title in titles] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        (
            "spec.resorces",
            'unknown field "spec.resorces"; did you mean "spec.resources"?',
        ),
        ("cidr", 'edition 2025-08-20 has no field "cidr"; use --edition 2026-01'),
        ("labels.nam", 'unknown field "labels.nam"; did you mean "labels.name"?'),
    ],
)
def test_an_unknown_field_is_an_error(folder: Path, topic: str, message: str) -> None:
    done = run("explain", topic, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_name_of_several_fields_is_an_error(folder: Path) -> None:
    done = run("explain", "--edition", "2026-01", "count", cwd=folder)
    assert done.returncode == 2
    assert '"count" matches several fields: spec.resources[].count, ' in done.stderr


def test_explain_shows_what_changes_do_for_every_field() -> None:
    for edition in EDITIONS:
        rules = rules_of(edition, builtin_rules())
        for schema in request_schemas(edition):
            for path in field_paths(schema):
                pointer = tuple(0 if step == "[]" else step for step in path)
                text = field_explanation(Field(pointer, schema, is_placed=False), rules)
                notes = change_notes(pointer, schema)
                assert ("After creation:" in text) == bool(notes)
                for note in notes:
                    assert " ".join(note.source.split()) in " ".join(text.split())


def test_explain_shows_the_default_of_a_field(folder: Path) -> None:
    data = changed((("metadata", "annotations", "os.modelarts/auto.pay"), "true"))
    (folder / "pay.yaml").write_text(as_yaml(data))
    assert 'Default:  "false"\n' in run("explain", "pay.yaml:10", cwd=folder).stdout


def test_explain_marks_an_unknown_field(folder: Path) -> None:
    (folder / "odd.yaml").write_text(as_yaml(changed((("spec", "odd"), 1))))
    done = run("explain", "odd.yaml:21", cwd=folder)
    assert done.stdout.startswith("spec.odd: unknown field\n")
    assert "RP103 unknown-field" in done.stdout


TEXT = f"""\
# a comment
kind: Pool
apiVersion: v2
metadata: {{labels: {{os.modelarts/name: pool-001}}}}
spec:
  type: Dedicate

  scope:
    - Train
    - Infer
  network: {{name: {NETWORK}}}
  resources:
    - &first
      flavor: modelarts.vm.gpu.tnt004
      count: 2
    - {{flavor: modelarts.bm.gpu.8v100, count: 1}}
    - *first
    - <<: *first
      count: 3
  driver:
    gpuVersion: |
      440.31
---
kind: Pool
apiVersion: v2
metadata:
  labels: {{os.modelarts/name: pool-002, os.modelarts/workspace.id: "0"}}
"""
NAME = 'metadata.labels["os.modelarts/name"]'
PLACES = {
    (1, 0): "the document",
    (2, 0): "kind",
    (4, 0): NAME,
    (4, 1): "metadata",
    (4, 12): "metadata.labels",
    (5, 0): "spec",
    (6, 0): "spec.type",
    (7, 0): "spec",
    (8, 0): "spec.scope",
    (9, 0): "spec.scope[0]",
    (10, 0): "spec.scope[1]",
    (11, 0): "spec.network.name",
    (13, 0): "spec.resources",
    (14, 0): "spec.resources[0].flavor",
    (16, 0): "spec.resources[1]",
    (16, 8): "spec.resources[1].flavor",
    (16, 41): "spec.resources[1].count",
    (19, 0): "spec.resources[3].count",
    (22, 0): "spec.driver.gpuVersion",
    (24, 0): "kind",
    (27, 0): "metadata.labels",
    (27, 45): 'metadata.labels["os.modelarts/workspace.id"]',
}


@pytest.mark.parametrize(("place", "expected"), PLACES.items(), ids=str)
def test_a_position_belongs_to_the_innermost_field(
    folder: Path, place: tuple[int, int], expected: str
) -> None:
    (folder / "x.yaml").write_text(TEXT)
    line, column = place
    topic = f"x.yaml:{line}:{column}" if column else f"x.yaml:{line}"
    assert run("explain", topic, cwd=folder).stdout.startswith(f"{expected}: ")


def test_explain_accepts_the_end_of_a_line(folder: Path) -> None:
    (folder / "x.yaml").write_text("apiVersion: v2\nkind: Pool\n")
    assert run("explain", "x.yaml:2:11", cwd=folder).returncode == 0
    assert run("explain", "x.yaml:2:12", cwd=folder).returncode == 2


def test_explain_accepts_the_position_of_a_finding(folder: Path) -> None:
    bad = changed((("spec", "resources", 0, "maxCount"), 5))
    (folder / "x.json").write_text(as_json(bad))
    done = run("x.json", "-f", "concise", cwd=folder)
    place = done.stdout.partition(": ")[0]
    output = run("explain", place, cwd=folder).stdout
    assert output.startswith("spec.resources[0].maxCount: Maximum count\n")
    assert "RP301 max-count-mismatch" in output


def test_explain_shows_fields_of_responses(folder: Path) -> None:
    (folder / "a.yaml").write_text(as_yaml(RESPONSE_BODY))
    listed = {"kind": "PoolList", "apiVersion": "v2", "items": [RESPONSE_BODY]}
    (folder / "list.json").write_text(as_json(listed))
    lines = as_yaml(RESPONSE_BODY).splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "controlMode" in text)
    output = run("explain", f"a.yaml:{line}", cwd=folder).stdout
    assert output.startswith("spec.controlMode: ")
    assert "RP801 unknown-control-mode" in output
    assert "RP301" not in output
    lines = as_json(listed).splitlines()
    line = next(n for n, text in enumerate(lines, 1) if '"phase"' in text)
    output = run("explain", f"list.json:{line}", cwd=folder).stdout
    assert output.startswith("items[0].status.phase: ")
    assert '"ScalingFailed"' in output


def test_rules_name_only_known_fields() -> None:
    known: dict[str, list[str]] = {
        name: [
            f".{short_name(path)}"
            for edition in EDITIONS
            if name in schema_names(edition)
            for path in field_paths(Schema(edition, name))
        ]
        for name in EDITION_SCHEMAS
    }
    for rule in builtin_rules():
        if rule.stage in {Stage.POOL, Stage.CROSS_DOCUMENT}:
            assert rule.fields, rule.id
        for field in rule.fields:
            assert any(
                name.endswith(f".{field}")
                for kind in rule.kinds
                for name in known[kind]
            ), (rule.id, field)


def test_every_field_has_a_rule() -> None:
    for name in (SchemaName.CREATE_POOL, SchemaName.POOL):
        schema = schema_named(name)
        for field_path in field_paths(schema):
            pointer = tuple(0 if step == "[]" else step for step in field_path)
            assert field_at(pointer, schema), field_path
            assert rules_for(Field(pointer, schema), builtin_rules()), field_path


def test_rules_prints_the_reference_as_json_and_markdown(folder: Path) -> None:
    entries = json.loads(run("rules", "-f", "json", cwd=folder).stdout)
    assert [entry["id"] for entry in entries] == [rule.id for rule in every_rule()]
    text = run("rules", "-f", "markdown", cwd=folder).stdout
    for rule in every_rule():
        documentation = rule.documentation
        assert f"| {rule.id} | {rule.name} | {rule.severity} |" in text
        assert (
            f"## {rule.id} {rule.name}\n\n{documentation.summary} ({rule.severity})"
            in text
        )
        parts = ("why", "bad", "good", "source")
        for part in (getattr(documentation, name) for name in parts):
            assert part in text


def test_explain_reads_documents_after_a_broken_one(folder: Path) -> None:
    (folder / "x.yaml").write_text(
        "kind: Pool\na: [\n---\nkind: Pool\napiVersion: v2\n"
    )
    assert run("explain", "x.yaml:5", cwd=folder).stdout.startswith("apiVersion: ")
    assert run("explain", "x.yaml:2", cwd=folder).returncode == 2


def test_explain_shows_fields_of_other_editions(folder: Path) -> None:
    data = changed((("spec", "userLogin"), {"password": "x"}))
    (folder / "x.yaml").write_text(as_yaml(data))
    lines = as_yaml(data).splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "userLogin" in text)
    output = run("explain", f"x.yaml:{line}", cwd=folder).stdout
    assert "Not documented in this edition, but in: 2024-11" in output
    assert "RP104 newer-field" in output
    assert "RP103" not in output
    below = run("explain", f"x.yaml:{line + 1}", cwd=folder).stdout
    assert "none" in below


def test_file_names_may_contain_colons(folder: Path) -> None:
    (folder / "a:3").write_text("kind: Pool\napiVersion: v2\n")
    for topic in ("a:3:1", "a:3:1:2"):
        assert run("explain", topic, cwd=folder).stdout.startswith("kind: Kind\n")
    assert (
        "C:\\x.yaml: no such file" in run("explain", "C:\\x.yaml:3", cwd=folder).stderr
    )


def test_explain_reports_a_file_over_the_size_limit(folder: Path) -> None:
    (folder / "big.yaml").write_text("#" * ((3 << 20) - 1) + "é\n")
    done = run("explain", "big.yaml:1", cwd=folder)
    assert "is larger than 3,145,728 bytes" in done.stderr or "not valid" in done.stderr
