"""The schema files, and validators that use them."""

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

from manifests import REFERENCE, REQUEST_SCHEMA, as_json, as_yaml, changed, schema_named
from pool_lint.rules import builtin_rules
from pool_lint.validation.failures import requires
from pool_lint.validation.schemas import EDITION_SCHEMAS, OWN_SCHEMAS, SchemaName
from test_constraints import IDS, ROWS

FILE = Path(__file__).parent.parent / "schemas/2025-08-20/create-pool.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text())


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a schema."""
    if isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            if key != "examples":
                yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


SCHEMAS: dict[str, dict[str, Any]] = {
    name: schema_named(name).data for name in (*EDITION_SCHEMAS, *OWN_SCHEMAS)
}
# The YAML language server offers an example of a list's item as "[object Object]".
WITHOUT_EXAMPLE = {"create-pool resource"}


def fields() -> list[tuple[str, str, dict[str, Any]]]:
    """Return every field of every schema: schema name, field name and subschema."""
    found = []
    for schema_name, schema in SCHEMAS.items():
        for part in objects(schema):
            named = [
                *part.get("properties", {}).items(),
                *part.get("$defs", {}).items(),
            ]
            named += [("[]", part[word]) for word in ("items",) if word in part]
            found += [(schema_name, name, field) for name, field in named]
    return [
        (schema_name, name, field)
        for schema_name, name, field in found
        if "$ref" not in field and set(field) - {"const"}
    ]


def test_the_package_contains_the_schema_of_the_repository() -> None:
    assert REQUEST_SCHEMA.text == FILE.read_text()


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_and_formatted(name: str) -> None:
    schema = SCHEMAS[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (
        schema_named(name).text
        == json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    )
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.parametrize(("schema_name", "name", "field"), fields())
def test_every_field_has_title_description_and_example(
    schema_name: str, name: str, field: dict[str, Any]
) -> None:
    assert field["title"], name
    assert field["description"].endswith("."), name
    if schema_name != "report":
        known = "default" in field or "default" in field["description"].lower()
        assert known, f"{name}: the description must name the default"
    if f"{schema_name} {name}" not in WITHOUT_EXAMPLE:
        validator = jsonschema.Draft202012Validator(SCHEMAS[schema_name]).evolve(
            schema=field
        )
        assert field["examples"], name
        assert all(validator.is_valid(e) for e in field["examples"]), name


def test_objects_of_responses_allow_unknown_fields() -> None:
    for name in (SchemaName.POOL, SchemaName.ERROR, SchemaName.REPORT):
        for schema in objects(SCHEMAS[name]):
            assert schema.get("additionalProperties", True) is not False


def test_objects_of_requests_forbid_unknown_fields() -> None:
    for schema in objects(SCHEMA):
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", SCHEMAS)
def test_conditions_are_guarded_and_patterns_end_with_the_text(name: str) -> None:
    for schema in objects(SCHEMAS[name]):
        if isinstance(schema.get("if"), dict):
            assert schema["if"]["required"]
        assert not {"format", "oneOf"} & {*schema}
        if isinstance(schema.get("pattern"), str) and name in EDITION_SCHEMAS:
            assert "\\d" not in schema["pattern"]
            # `$` alone would match before a final line break.
            assert schema["pattern"].startswith("^(?![\\s\\S]*")
            assert schema["patternErrorMessage"].endswith(".")


def test_every_x_rule_names_a_rule_beside_one_keyword() -> None:
    marked = [
        s for name in EDITION_SCHEMAS for s in objects(SCHEMAS[name]) if "x-rule" in s
    ]
    assert {schema["x-rule"] for schema in marked} == {
        *("RP201", "RP202", "RP401", "RP402", "RP601", "RP801", "RP802"),
    }
    assert {schema["x-rule"] for schema in marked} <= {
        rule.id for rule in builtin_rules()
    }
    texts = {"x-rule", "patternErrorMessage"}
    assert all(len(schema.keys() - texts) == 1 for schema in marked)


@pytest.mark.parametrize("name", SCHEMAS)
def test_references_stay_inside_the_schema(name: str) -> None:
    schemas = objects(SCHEMAS[name])
    references = [s["$ref"] for s in schemas if isinstance(s.get("$ref"), str)]
    assert all(reference.startswith("#/$defs/") for reference in references)


@pytest.mark.parametrize(("row", "changes", "found"), ROWS, ids=IDS)
def test_jsonschema_and_jsonschema_rs_agree(row: str, changes: Any, found: Any) -> None:
    del row, found
    data = json.loads(json.dumps(changed(*changes)))
    slow = jsonschema.Draft202012Validator(REQUEST_SCHEMA.data, registry=Registry())
    fast = jsonschema_rs.Draft202012Validator(REQUEST_SCHEMA.data)
    assert fast.is_valid(data) == slow.is_valid(data)


ERRORS_OF_SCHEMA = {"RP101", "RP102", "RP103", "RP104", "RP105", "RP106", "RP107"} | {
    "RP201",
    "RP202",
    "RP401",
    "RP402",
    "RP601",
}


# pool-lint does not send this field, so it reports nothing. A schema cannot express it.
NEWER_NULL = (("spec", "userLogin"), None)


def test_check_jsonschema_rejects_the_same_requests(tmp_path: Path) -> None:
    """It rejects requests with findings of rules that the schema expresses."""
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
    """Return the names of the files that check-jsonschema rejects."""
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


@pytest.mark.parametrize("name", EDITION_SCHEMAS)
def test_every_object_has_its_own_validator(name: str) -> None:
    for field in (field for schema_name, _, field in fields() if schema_name == name):
        is_valid = schema_named(name).validator_of(field).is_valid
        mapping = dict.fromkeys(field.get("required", ()))
        assert not any(requires(field, mapping, n, schema_named(name)) for n in mapping)
        for missing in mapping:
            rest = {n: None for n in mapping if n != missing}
            assert requires(field, rest, missing, schema_named(name))
        examples = (
            e for e in field.get("examples", ()) if not isinstance(e, (dict, list))
        )
        assert all(is_valid(example) for example in examples)
        assert not is_valid("\n") or field.get("type") == "string"
