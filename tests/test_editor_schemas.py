"""``pool-lint schema any``, ``--annotations-only``, and the snippets in schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
import yaml

from cases import every
from command import run
from manifests import REFERENCE, changed
from pool_lint import Config, lint_text
from pool_lint.modelarts.editor_schemas import editor_schema
from pool_lint.modelarts.starter import SMALLEST
from pool_lint.validation.schemas import EDITIONS, request_schemas
from test_constraints import IDS, ROWS

LATER = EDITIONS[1]
REQUESTS = [schema for edition in EDITIONS for schema in request_schemas(edition)]
BODIES = {
    name: yaml.safe_load("".join(parts.values())) for name, parts in SMALLEST.items()
}
OTHERS: list[Any] = [
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}},
    {"apiVersion": "cilium.io/v2", "kind": "Pool", "metadata": {"labels": {}}},
    {"apiVersion": "v1", "kind": "Network", "spec": {}},
    {"kind": "Pool", "spec": {"members": []}},
    {"kind": "NodePool", "spec": {"size": 1}},
    {"kind": "List", "items": []},
    {"kind": 2, "metadata": None, "spec": "text"},
    {"kind": "Pool", "metadata": {"labels": []}, "spec": []},
    {},
    [],
    None,
    "text",
]


def printed(edition: str, name: str, *, is_bare: bool = False) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(editor_schema(edition, name, is_bare=is_bare))
    return data


Validators = tuple[jsonschema_rs.Draft202012Validator, jsonschema_rs.Draft7Validator]


@cache
def validators(edition: str, name: str) -> Validators:
    """Return validators for both drafts that editors know."""
    text = editor_schema(edition, name)
    newer = jsonschema_rs.Draft202012Validator(text)
    return newer, jsonschema_rs.Draft7Validator(text)


def words(part: Any) -> Iterator[str]:
    """Yield the keywords of a schema, except those of conditions and examples."""
    if isinstance(part, dict):
        for word, value in part.items():
            yield word
            if word in {"properties", "$defs"}:
                for field in value.values():
                    yield from words(field)
            elif word not in {"if", "default", "examples", "defaultSnippets"}:
                yield from words(value)
    elif isinstance(part, list):
        for value in part:
            yield from words(value)


@pytest.mark.parametrize("schema", REQUESTS, ids=" ".join)
def test_version_and_kind_are_constants_that_editors_fill_in(schema: Any) -> None:
    for name, part in list(printed(*schema)["properties"].items())[:2]:
        (value,) = schema.data["properties"][name]["enum"]
        assert "enum" not in part
        assert part["const"] == part["default"] == value


def test_the_older_edition_has_one_plain_type() -> None:
    part = printed(EDITIONS[0], "create-pool")["$defs"]["spec"]["properties"]["type"]
    assert part["enum"] == ["Dedicate"]
    assert part["enumDescriptions"] == ["physical pool"]
    assert "allOf" not in part


@every(("row", "changes", "found"), ROWS, ids=IDS)
def test_the_schema_for_editors_accepts_the_same_requests(
    row: str, changes: Any, found: Any
) -> None:
    del row, found
    data = json.loads(json.dumps(changed(*changes)))
    expected = request_schemas(EDITIONS[0])[0].validator.is_valid(data)
    for validator in validators(EDITIONS[0], "create-pool"):
        assert validator.is_valid(data) == expected


@pytest.mark.parametrize("schema", REQUESTS, ids=" ".join)
def test_requests_use_no_keyword_newer_than_draft_7(schema: Any) -> None:
    newer = {"dependentRequired", "dependentSchemas", "prefixItems", "minContains"}
    newer |= {"unevaluatedProperties", "unevaluatedItems", "$anchor", "$dynamicRef"}
    assert not newer & {*words(printed(*schema))}
    assert not newer & {*words(printed(schema.edition, "any"))}


@pytest.mark.parametrize("schema", REQUESTS, ids=" ".join)
def test_snippets_are_whole_manifests(schema: Any) -> None:
    snippets = printed(*schema)["defaultSnippets"]
    assert len({one["label"] for one in snippets}) == len(snippets)
    for snippet in snippets:
        text = json.dumps(snippet["body"])
        text = re.sub(r'"\^\\"(.*?)\\""', r'"\1"', text)
        stops = re.findall(r"\$\{(\d+):", text)
        assert stops == [str(n) for n in range(1, len(stops) + 1)]
        filled = re.sub(r"\$\{\d+:(.*?)\}", r"\1", text)
        findings = lint_text(filled, config=Config(edition=schema.edition))
        assert {f.rule for f in findings} <= {"RP006"}, snippet["label"]
        assert len(findings) <= len(stops) - 1


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("data", OTHERS, ids=repr)
def test_the_schema_any_accepts_other_documents(edition: str, data: Any) -> None:
    assert all(one.is_valid(data) for one in validators(edition, "any"))
    assert not lint_text(json.dumps(data), config=Config(edition=edition))


@pytest.mark.parametrize("schema", REQUESTS, ids=" ".join)
def test_the_schema_any_judges_requests_by_their_kind(schema: Any) -> None:
    body = BODIES[schema.name]
    unnamed = {**body, "metadata": {"name": "a"}}
    expected = schema.validator.is_valid(unnamed)
    for validator in validators(schema.edition, "any"):
        assert validator.is_valid(body)
        assert not validator.is_valid({**body, "status": 1})
        assert validator.is_valid(unnamed) == expected


def test_the_schema_any_skips_the_kinds_of_other_editions() -> None:
    older, _ = validators(EDITIONS[0], "any")
    assert older.is_valid({**BODIES["network"], "status": 1})
    assert older.is_valid({**BODIES["node-pool"], "status": 1})


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_schema_any_is_valid_and_complete(edition: str) -> None:
    data = printed(edition, "any")
    jsonschema.Draft202012Validator.check_schema(data)
    jsonschema.Draft7Validator.check_schema(data)
    assert {*data["$defs"]} == {s.name for s in request_schemas(edition)}
    count = sum(len(printed(*s)["defaultSnippets"]) for s in request_schemas(edition))
    assert len(data["defaultSnippets"]) == count


TEXTS = {"title", "description", "default", "examples", "defaultSnippets"}
STRUCTURE = {"$schema", "$id", "$ref", "$defs", "properties", "items", "allOf"}
STRUCTURE |= {"if", "then", "else", "additionalProperties"}


@pytest.mark.parametrize(
    ("edition", "name"),
    [*((s.edition, s.name) for s in REQUESTS), (LATER, "any"), (LATER, "pool")],
)
def test_annotations_only_has_no_constraints(edition: str, name: str) -> None:
    data = printed(edition, name, is_bare=True)
    jsonschema.Draft202012Validator.check_schema(data)
    assert {*words(data)} <= TEXTS | STRUCTURE
    validator = jsonschema_rs.Draft202012Validator(data)
    for broken in (None, [], {}, {**REFERENCE, "spec": {"resources": 1}}, *OTHERS):
        assert validator.is_valid(broken)
    whole = printed(edition, name)
    owner = "$defs" if "$defs" in whole else "properties"
    assert data[owner].keys() == whole[owner].keys()


def test_annotations_only_keeps_texts_and_offers_options() -> None:
    bare = printed(EDITIONS[0], "create-pool", is_bare=True)["$defs"]
    whole = request_schemas(EDITIONS[0])[0].data["$defs"]
    for name in ("count", "maxCount", "flavor"):
        field = whole["resource"]["properties"][name]
        kept = bare["resource"]["properties"][name]
        assert kept == {word: field[word] for word in field if word in TEXTS}
    strategy = bare["driver"]["properties"]["updateStrategy"]
    assert strategy["examples"] == ["force", "idle"]


def test_the_command_prints_each_schema_for_the_edition(tmp_path: Path) -> None:
    for edition in EDITIONS:
        for options in ([], ["--annotations-only"]):
            done = run("schema", "any", *options, "--edition", edition, cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["$id"] == f"urn:pool-lint:{edition}:any"
    own = run("schema", "config", "--annotations-only", cwd=tmp_path)
    assert "enum" not in {*words(json.loads(own.stdout))}


def test_policies_need_a_schema_with_constraints(tmp_path: Path) -> None:
    for words, message in (
        (["any"], "policies do not apply to the schema any"),
        (["--annotations-only"], "exclude each other"),
    ):
        done = run("schema", *words, "--with-policies", ".", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
