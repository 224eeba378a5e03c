"""Saved responses and error bodies: valid and invalid values of tables 13 to 31."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from cases import every
from command import run
from manifests import (
    ANNOTATIONS,
    COUNT,
    LABELS,
    NETWORK,
    PREFIX,
    REFERENCE,
    RESOURCE,
    RESPONSE_BODY,
    as_json,
    as_yaml,
    changed,
)
from pool_lint import Config, Kind, lint_data, lint_paths, lint_text
from pool_lint.rules import Part
from strategies import keys
from test_constraints import Change, Found, Row, expected_ranges, null, wrong_types

RESPONSE = Config(kind=Kind.RESPONSE)
KEY = Part.KEY
META = ("metadata",)
SPEC = ("spec",)
STATUS = ("status",)
STATES = ("creating", "available", "abnormal", "deleting")
COUNTS = (*STATUS, "resources")
NUM = (*ANNOTATIONS, f"{PREFIX}period.num")
TYPE = (*ANNOTATIONS, f"{PREFIX}period.type")
LOGICAL: list[Change] = [
    ((*SPEC, "type"), "Logical"),
    ((*SPEC, "network"), ...),
    ((*SPEC, "driver"), ...),
]


def note(name: str) -> tuple[str, ...]:
    return (*ANNOTATIONS, PREFIX + name)


def bad(row: str, rule: str, pointer: tuple[Any, ...], *values: Any) -> list[Row]:
    return [(row, [(pointer, value)], [(rule, pointer)]) for value in values]


def good(row: str, pointer: tuple[Any, ...], *values: Any) -> list[Row]:
    return [(row, [(pointer, value)], []) for value in values]


ROWS: list[Row] = [
    # T13
    *wrong_types("S50", ("apiVersion",), 2),
    *bad("S50", "RP105", ("apiVersion",), "v1"),
    *bad("S50", "RP105", ("kind",), "Pools", "pool"),
    *[
        ("S50", [((field,), ...)], [("RP101", (), KEY)])
        for field in ("apiVersion", "kind", "metadata", "spec")
    ],
    *wrong_types("S50", META, "x", []),
    *wrong_types("S50", SPEC, "x", []),
    *wrong_types("S50", STATUS, "x", []),
    null("S50", STATUS),
    *good("S50", STATUS, ..., {}),
    *good("S50", ("further",), "x", {"a": [1.5, None]}),
    # T14
    ("S51", [((*META, "name"), ...)], [("RP101", META, KEY)]),
    *wrong_types("S51", (*META, "name"), 1),
    *bad("S51", "RP106", (*META, "name"), ""),
    *wrong_types("S51", (*META, "creationTimestamp"), 1730433000),
    *bad("S51", "RP107", (*META, "creationTimestamp"), "2025-11-01", "yesterday"),
    *good(
        "S51",
        (*META, "creationTimestamp"),
        "2025-11-01T03:49:41.123Z",
        "2025-11-01T03:49:41+08:00",
        ...,
    ),
    # T15
    *[
        row
        for name in ("workspace.id", "name", "resource.id", "tenant.domain.id")
        for row in wrong_types("S52", (*LABELS, PREFIX + name), 0)
    ],
    *good("S52", LABELS, ..., {}, {"other": "x"}),
    # T16
    *[
        row
        for name in (
            "description",
            "billing.mode",
            "period.num",
            "period.type",
            "auto.renew",
            "promotion.info",
            "service.console.url",
            "order.id",
            "flavor.resource.ids",
            "tms.tags",
        )
        for row in wrong_types("S53", note(name), 1)
    ],
    *bad("S53", "RP105", note("billing.mode"), "2"),
    *bad("S53", "RP105", note("period.type"), "4"),
    *bad("S53", "RP105", note("auto.renew"), "true"),
    *bad("S53", "RP107", NUM, "0", "two"),
    ("S53", [(NUM, ...)], [("RP802", TYPE)]),
    ("S53", [(TYPE, ...)], [("RP802", NUM)]),
    ("S53", [(NUM, ...), (TYPE, ...)], []),
    ("S53", [(NUM, "x"), (TYPE, ...)], [("RP107", NUM)]),
    ("S53", [(NUM, ...), (TYPE, "")], [("RP105", TYPE)]),
    ("S53", [(NUM, None), (TYPE, ...)], [("RP106", NUM, KEY)]),
    *good("S53", note("auto.renew"), "0", "1"),
    *good("S53", note("auto.pay"), "1", True),
    *good("S53", note("billing.mode"), "0"),
    # T17
    ("S54", [((*SPEC, "type"), ...)], [("RP101", SPEC, KEY)]),
    *bad("S54", "RP105", (*SPEC, "type"), "Dedicated"),
    ("S54", LOGICAL, []),
    (
        "S54",
        [LOGICAL[0], LOGICAL[2], ((*SPEC, "network"), {})],
        [("RP101", (*SPEC, "network"), KEY)],
    ),
    ("S54", [LOGICAL[0]], [("RP803", (*SPEC, "network"), KEY)]),
    ("S55", [((*SPEC, "network"), ...)], [("RP401", (*SPEC, "type"))]),
    ("S55", [((*SPEC, "network"), {})], [("RP101", (*SPEC, "network"), KEY)]),
    *wrong_types("S55", (*SPEC, "network"), NETWORK),
    *wrong_types("S55", (*SPEC, "scope"), "Train"),
    *bad("S55", "RP105", (*SPEC, "scope", 0), "train"),
    ("S55", [((*SPEC, "resources"), ...)], [("RP101", SPEC, KEY)]),
    *bad("S55", "RP106", (*SPEC, "resources"), []),
    *wrong_types("S55", (*SPEC, "jobFlavors"), "x"),
    *wrong_types("S55", (*SPEC, "driver", "gpuVersion"), 440.31),
    *bad("S55", "RP105", (*SPEC, "driver", "updateStrategy"), "now"),
    (
        "S55",
        [((*RESOURCE, "flavor"), "modelarts.vm.cpu.8ud")],
        [("RP501", (*SPEC, "driver", "gpuVersion"))],
    ),
    (
        "S55",
        [((*SPEC, "driver", "npuVersion"), "C78")],
        [("RP502", (*SPEC, "driver", "npuVersion"))],
    ),
    *good("S55", (*SPEC, "scope"), ..., []),
    *wrong_types("S56", (*SPEC, "controlMode"), "9", 1.0),
    *bad("S56", "RP801", (*SPEC, "controlMode"), 32, -1, 10**30),
    *good("S56", (*SPEC, "controlMode"), *range(32), ...),
    # T18 to T20
    ("S57", [((*RESOURCE, "flavor"), ...)], [("RP101", RESOURCE, KEY)]),
    ("S57", [((*RESOURCE, "count"), ...)], [("RP101", RESOURCE, KEY)]),
    *wrong_types("S57", (*RESOURCE, "count"), "2"),
    *wrong_types("S57", (*RESOURCE, "azs"), {"az": "x"}),
    *wrong_types("S57", (*RESOURCE, "azs", 0, "count"), "2"),
    *wrong_types("S57", (*RESOURCE, "extendParams", "dockerBaseSize"), 50),
    *bad("S57", "RP105", (*RESOURCE, "os", "imageType"), "public"),
    *good("S57", (*RESOURCE, "count"), 0),
    # T23
    *bad("S58", "RP105", (*STATUS, "phase"), "Ready", ""),
    *good(
        "S58",
        (*STATUS, "phase"),
        *("Creating", "Running", "Abnormal", "Deleting", "Error"),
        *("CreationFailed", "ScalingFailed", "Waiting", ...),
    ),
    *wrong_types("S59", (*STATUS, "message"), 1),
    *wrong_types("S59", (*STATUS, "parent"), {}),
    *wrong_types("S59", (*STATUS, "root"), []),
    *good("S59", (*STATUS, "message"), "", "out of stock"),
    # T24 and T25
    *[
        row
        for state in STATES
        for row in (
            *wrong_types("S60", (*COUNTS, state), "2", 2),
            *good("S60", (*COUNTS, state), COUNT, [COUNT], [COUNT, COUNT], {}, [], ...),
        )
    ],
    *[
        row
        for place in ((*COUNTS, "available", 0), (*COUNTS, "deleting"))
        for row in (
            *wrong_types("S61", (*place, "flavor"), 4),
            *wrong_types("S61", (*place, "count"), "2"),
            *wrong_types("S61", (*place, "nodePool"), 1),
            *bad("S61", "RP301", (*place, "maxCount"), 3),
            *good("S61", (*place, "maxCount"), ...),
        )
    ],
    ("S61", [*LOGICAL, ((*COUNTS, "deleting", "maxCount"), 3)], []),
    # T26 to T29
    *wrong_types("S62", (*COUNTS, "available", 0, "azs", 0, "az"), 7),
    *wrong_types("S62", (*COUNTS, "deleting", "azs", 0, "count"), "2"),
    *good("S62", (*COUNTS, "deleting", "azs"), []),
    *bad("S63", "RP105", (*STATUS, "scope", 0, "scopeType"), "train"),
    *bad("S63", "RP105", (*STATUS, "scope", 0, "state"), "On"),
    *good(
        "S63",
        (*STATUS, "scope", 0, "state"),
        *("Enabling", "Enabled", "Disabling", "Disabled"),
    ),
    *wrong_types("S64", (*STATUS, "driver", "gpu"), "440.31"),
    *wrong_types("S64", (*STATUS, "driver", "gpu", "version"), 440.31),
    *bad("S64", "RP105", (*STATUS, "driver", "gpu", "state"), "Ready"),
    *good(
        "S64",
        (*STATUS, "driver", "npu", "state"),
        *("Creating", "Upgrading", "Running", "Abnormal"),
    ),
]
IDS = [f"{row}-{n}" for n, (row, _, _) in enumerate(ROWS)]


def item(body: Any) -> str:
    """Return a body as an item of a list in YAML."""
    return "- " + indent(as_yaml(body), "  ").removeprefix("  ")


VALID_ITEM = item(RESPONSE_BODY)


def in_second_item(found: list[Found]) -> list[Found]:
    """Return the findings for the second pool of a list."""
    return [(rule, ("items", 1, *pointer), *part) for rule, pointer, *part in found]


@pytest.mark.parametrize("name", ["pool.yaml", "pool.json"])
@every(("row", "changes", "found"), ROWS, ids=IDS)
def test_a_response_gives_exactly_the_expected_findings(
    name: str, row: str, changes: list[Change], found: list[Found]
) -> None:
    del row
    data = changed(*changes, base=RESPONSE_BODY)
    text = as_json(data) if name == "pool.json" else as_yaml(data)
    findings = [
        (f.rule, f.range) for f in lint_text(text, filename=name, config=RESPONSE)
    ]
    assert findings == expected_ranges(text, name, found)


@every(("row", "changes", "found"), ROWS, ids=IDS)
def test_a_response_in_a_list_gives_the_same_findings(
    row: str, changes: list[Change], found: list[Found]
) -> None:
    del row
    pools = f"{VALID_ITEM}{item(changed(*changes, base=RESPONSE_BODY))}{VALID_ITEM}"
    text = f"apiVersion: v2\nkind: PoolList\nitems:\n{pools}"
    findings = [(f.rule, f.range) for f in lint_text(text, config=RESPONSE)]
    assert findings == expected_ranges(text, "x.yaml", in_second_item(found))


def test_every_constraint_has_an_invalid_and_a_valid_response() -> None:
    rows = {f"S{number}" for number in range(50, 65)}
    assert {row for row, _, found in ROWS if found} == rows
    assert {row for row, _, found in ROWS if not found} == rows


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"kind": "PoolList", "items": []}, []),
        ({"kind": "PoolList"}, [("RP101", "")]),
        ({"kind": "PoolList", "items": {}}, [("RP102", "items")]),
        ({"kind": "PoolList", "items": None}, [("RP106", "items")]),
        (
            {"kind": "PoolList", "items": ["x", None]},
            [("RP102", "items[0]"), ("RP106", "items[1]")],
        ),
        ([], [("RP102", "")]),
        ("x", [("RP102", "")]),
        (None, [("RP106", "")]),
    ],
)
def test_lists_and_invalid_bodies_are_checked_as_responses(
    data: Any, found: list[tuple[str, str]]
) -> None:
    assert [(f.rule, f.path) for f in lint_data(data, config=RESPONSE)] == found


def test_a_request_is_not_a_valid_response() -> None:
    findings = lint_text(as_yaml(REFERENCE), config=RESPONSE)
    assert [(f.rule, f.path) for f in findings] == [("RP101", "metadata")]


def test_a_response_among_manifests_gets_help_on_kind_response() -> None:
    [finding] = lint_text(as_yaml(RESPONSE_BODY))
    assert finding.rule == "RP005"
    assert "(kind response)" in str(finding.help)


def test_rules_about_yaml_apply_to_responses() -> None:
    text = as_yaml(RESPONSE_BODY).replace("message: ''", "message: on")
    assert [f.rule for f in lint_text(text, config=RESPONSE)] == ["RP007"]
    doubled = as_yaml(RESPONSE_BODY).replace("  root: ''", "  root: ''\n  root: ''")
    assert [f.rule for f in lint_text(doubled, config=RESPONSE)] == ["RP002"]


@pytest.mark.parametrize("empty", [NUM, TYPE])
def test_help_does_not_offer_to_remove_a_field_that_another_needs(empty: Any) -> None:
    period = [(NUM, "1"), (TYPE, "2")]
    [finding] = lint_data(
        changed(*period, (empty, None), base=RESPONSE_BODY), config=RESPONSE
    )
    assert finding.rule == "RP106"
    assert "remove it" not in str(finding.help)
    alone = changed((NUM, ...), (TYPE, ...), (empty, None), base=RESPONSE_BODY)
    [finding] = lint_data(alone, config=RESPONSE)
    assert "remove it" in str(finding.help)
    both = changed((NUM, None), (TYPE, None), base=RESPONSE_BODY)
    for finding in lint_data(both, config=RESPONSE):
        assert "remove it" in str(finding.help)


def test_required_fields_of_items_are_not_required_of_the_list() -> None:
    text = "kind: PoolList\napiVersion:\nitems:\n- {kind: Pool}\n"
    [empty] = (f for f in lint_text(text, config=RESPONSE) if f.rule == "RP106")
    assert str(empty.help).endswith('write "v2", or remove it')


@every("value", [[1], {"a": 1}, "x", 1.5, True, [], ""])
@every("place", keys(REFERENCE), ids=str)
def test_unknown_fields_of_responses_are_not_reported(place: Any, value: Any) -> None:
    data = changed(
        (place, value), base={**REFERENCE, "status": RESPONSE_BODY["status"]}
    )
    rules = {finding.rule for finding in lint_data(data, config=RESPONSE)}
    assert rules.isdisjoint({"RP103", "RP104"})


ERROR = {"error_code": "ModelArts.50015000", "error_msg": "Pool already exists."}
ERRORS = [
    (ERROR, []),
    ({"error_code": "ModelArts.50004000", "error_msg": "Bad request"}, []),
    ({**ERROR, "request_id": "x", "details": [1.5]}, []),
    ({"error_code": "X.1", "error_msg": "anything"}, []),
    ({"error_msg": "Bad request"}, [("RP101", "")]),
    ({"error_code": "ModelArts.50004000"}, [("RP101", "")]),
    ({**ERROR, "error_code": 50015000}, [("RP102", "error_code")]),
    ({**ERROR, "error_msg": None}, [("RP106", "error_msg")]),
    ({**ERROR, "error_msg": ""}, [("RP106", "error_msg")]),
    ([], [("RP102", "")]),
]


@pytest.mark.parametrize(("data", "found"), ERRORS)
def test_s65_error_bodies_are_checked(data: Any, found: list[tuple[str, str]]) -> None:
    config = Config(kind=Kind.ERROR)
    assert [(f.rule, f.path) for f in lint_data(data, config=config)] == found
    shown = lint_text(as_json(data), filename="e.json", config=config)
    assert [(f.rule, f.path) for f in shown] == found


def test_kind_response_and_kind_error_check_saved_bodies(tmp_path: Path) -> None:
    broken = changed(((*STATUS, "phase"), "Ready"), base=RESPONSE_BODY)
    (tmp_path / "answer.json").write_text(as_json(broken))
    (tmp_path / "error.json").write_text(as_json(ERROR))
    options = ("answer.json", "--kind", "response", "-f", "concise")
    done = run(*options, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("answer.json:74:14: error RP105 not-an-option: ")
    assert done.stderr == "1 file: 1 saved response checked; 1 error\n"
    done = run("error.json", "--kind", "error", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 file: 1 error body checked; no findings\n"
    both = run(".", "--kind", "error", cwd=tmp_path)
    assert both.stderr == "2 files: 2 error bodies checked; 2 errors\n"


def test_an_empty_response_is_reported(tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("")
    for kind in (Kind.RESPONSE, Kind.ERROR):
        report = lint_paths(tmp_path, config=Config(kind=kind))
        assert [finding.rule for finding in report.findings] == ["RP106"]
