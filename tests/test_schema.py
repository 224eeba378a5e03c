"""The schema files by themselves, and the two validators over them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from referencing import Registry

from manifests import REFERENCE, as_json, as_yaml, changed
from pool_lint.edition import load, text
from pool_lint.rules import all_rules
from test_constraints import IDS, ROWS

FILE = Path(__file__).parent.parent / "schemas/2025-08-20/create-pool.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text())


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object of the schema that is not itself a map of fields."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def fields() -> list[tuple[str, dict[str, Any]]]:
    found = [("root", SCHEMA), *SCHEMA["$defs"].items()]
    for _, owner in list(found):
        found += list(owner["properties"].items())
    items = [(f"{name}[]", field["items"]) for name, field in found if "items" in field]
    return [(name, field) for name, field in found + items if "$ref" not in field]


def test_it_is_the_file_of_the_repository() -> None:
    assert text() == FILE.read_text()


def test_it_keeps_the_metaschema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_it_is_formatted() -> None:
    assert FILE.read_text() == json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(("name", "field"), fields())
def test_every_field_is_explained(name: str, field: dict[str, Any]) -> None:
    assert field["title"], name
    assert field["description"].endswith("."), name
    known = "default" in field or "default" in field["description"].lower()
    assert known or name == "root", "says what holds without the field"
    validator = jsonschema.Draft202012Validator(SCHEMA).evolve(schema=field)
    assert field["examples"], name
    assert all(validator.is_valid(example) for example in field["examples"]), name


def test_objects_are_closed_and_conditions_are_guarded() -> None:
    for schema in objects(SCHEMA):
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
        if isinstance(schema.get("if"), dict):
            assert schema["if"]["required"]
        assert not {"format", "oneOf", "anyOf"} & {*schema}
        for pattern in [schema["pattern"]] if "pattern" in schema else []:
            assert "\\d" not in pattern
            assert pattern.endswith("$(?!\\n)")


def test_every_x_rule_names_a_rule_and_stands_beside_its_keyword() -> None:
    marked = [schema for schema in objects(SCHEMA) if "x-rule" in schema]
    assert {schema["x-rule"] for schema in marked} == {
        "RP201",
        "RP202",
        "RP401",
        "RP402",
        "RP601",
    }
    assert {schema["x-rule"] for schema in marked} <= {rule.id for rule in all_rules()}
    assert all(len(schema) == 2 for schema in marked)


def test_no_reference_leaves_the_file() -> None:
    references = [schema["$ref"] for schema in objects(SCHEMA) if "$ref" in schema]
    assert references
    assert all(reference.startswith("#/$defs/") for reference in references)


@pytest.mark.parametrize(("row", "changes", "found"), ROWS, ids=IDS)
def test_the_validators_agree(row: str, changes: Any, found: Any) -> None:
    del row, found
    data = json.loads(json.dumps(changed(*changes)))
    slow = jsonschema.Draft202012Validator(load(), registry=Registry())
    fast = jsonschema_rs.Draft202012Validator(load())
    assert fast.is_valid(data) == slow.is_valid(data)


ERRORS_OF_SCHEMA = {"RP101", "RP102", "RP103", "RP104", "RP105", "RP106", "RP107"} | {
    "RP201",
    "RP202",
    "RP401",
    "RP402",
    "RP601",
}


# Not sent, and so no finding of ours; a schema cannot tell it from an unknown field.
NEWER_NULL = (("spec", "userLogin"), None)


def test_another_validator_enforces_it_alone(tmp_path: Path) -> None:
    """check-jsonschema refuses what our schema-borne rules refuse, and nothing else."""
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    (good / "reference.json").write_text(as_json(REFERENCE))
    (good / "reference.yaml").write_text(as_yaml(REFERENCE))
    for name, (_, changes, found) in zip(IDS, ROWS, strict=True):
        data = changed(*changes)
        if NEWER_NULL in changes:
            continue
        if not found:
            (good / f"{name}.json").write_text(as_json(data))
        elif ERRORS_OF_SCHEMA & {rule for rule, *_ in found} and not _has_float(data):
            (bad / f"{name}.json").write_text(as_json(data))
    assert _check_jsonschema(good) == set()
    assert _check_jsonschema(bad) == {path.name for path in bad.iterdir()}


def _has_float(data: Any) -> bool:
    return "2.0" in json.dumps(data)


def _check_jsonschema(folder: Path) -> set[str]:
    """The names of the files that check-jsonschema refuses."""
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json"]
    files = sorted(str(path) for path in folder.iterdir())
    run = subprocess.run(
        [*command, "--schemafile", str(FILE), *files],
        capture_output=True,
        text=True,
        check=False,
    )
    result = json.loads(run.stdout)
    assert result.get("parse_errors", []) == []
    return {Path(error["filename"]).name for error in result.get("errors", [])}
