"""The place and the wording of each keyword of a policy."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from policies import MANIFEST, found
from pool_lint.policies.limits import ASSERTIONS, MANY, NAMED, ONE, OWN

LABELS, NOTES = "metadata.labels", "metadata.annotations"
ITEMS, SCOPE, DRIVER = "spec.resources[]", "spec.scope", "spec.driver"
COUNT, FLAVOR = f"{ITEMS}.count", f"{ITEMS}.flavor"
NAME, MODE = f"{LABELS}.os/name", f"{NOTES}.os/billing.mode"
FIRST = {"flavor": {"const": "modelarts.vm.gpu.tnt004"}}
IS_FIRST = {"properties": FIRST, "required": ["flavor"]}


class Case(NamedTuple):
    """A schema at a path, and the only finding: the place, its end, and the message."""

    path: str
    schema: Any
    place: str
    message: str


CASES = {
    "type": Case("spec.driver.gpuVersion",
        {"x-known": False, "type": "integer"}, "19:17-25",
        'spec.driver.gpuVersion must be an integer, but "440.31" is a string'),
    "enum": Case(FLAVOR, {"enum": ["modelarts.vm.cpu.8u"]}, "15:15-38",
        'spec.resources[0].flavor must be "modelarts.vm.cpu.8u", not '
        '"modelarts.vm.gpu.tnt004"'),
    "const": Case(MODE, {"const": "1"}, "9:32-35",
        'os.modelarts/billing.mode must be "1", not "0"'),
    "pattern": Case(NAME, {"pattern": "^train-"}, "5:24-32",
        'os.modelarts/name must match the pattern "^train-", but is "pool-001"'),
    "minimum": Case(COUNT, {"minimum": 3}, "16:14-15",
        "spec.resources[0].count must be at least 3, not 2"),
    "maximum": Case(COUNT, {"maximum": 4}, "17:44-45",
        "spec.resources[1].count must be at most 4, not 5"),
    "exclusiveMinimum": Case(COUNT, {"exclusiveMinimum": 2}, "16:14-15",
        "spec.resources[0].count must be more than 2, not 2"),
    "exclusiveMaximum": Case(COUNT, {"exclusiveMaximum": 5}, "17:44-45",
        "spec.resources[1].count must be less than 5, not 5"),
    "multipleOf": Case(COUNT, {"multipleOf": 2}, "17:44-45",
        "spec.resources[1].count must be a multiple of 2, not 5"),
    "minLength": Case(NAME, {"minLength": 9}, "5:24-32",
        "os.modelarts/name must have at least 9 characters, not 8"),
    "maxLength": Case(NAME, {"maxLength": 7}, "5:24-32",
        "os.modelarts/name must have at most 7 characters, not 8"),
    "minItems": Case(SCOPE, {"minItems": 3}, "12:10-24",
        "spec.scope must have at least 3 entries, not 2"),
    "maxItems": Case(SCOPE, {"maxItems": 1}, "12:10-24",
        "spec.scope must have at most 1 entry, not 2"),
    "contains": Case(SCOPE, {"contains": {"const": "Notebook"}}, "12:10-24",
        "spec.scope must have other entries"),
    "contains, maxContains": Case(SCOPE,
        {"contains": {"pattern": "."}, "maxContains": 1}, "12:10-24",
        "spec.scope must have other entries"),
    "contains, minContains": Case(SCOPE,
        {"contains": {"const": "Train"}, "minContains": 2}, "12:10-24",
        "spec.scope must have other entries"),
    "minProperties": Case(DRIVER, {"minProperties": 2}, "19:5-25",
        "spec.driver must have at least 2 fields, not 1"),
    "maxProperties": Case("spec.network", {"maxProperties": 0}, "13:12-61",
        "spec.network must have at most 0 fields, not 1"),
    "required": Case("spec", {"required": ["jobFlavors"]}, "10:1-5",
        "spec.jobFlavors is missing"),
    "required, in a list": Case(ITEMS,
        {"if": IS_FIRST, "then": {"required": ["maxCount"]}}, "15:7-13",
        "spec.resources[0].maxCount is missing"),
    "dependentRequired": Case(DRIVER,
        {"dependentRequired": {"gpuVersion": ["updateStrategy"]}}, "18:3-9",
        "spec.driver.updateStrategy is missing"),
    "properties": Case("spec", {"properties": {"driver": False}}, "18:3-9",
        "spec.driver is not allowed"),
    "additionalProperties": Case(LABELS,
        {"properties": {"os.modelarts/name": True}, "additionalProperties": False},
        "6:5-30",
        "os.modelarts/workspace.id is not allowed"),
    "patternProperties": Case(LABELS,
        {"patternProperties": {"name$": {"maxLength": 5}}}, "5:24-32",
        "os.modelarts/name must have at most 5 characters, not 8"),
    "propertyNames": Case(LABELS, {"propertyNames": {"maxLength": 20}}, "6:5-30",
        "os.modelarts/workspace.id is not an allowed name"),
    "items": Case(SCOPE, {"items": {"const": "Train"}}, "12:18-23",
        'spec.scope[1] must be "Train", not "Infer"'),
    "prefixItems": Case(SCOPE, {"prefixItems": [{"const": "Infer"}]}, "12:11-16",
        'spec.scope[0] must be "Infer", not "Train"'),
    "allOf": Case(COUNT, {"allOf": [{"minimum": 1}, {"maximum": 4}]}, "17:44-45",
        "spec.resources[1].count must be at most 4, not 5"),
    "anyOf": Case(COUNT, {"anyOf": [{"maximum": 2}, {"minimum": 6}]}, "17:44-45",
        "spec.resources[1].count does not match the policy case"),
    "oneOf": Case(COUNT, {"oneOf": [{"maximum": 5}, {"minimum": 5}]}, "17:44-45",
        "spec.resources[1].count does not match the policy case"),
    "not": Case(COUNT, {"not": {"const": 5}}, "17:44-45",
        "spec.resources[1].count must not be 5"),
    "if, then": Case(ITEMS,
        {"if": IS_FIRST, "then": {"properties": {"count": {"maximum": 1}}}},
        "16:14-15",
        "spec.resources[0].count must be at most 1, not 2"),
    "if, else": Case(ITEMS,
        {"if": IS_FIRST, "else": {"properties": {"count": {"maximum": 1}}}},
        "17:44-45",
        "spec.resources[1].count must be at most 1, not 5"),
    "dependentSchemas": Case(ITEMS,
        {"dependentSchemas": {"flavor": {"properties": {"count": {"maximum": 4}}}}},
        "17:44-45",
        "spec.resources[1].count must be at most 4, not 5"),
    "x-sum-max": Case("spec.resources",
        {"x-sum-max": {"of": "count", "max": 6}}, "14:3-12",
        "spec.resources has a total count of 7; at most 6 is allowed"),
    "x-equal": Case(LABELS, {"x-equal": ["workspace.id", "name"]}, "5:24-32",
        'os.modelarts/name must be equal to os.modelarts/workspace.id ("0"), '
        'not "pool-001"'),
}  # fmt: skip


def wrapped(case: Case) -> dict[str, Any]:
    """Return the schema of a document with the schema of a case at its path."""
    schema: dict[str, Any] = case.schema
    for step in reversed(re.findall(r"os/[\w.]+|\w+|\[\]", case.path)):
        name = step.replace("os/", "os.modelarts/")
        schema = {"items": schema} if step == "[]" else {"properties": {name: schema}}
    return schema


LONG = '[policy.ACME001]\nname = "case"\nschema = "case.json"\n'


@pytest.mark.parametrize("name", CASES)
def test_each_keyword_has_its_place_and_the_wording_of_built_in_rules(
    tmp_path: Path, name: str
) -> None:
    case = CASES[name]
    (tmp_path / "case.json").write_text(json.dumps(wrapped(case)))
    assert found(tmp_path, LONG) == [["ACME001", case.place, case.message]]


def test_equal_entries_are_at_the_list(tmp_path: Path) -> None:
    case = Case(SCOPE, {"uniqueItems": True}, "12:10-24", "must not have equal entries")
    (tmp_path / "case.json").write_text(json.dumps(wrapped(case)))
    text = MANIFEST.replace("Infer", "Train")
    [first, duplicate] = found(tmp_path, LONG, text)
    assert first == ["ACME001", case.place, f"{SCOPE} {case.message}"]
    assert duplicate[0] == "RP405"


def test_each_keyword_has_a_case() -> None:
    tested = {word for name in CASES for word in re.split(", ?", name)}
    assert tested >= {*ONE, *MANY, *NAMED, *ASSERTIONS, *OWN} - {
        "x-known",
        "uniqueItems",
    }
