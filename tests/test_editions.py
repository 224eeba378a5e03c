"""A second API edition is independent of the first one."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from manifests import REFERENCE, as_yaml, changed
from pool_lint import Config, Limits, lint_text
from pool_lint.modelarts.kinds import POOL_REQUEST, Body
from pool_lint.modelarts.request import request_of
from pool_lint.parsing.data_reader import read_data
from pool_lint.validation.fields import (
    expected_paths,
    field_at,
    field_paths,
    field_paths_named,
    short_names,
)
from pool_lint.validation.options import options_at
from pool_lint.validation.schemas import DEFAULT_EDITION, Schema, SchemaName

FIRST = Schema(DEFAULT_EDITION, SchemaName.CREATE_POOL)
SECOND = Schema("2099-01", SchemaName.CREATE_POOL)
LATER = Config(edition="2099-01")

Change = Callable[[dict[str, Any]], None]


def renamed(schema: dict[str, Any]) -> None:
    """Rename ``scope`` to ``jobs`` and add the field ``color``."""
    spec = schema["$defs"]["spec"]
    spec["properties"]["jobs"] = spec["properties"].pop("scope")
    spec["required"] = ["jobs" if n == "scope" else n for n in spec["required"]]
    spec["properties"]["color"] = {
        "title": "Color",
        "description": "The color of the pool.",
        "type": "string",
        "enum": ["red", "blue"],
    }


@pytest.fixture(autouse=True)
def made_up_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "2099-01"
    folder.mkdir()
    for name in (SchemaName.CREATE_POOL, SchemaName.POOL, SchemaName.ERROR):
        data = json.loads(Schema(DEFAULT_EDITION, name).text)
        if name is SchemaName.CREATE_POOL:
            renamed(data)
        (folder / f"{name}.schema.json").write_text(json.dumps(data))
    schemas = import_module("pool_lint.schemas")
    monkeypatch.setattr(schemas, "__path__", [*schemas.__path__, str(tmp_path)])


def rules(data: Any, config: Config | None = None) -> list[tuple[str, str]]:
    return [(f.rule, f.path) for f in lint_text(as_yaml(data), config=config)]


OLD = REFERENCE
NEW = changed((("spec", "scope"), ...), (("spec", "jobs"), ["Train"]))


def test_each_edition_uses_its_own_schema() -> None:
    assert rules(OLD) == rules(NEW, LATER) == []
    assert ("RP103", "spec.jobs") in rules(NEW)
    assert ("RP103", "spec.scope") in rules(OLD, LATER)
    assert rules(OLD) == [], "the first edition is unchanged"


def test_suggestions_come_from_the_selected_edition() -> None:
    wrong = changed((("spec", "color"), "rde"), base=NEW)
    [finding] = lint_text(as_yaml(wrong), config=LATER)
    assert (finding.rule, finding.path) == ("RP105", "spec.color")
    assert finding.message == 'spec.color must be "red" or "blue", not "rde"'


def test_long_texts_use_the_selected_edition() -> None:
    long = as_yaml(OLD) + "# comment\n" * 1_000
    found = [(f.rule, f.path) for f in lint_text(long, config=LATER)]
    assert found == rules(OLD, LATER)


def test_injected_fields_must_exist_in_the_edition() -> None:
    later = LATER._replace(injected=["jobs"])
    assert rules(changed((("spec", "jobs"), ...), base=NEW), later) == []
    with pytest.raises(ValueError, match='unknown field "jobs"'):
        lint_text("", config=Config(injected=["jobs"]))


def test_known_fields_differ_between_editions() -> None:
    assert ("spec", "jobs") in field_paths(SECOND)
    assert ("spec", "jobs") not in field_paths(FIRST)
    assert "spec.scope" in short_names(FIRST)
    assert "spec.scope" not in short_names(SECOND)
    assert field_at(("spec", "color"), FIRST) == {}
    assert options_at(("spec", "color"), SECOND).values == ("red", "blue")
    assert field_paths_named("jobs", SECOND) == [("spec", "jobs")]
    assert expected_paths(("metadata", "jobs"), SECOND) == [("spec", "jobs")]
    assert expected_paths(("metadata", "jobs"), FIRST) == []


def test_validators_differ_between_editions() -> None:
    assert FIRST.validator.is_valid(OLD)
    assert not SECOND.validator.is_valid(OLD)
    part = FIRST.data["$defs"]["spec"]
    assert FIRST.validator_of(part) is FIRST.validator_of(part)
    assert FIRST.validator_of(part) is not SECOND.validator_of(
        SECOND.data["$defs"]["spec"]
    )


def test_a_rendered_request_has_the_field_order_of_its_edition() -> None:
    document = read_data(NEW, Limits())
    body = request_of(Body(document, POOL_REQUEST, SECOND)).body
    known = [n for n in field_at(("spec",), SECOND)["properties"] if n in body["spec"]]
    assert list(body["spec"]) == known
    assert known[-1] == "jobs"
