"""The Python API: lint_text, lint_data, lint_paths, ensure_valid and Config."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import pool_lint
from manifests import REFERENCE, RESOURCE, as_json, as_yaml, changed
from pool_lint import (
    Config,
    InvalidManifest,
    Kind,
    Limits,
    MandatoryRule,
    UnknownRule,
    ensure_valid,
    lint_data,
    lint_paths,
    lint_text,
)
from pool_lint.rules import builtin_rules
from pool_lint.testing import complete


def test_the_example_of_the_api_reference_is_valid() -> None:
    assert lint_text(as_yaml(REFERENCE)) == []
    assert lint_text(as_json(REFERENCE), filename="pool.json") == []
    assert lint_text(as_json(REFERENCE), filename="pool.yaml") == []
    assert lint_data(REFERENCE) == []
    ensure_valid(REFERENCE)


def test_the_printed_example_of_the_api_reference_is_valid() -> None:
    text = """{
  "kind" : "Pool",
  "apiVersion" : "v2",
  "metadata" : {
    "labels" : {
      "os.modelarts/name" : "pool-001",
      "os.modelarts/workspace.id" : "0"
    },
    "annotations" : {
      "os.modelarts/description" : "",
      "os.modelarts/billing.mode" : "0"
    }
  },
  "spec" : {
    "type" : "Dedicate",
    "scope" : [ "Train" ],
    "network" : {
      "name" : "net-0123-86c13962597848eeb29c5861153a391f"
    },
    "resources" : [ {
      "flavor" : "modelarts.vm.gpu.tnt004",
      "count" : 2
    } ],
    "driver" : {
      "gpuVersion" : "440.31"
    }
  }
}
"""
    everything = Config(select=["RP"])
    for name in ("pool.json", "pool.yaml"):
        assert lint_text(text, filename=name, config=everything) == []


def test_data_findings_have_pointers_and_no_lines() -> None:
    body = changed((("spec", "resources", 0, "count"), "2"))
    [finding] = lint_data(body, name="deploy")
    assert (finding.file, finding.range, finding.lines) == ("deploy", None, ())
    assert finding.pointer == ("spec", "resources", 0, "count")
    expected = 'spec.resources[0].count must be an integer, but "2" is a string'
    assert finding.message == expected


def test_str_of_a_finding_is_one_line() -> None:
    data = changed((("spec", "type"), "X"))
    expected = 'error RP105 not-an-option: spec.type must be "Dedicate", not "X"'
    assert str(lint_text(as_yaml(data))[0]) == f"<text>:11:9: {expected}"
    assert str(lint_data(data)[0]) == f"<data>: spec.type: {expected}"


def test_lint_data_keeps_the_data_and_accepts_tuples() -> None:
    body = changed((("spec", "scope"), ("Train", "Infer")))
    before = copy.deepcopy(body)
    assert lint_data(body) == []
    assert body == before


class Scope(enum.StrEnum):
    TRAIN = "Train"


class Count(enum.IntEnum):
    TWO = 2


def test_enum_members_count_as_their_values() -> None:
    count = ("spec", "resources", 0, "count")
    assert (
        lint_data(changed((("spec", "scope"), [Scope.TRAIN]), (count, Count.TWO))) == []
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2025, 8, 20), "2025-08-20"),
        (dt.datetime(2025, 8, 20, 1, 2, 3, tzinfo=dt.UTC), "2025-08-20T01:02:03+00:00"),
    ],
)
@pytest.mark.parametrize("pointer", [("spec", "type"), ("extra",), ("spec", "scope")])
def test_a_date_is_reported_with_its_path(
    value: Any, text: str, pointer: tuple[str, ...]
) -> None:
    """YAML 1.1 loaders turn plain text into dates, in any field."""
    body = changed((pointer, value))
    [finding] = lint_data(body)
    assert (finding.rule, finding.pointer) == ("RP008", pointer)
    assert (
        finding.message
        == f"{'.'.join(pointer)}: {text} is a date or time, not a string"
    )
    with pytest.raises(InvalidManifest, match=r".".join(pointer)):
        ensure_valid(body)


def test_a_date_as_a_key_is_reported_with_its_path() -> None:
    body: dict[Any, Any] = {**changed(), dt.date(2025, 8, 20): "x"}
    [finding] = lint_data(body)
    assert (finding.rule, finding.pointer) == ("RP008", ("2025-08-20",))


def test_a_type_error_names_the_path() -> None:
    with pytest.raises(
        TypeError, match=r"JSON cannot represent a value of type set: spec\.scope\[0\]"
    ):
        lint_data(changed((("spec", "scope"), [{1}])))


@pytest.mark.parametrize("value", [{1, 2}, b"x", object()])
def test_values_without_json_form_raise_type_error(value: Any) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        lint_data(changed((("spec", "type"), value)))


def test_keys_that_are_not_text_raise_type_error() -> None:
    with pytest.raises(TypeError, match="a JSON key must be a str, not int"):
        lint_data({1: "x"})


@pytest.mark.parametrize("body", [None, [], "x", 1, {}])
def test_lint_data_checks_any_body_as_a_request(body: object) -> None:
    assert lint_data(body)


def test_a_lone_surrogate_in_data_is_reported() -> None:
    [finding] = lint_data(changed((("spec", "type"), "\ud800")))
    assert (finding.rule, finding.pointer) == ("RP001", ("spec", "type"))


def test_ensure_valid_raises_with_the_findings() -> None:
    with pytest.raises(
        InvalidManifest, match=r"^spec\.type must .* \(RP105\)$"
    ) as caught:
        ensure_valid(changed((("spec", "type"), "Dedicated")))
    assert [finding.rule for finding in caught.value.findings] == ["RP105"]
    assert isinstance(caught.value, ValueError)


def test_an_invalid_manifest_error_names_each_path_once() -> None:
    for pointer, value, start in (
        (("spec", "type"), "X", "spec.type must be"),
        (("metadata", "labels", "os.modelarts/name"), "", "os.modelarts/name is empty"),
        (("spec", "scope"), ..., "spec.scope is missing"),
    ):
        found = lint_data(changed((pointer, value)))
        assert str(InvalidManifest(found)).startswith(start)
        [other] = (finding._replace(message="x") for finding in found)
        assert str(InvalidManifest([other])) == f"{other.path}: x ({other.rule})"


def test_ensure_valid_accepts_warnings() -> None:
    ensure_valid(changed((("spec", "scope"), ["Train", "Train"])))


def test_lint_paths_reports_missing_paths(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(as_yaml(REFERENCE))
    report = lint_paths([tmp_path, "no/such"])
    assert report.documents == 1
    assert [failure.file for failure in report.failures] == ["no/such"]


def test_config_selects_and_ignores_rules() -> None:
    text = as_yaml(changed((("spec", "type"), "X"), (("metadata", "y"), 1)))
    assert [f.rule for f in lint_text(text, config=Config(ignore=["RP103"]))] == [
        "RP105"
    ]
    assert [f.rule for f in lint_text(text, config=Config(select=["RP103"]))] == [
        "RP103"
    ]


@pytest.mark.parametrize("one", ["RP105", "not-an-option", "RP1"])
def test_config_accepts_one_rule_without_a_list(one: str) -> None:
    text = as_yaml(changed((("spec", "type"), "X")))
    assert lint_text(text, config=Config(ignore=one)) == []
    for config in (Config(select=one), Config(select="RP3", extend_select=one)):
        assert [finding.rule for finding in lint_text(text, config=config)] == ["RP105"]
    with pytest.raises(MandatoryRule):
        lint_text(text, config=Config(ignore="RP001"))


def test_an_unknown_rule_in_config_suggests_the_closest_match() -> None:
    with pytest.raises(UnknownRule) as caught:
        lint_text("", config=Config(select=["max-count-mismach"]))
    assert caught.value.suggestion == "max-count-mismatch"
    with pytest.raises(MandatoryRule):
        lint_text("", config=Config(ignore=["RP003"]))


def test_config_sets_limits() -> None:
    config = Config(limits=Limits(depth=2))
    assert [f.rule for f in lint_text(as_yaml(REFERENCE), config=config)] == ["RP003"]


def test_errors_are_returned_before_warnings() -> None:
    entry = {"flavor": "modelarts.vm.gpu.tnt004", "count": 1, "azs": []}
    data = changed((("spec", "resources"), [entry] * 55), (("spec", "type"), "X"))
    with pytest.raises(InvalidManifest, match="RP105"):
        ensure_valid(data)
    assert len(lint_data(data)) == 55 + 54 + 1 + 1  # RP104, RP302, RP303, RP105
    findings = lint_text(as_yaml(data))
    assert len(findings) == 100
    assert findings[0].rule == "RP105"


def test_more_than_a_thousand_mistakes_are_reported_as_limit() -> None:
    newer = ["azs", "nodePool", "tags", "taints", "labels", "network", "driver"]
    newer += ["creatingStep", "rootVolume", "dataVolumes", "volumeGroupConfigs"]
    entry = dict.fromkeys(newer) | {"flavor": "x", "count": 1, "maxCount": 2}
    data = changed((("spec", "resources"), [entry] * 91))
    [finding] = lint_data(data)
    assert finding.rule == "RP003"
    assert "1,000 mistakes or more" in finding.message


def test_a_response_is_linted_as_a_request_if_rp005_is_ignored() -> None:
    data = {**REFERENCE, "status": {"phase": "Running"}, "apiVersion": "v9"}
    config = Config(ignore=["RP005"], kind=pool_lint.Kind.REQUEST)
    assert [f.rule for f in lint_text(as_yaml(data), config=config)] == [
        "RP105",
        "RP103",
    ]
    with pytest.raises(InvalidManifest):
        ensure_valid(data, config=Config(select=["RP1"]))


def test_a_lone_surrogate_in_a_key_is_reported() -> None:
    assert [finding.rule for finding in lint_data({"\ud800": 1})] == ["RP001"]


def test_lint_paths_accepts_one_path_without_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(as_yaml(REFERENCE))
    assert lint_paths(tmp_path).documents == 1
    assert lint_paths(str(tmp_path / "a.yaml")).documents == 1


@pytest.mark.parametrize("path", ["a\0b", "\ud800.yaml", "", "x" * 5000])
def test_invalid_paths_are_failures(path: str) -> None:
    [failure] = lint_paths([path]).failures
    assert failure.reason


def test_the_limit_of_depth_is_at_most_150() -> None:
    deep = Config(limits=Limits(depth=150))
    assert lint_text("[" * 150 + "]" * 150, config=deep) == []
    assert lint_text("[" * 150 + "]" * 150, filename="x.json", config=deep) == []
    with pytest.raises(ValueError, match="over 150"):
        lint_text("", config=Config(limits=Limits(depth=151)))


def test_the_package_has_only_the_names_of_all() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = pool_lint.nothing  # type: ignore[attr-defined]
    assert all(getattr(pool_lint, name) for name in pool_lint.__all__)
    assert dir(pool_lint) == sorted(pool_lint.__all__)


def test_lint_paths_uses_limits_and_kind_of_the_config(tmp_path: Path) -> None:
    data = changed((("spec", "scope"), ["Train"] * 2), ((*RESOURCE, "maxCount"), 5))
    (tmp_path / "a.yaml").write_text(as_yaml(data))
    report = lint_paths(tmp_path, config=Config(limits=Limits(findings=1)))
    assert (len(report.findings), len(report.files[0].hidden)) == (1, 1)
    report = lint_paths(tmp_path, config=Config(kind=Kind.RESPONSE))
    assert report.noun == "saved response"


def test_config_accepts_the_name_of_a_kind(tmp_path: Path) -> None:
    config = Config(kind="error")  # type: ignore[arg-type]
    body = '{"error_code": "ModelArts.50015000", "error_msg": "x"}'
    (tmp_path / "a.json").write_text(body)
    assert lint_text(body, filename="a.json", config=config) == []
    assert lint_paths(tmp_path, config=config).noun == "error body"
    with pytest.raises(ValueError, match="respons"):
        lint_text(body, config=Config(kind="respons"))  # type: ignore[arg-type]


def test_lint_text_is_thread_safe() -> None:
    texts = [complete(rule.documentation.bad) for rule in builtin_rules()]
    wanted = [lint_text(text) for text in texts]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lint_text, texts * 10))
    finally:
        sys.setswitchinterval(interval)
    assert found == wanted * 10
