"""A new kind of body needs only a row in the table, a schema and a view."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pool_lint import Config, Source, Workspace
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.kinds import RESOURCE_KINDS, ResourceKind
from pool_lint.modelarts.view import View, without
from pool_lint.rules import Pointer, Pool, Problem, builtin_rules, rule
from pool_lint.validation.schemas import DEFAULT_EDITION

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Quota",
    "description": "A made-up body.",
    "type": "object",
    "required": ["kind", "spec"],
    "additionalProperties": False,
    "properties": {
        "kind": {"title": "Kind", "description": "The kind.", "const": "Quota"},
        "spec": {
            "title": "Spec",
            "description": "What it allows.",
            "type": "object",
            "required": ["nodes"],
            "additionalProperties": False,
            "properties": {
                "nodes": {
                    "title": "Nodes",
                    "description": "How many nodes.",
                    "type": "integer",
                    "minimum": 1,
                    "examples": [2],
                },
                "type": {"title": "Type", "description": "A type.", "type": "string"},
            },
        },
    },
}


def is_quota(data: dict[str, Any]) -> bool:
    return data.get("kind") == "Quota"


def views(
    data: dict[str, Any], rejected: frozenset[Pointer], catalog: Catalog | None
) -> Iterator[Pool]:
    yield Pool(View(without(data, rejected), rejected), catalog)


QUOTA = ResourceKind(
    "quota", "quota", is_quota, views, lambda: ("kind: Quota",), "quotas"
)


@rule("ACME001", "spec.type", kinds=("quota",))
def hard_quota(pool: Pool) -> Iterable[Problem]:
    found = pool.spec("type")
    if found and found.value == "hard":
        yield Problem(found.location, "the quota is hard")


@pytest.fixture(autouse=True)
def made_up_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / DEFAULT_EDITION
    folder.mkdir()
    (folder / "quota.schema.json").write_text(json.dumps(SCHEMA))
    schemas = import_module("pool_lint.schemas")
    monkeypatch.setattr(schemas, "__path__", [*schemas.__path__, str(tmp_path)])


def found(text: str, config: Config | None = None) -> list[tuple[str, str]]:
    workspace = Workspace(
        config=config,
        rules=[*builtin_rules(), hard_quota],
        kinds=[*RESOURCE_KINDS, QUOTA],
    )
    result = workspace.lint(Source("quota.yaml", text))
    return [(finding.rule, finding.path) for finding in result.findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: Quota\nspec: {nodes: 2}\n", []),
        ("kind: Quota\nspec: {nodes: 2, type: hard}\n", [("ACME001", "spec.type")]),
        ("kind: Quota\nspec: {nodes: 0}\n", [("RP107", "spec.nodes")]),
        ("kind: Quota\nspec: {node: 2}\n", [("RP103", "spec.node")]),
        ("kind: Quota\nspec: {}\n", [("RP101", "spec")]),
        ("kind: Quota\nspec: {nodes: '<n>'}\n", [("RP102", "spec.nodes")]),
        ("kind: Quota\nspec: {nodes: 2, type: '<t>'}\n", [("RP006", "spec.type")]),
        ("kind: Quota\nspec: [\n", [("RP001", "")]),
        ("kind: Other\nspec: [\n", []),
        ("kind: Other\nspec: {nodes: 0}\n", []),
    ],
)
def test_bodies_of_the_new_kind_are_linted(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


def test_pools_are_linted_beside_the_new_kind() -> None:
    assert ("RP101", "") in found("kind: Pool\napiVersion: v2\n")


def test_bodies_of_an_unknown_kind_are_skipped() -> None:
    result = Workspace().lint(Source("quota.yaml", "kind: Quota\nspec: {nodes: 0}\n"))
    assert (result.documents, result.skipped_documents) == (0, 1)
