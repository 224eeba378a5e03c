"""The JSON Schema of settings files knows all keys of policies, for editors."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from command import run
from manifests import GOOD
from pool_lint.policies.short_form import KNOWN, PLAIN, PRESENCE, SHORT
from pool_lint.validation.schemas import CONFIG

KEYS = {
    *SHORT,
    *("name", "severity", "message", "help", "url", "files", "kind", "edition"),
    *("suppressible", "field", "when", "schema", "bad", "good", KNOWN),
}
FULL = """\
[policy.ACME001]
name = "few-nodes"
severity = "warning"
message = "{value} nodes"
help = "at most {allowed}"
url = "https://acme.example/nodes"
files = ["prod/**"]
kind = "Pool"
edition = "2025-08-20"
suppressible = false
field = "spec.resources[].count"
maximum = 8
when = [{ field = "labels.name", pattern = "^prod-" }]
bad = "spec: {resources: [{count: 9}]} # <-"
good = ["spec: {resources: [{count: 8}]}"]

[policy.ACME002]
name = "long"
schema.properties.spec.properties.scope.maxItems = 1
x-known = true

[policy.ACME003]
name = "in-a-file"
schema = "policies/count.json"
"""
INVALID = [
    ("maximum = 8", "maximun = 8"),
    ("maximum = 8", 'maximum = "8"'),
    ("maximum = 8", "pattern = 8"),
    ('"warning"', '"fatal"'),
    ("suppressible = false", 'suppressible = "no"'),
    ("ACME001", "acme1"),
    ('name = "few-nodes"\n', ""),
    ('field = "labels.name"', 'fild = "labels.name"'),
    ('files = ["prod/**"]', 'files = "prod/**"'),
]
POLICY: dict[str, Any] = CONFIG.data["$defs"]["policy"]


def is_valid(text: str) -> bool:
    validator = jsonschema.Draft202012Validator(CONFIG.data)
    return bool(validator.is_valid(tomllib.loads(text)))


def test_the_schema_has_each_key_with_a_description() -> None:
    assert set(POLICY["properties"]) == KEYS
    entries = POLICY["properties"].values()
    assert all(entry.get("description") or "$ref" in entry for entry in entries)


def test_conditions_have_the_keywords_of_fields() -> None:
    conditions = POLICY["properties"]["when"]["items"]
    if "$ref" in conditions:
        conditions = CONFIG.data["$defs"][conditions["$ref"].rpartition("/")[2]]
    assert set(conditions["properties"]) == {"field", *PLAIN, *PRESENCE}


def test_the_schema_accepts_all_keys(tmp_path: Path) -> None:
    assert is_valid(FULL)
    (tmp_path / ".git").mkdir()
    (tmp_path / "policies").mkdir()
    schema = '{"properties": {"spec": {"properties": {"scope": {"minItems": 2}}}}}'
    (tmp_path / "policies" / "count.json").write_text(schema)
    (tmp_path / "pool-lint.toml").write_text(FULL)
    (tmp_path / "pool.yaml").write_text(GOOD)
    done = run("-f", "concise", "--select", "ACME", ".", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert "ACME003 in-a-file: spec.scope must have at least 2" in done.stdout


@pytest.mark.parametrize(("old", "new"), INVALID)
def test_the_schema_and_the_command_refuse_the_same(
    tmp_path: Path, old: str, new: str
) -> None:
    (tmp_path / ".git").mkdir()
    text = FULL.replace(old, new, 1)
    (tmp_path / "pool-lint.toml").write_text(text)
    (tmp_path / "pool.yaml").write_text(GOOD)
    done = run("pool.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pool-lint: pool-lint.toml:")
    assert not is_valid(text)
