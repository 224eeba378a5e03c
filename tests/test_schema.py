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

from cases import every
from manifests import REFERENCE, REQUEST_SCHEMA, as_json, as_yaml, changed
from pool_lint.rules import builtin_rules
from pool_lint.validation.failures import requires
from pool_lint.validation.schemas import (
    CONFIG,
    EDITIONS,
    LIST,
    REPORT,
    Schema,
    SchemaName,
    schema_names,
)
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


OF_EDITIONS = [Schema(e, name) for e in EDITIONS for name in schema_names(e)]
SCHEMAS = {
    f"{schema.edition} {schema.name}".strip(): schema
    for schema in (*OF_EDITIONS, CONFIG, REPORT, LIST)
}
each_schema = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
# The YAML language server offers an example of a list's item as "[object Object]".
WITHOUT_EXAMPLE = {"create-pool resource", "node-pool resource"}


def fields() -> list[tuple[Schema, str, dict[str, Any]]]:
    """Return every field of every schema: schema, field name and subschema."""
    found = []
    for whole in SCHEMAS.values():
        conditions = [p["if"] for p in objects(whole.data) if "if" in p]
        of_conditions = {id(part) for one in conditions for part in objects(one)}
        for part in objects(whole.data):
            if id(part) in of_conditions:
                continue
            named = [
                *part.get("properties", {}).items(),
                *part.get("$defs", {}).items(),
            ]
            named += [("[]", part[word]) for word in ("items",) if word in part]
            found += [(whole, name, field) for name, field in named]
    return [
        (whole, name, field)
        for whole, name, field in found
        if "$ref" not in field and "x-rule" not in field and set(field) - {"const"}
    ]


def test_the_package_contains_the_schema_of_the_repository() -> None:
    assert REQUEST_SCHEMA.text == FILE.read_text()


@each_schema
def test_schemas_are_valid_and_formatted(schema: Schema) -> None:
    data = schema.data
    jsonschema.Draft202012Validator.check_schema(data)
    assert data["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema.text == json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    assert data["title"]
    assert data["description"].endswith(".")


@every(("whole", "name", "field"), fields())
def test_every_field_has_title_description_and_example(
    whole: Schema, name: str, field: dict[str, Any]
) -> None:
    assert field["title"], name
    assert field["description"].endswith("."), name
    if whole not in {REPORT, LIST}:
        known = "default" in field or "default" in field["description"].lower()
        assert known, f"{name}: the description must name the default"
    if f"{whole.name} {name}" not in WITHOUT_EXAMPLE:
        validator = jsonschema.Draft202012Validator(whole.data).evolve(schema=field)
        assert field["examples"], name
        assert all(validator.is_valid(e) for e in field["examples"]), name


def test_objects_of_responses_allow_unknown_fields() -> None:
    for schema in SCHEMAS.values():
        written = {SchemaName.REPORT, SchemaName.LIST}
        if schema.name in {SchemaName.POOL, SchemaName.ERROR, *written}:
            for part in objects(schema.data):
                assert part.get("additionalProperties", True) is not False


def test_objects_of_requests_forbid_unknown_fields() -> None:
    for schema in objects(SCHEMA):
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False


@each_schema
def test_conditions_are_guarded_and_patterns_end_with_the_text(schema: Schema) -> None:
    for part in objects(schema.data):
        if isinstance(part.get("if"), dict):
            assert all(one["required"] for one in part["if"].get("anyOf", [part["if"]]))
        assert not {"format", "oneOf"} & {*part}
        if isinstance(part.get("pattern"), str) and schema.edition:
            assert "\\d" not in part["pattern"]
            # `$` alone would match before a final line break.
            assert part["pattern"].startswith("^(?![\\s\\S]*")
            assert part["patternErrorMessage"].endswith(".")


def test_every_x_rule_names_a_rule_beside_one_keyword() -> None:
    marked = [s for one in OF_EDITIONS for s in objects(one.data) if "x-rule" in s]
    assert {schema["x-rule"] for schema in marked} == {
        *("RP201", "RP202", "RP401", "RP402", "RP406", "RP407", "RP601", "RP604"),
        *("RP801", "RP802"),
    }
    assert {schema["x-rule"] for schema in marked} <= {
        rule.id for rule in builtin_rules()
    }
    texts = {"x-rule", "patternErrorMessage", "x-source", "x-secret"}
    assert all(len(schema.keys() - texts) == 1 for schema in marked)


@each_schema
def test_references_stay_inside_the_schema(schema: Schema) -> None:
    schemas = objects(schema.data)
    references = [s["$ref"] for s in schemas if isinstance(s.get("$ref"), str)]
    assert all(reference.startswith("#/$defs/") for reference in references)


@every(("row", "changes", "found"), ROWS, ids=IDS)
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


@pytest.mark.parametrize("schema", OF_EDITIONS, ids=" ".join)
def test_every_object_has_its_own_validator(schema: Schema) -> None:
    for field in (field for whole, _, field in fields() if whole == schema):
        is_valid = schema.validator_of(field).is_valid
        mapping = dict.fromkeys(field.get("required", ()))
        assert not any(requires(field, mapping, n, schema) for n in mapping)
        for missing in mapping:
            rest = {n: None for n in mapping if n != missing}
            assert requires(field, rest, missing, schema)
        examples = (
            e for e in field.get("examples", ()) if not isinstance(e, (dict, list))
        )
        assert all(is_valid(example) for example in examples)
        assert not is_valid("\n") or field.get("type") in {"string", "boolean"}


LATER = [s for s in OF_EDITIONS if s.edition == "2026-01"]


@pytest.mark.parametrize(
    "schema",
    [s for s in LATER if s.name not in {SchemaName.POOL, SchemaName.ERROR}],
    ids=lambda schema: schema.name,
)
def test_every_field_of_a_later_request_names_its_source(schema: Schema) -> None:
    for whole, name, field in fields():
        if whole == schema:
            source = field["x-source"]
            assert {*source} == {"source", "date", "confidence"}, name
            assert source["confidence"] in {"documented", "observed", "inferred"}
            assert source["date"].startswith("202")


def test_a_node_pool_has_the_resource_of_a_pool() -> None:
    pool = Schema("2026-01", SchemaName.CREATE_POOL).data["$defs"]
    nodes = Schema("2026-01", SchemaName.NODE_POOL).data["$defs"]
    ours = {*pool["resource"]["properties"]}
    assert {*nodes["resource"]["properties"]} == ours
    for name in ("az", "taint", "tag", "dataVolume", "volumeGroupConfig", "os"):
        assert nodes[name] == pool[name]
