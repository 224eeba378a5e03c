"""`pool-lint schema --with-policies`: the schema of manifests with policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from command import run
from manifests import changed
from pool_lint.validation.schemas import Schema

FLAVOR = ("spec", "resources", 0, "flavor")
COUNT = ("spec", "resources", 0, "count")
POLICIES = """\
[policy.ACME001]
name = "few-nodes"
field = "spec.resources[].count"
maximum = 8
files = ["prod/**"]
url = "https://example.com/nodes"

[policy.ACME002]
name = "known-flavors"
message = "ask the capacity team"
schema.properties.spec.properties.resources.items."$ref" = "#/$defs/item"
schema."$defs".item.properties.flavor.enum = ["modelarts.vm.gpu.tnt004"]

[policy.ACME003]
name = "same-name"
x-equal = ["labels.name", "$file.stem"]
"""
LATER = """\
edition = "2026-01"
[policy.ACME004]
name = "small-networks"
kind = "Network"
field = "spec.cidr"
pattern = "/2[4-9]$"
"""


def combined(folder: Path, *arguments: str) -> dict[str, Any]:
    done = run("schema", *arguments, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    schema: dict[str, Any] = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    return schema


def titles(schema: dict[str, Any]) -> list[str]:
    return [one["title"] for one in schema.get("allOf", ())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "prod").mkdir()
    (tmp_path / "pool-lint.toml").write_text(POLICIES)
    return tmp_path


def accepts(schema: dict[str, Any], *changes: Any) -> bool:
    return Draft202012Validator(schema).is_valid(changed(*changes))


def test_the_combined_schema_rejects_what_policies_forbid(folder: Path) -> None:
    schema = combined(folder, "--with-policies", "prod")
    good = ((FLAVOR, "modelarts.vm.gpu.tnt004"), (COUNT, 8))
    assert accepts(schema, *good)
    assert not accepts(schema, *good, (COUNT, 9))
    assert not accepts(schema, *good, (FLAVOR, "modelarts.vm.gpu.tnt005"))
    assert not accepts(schema, *good, (("spec", "type"), "Dedicated"))


def test_only_policies_that_apply_to_the_path_are_added(folder: Path) -> None:
    others = ["ACME002 known-flavors", "ACME003 same-name"]
    assert titles(combined(folder, "--with-policies")) == others
    for path in ("prod", "prod/any.yaml"):
        (folder / "prod" / "any.yaml").touch()
        found = titles(combined(folder, "--with-policies", path))
        assert found == ["ACME001 few-nodes", *others]
    settings = f'ignore = ["ACME002"]\n{POLICIES}'
    (folder / "pool-lint.toml").write_text(settings)
    assert titles(combined(folder, "--with-policies")) == others[1:]


def test_a_policy_has_its_message_and_its_page(folder: Path) -> None:
    first, second, _ = combined(folder, "--with-policies", "prod")["allOf"]
    assert second["description"] == "ask the capacity team"
    assert first["markdownDescription"].endswith("[ACME001](https://example.com/nodes)")


def test_the_rest_is_the_schema_of_the_edition(folder: Path) -> None:
    core = dict(Schema("2026-01", "create-pool").data)
    found = combined(folder, "--edition", "2026-01", "--with-policies")
    assert "$id" not in found
    del core["$id"], found["allOf"]
    assert found == core


def test_without_policies_it_is_the_schema_itself(tmp_path: Path) -> None:
    core = dict(Schema("2025-08-20", "create-pool").data)
    del core["$id"]
    assert combined(tmp_path, "--with-policies") == core


def test_policies_about_other_kinds_are_in_the_schema_of_their_kind(
    tmp_path: Path,
) -> None:
    (tmp_path / "pool-lint.toml").write_text(LATER)
    assert titles(combined(tmp_path, "network", "--with-policies")) == [
        "ACME004 small-networks"
    ]
    assert titles(combined(tmp_path, "--with-policies")) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("config", "--with-policies"), "policies do not apply to the schema config"),
        (("pool", "--with-policies"), "policies do not apply to the schema pool"),
        (("--with-policies", "nowhere"), "--with-policies: nowhere does not exist"),
        (("--with-policies", ""), '--with-policies: "" does not exist'),
    ],
)
def test_wrong_arguments_are_refused(
    tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    done = run("schema", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"Error: {reason}\n")


def test_an_invalid_policy_is_an_error(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(POLICIES.replace("count", "coutn"))
    done = run("schema", "--with-policies", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean spec.resources[].count?" in done.stderr
