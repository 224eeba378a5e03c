"""Every constraint of the API reference's tables for requests, violated and kept.

The ids are those of the constraint list; T7 is the reference's table 7. A row lists
changes of the reference's example, and the expected findings: rule, pointer and, if the
finding is at a key, ``KEY``. Rows without findings keep the constraint.
"""

from __future__ import annotations

from typing import Any

import pytest

from cases import every
from manifests import (
    ANNOTATIONS,
    LABELS,
    NETWORK,
    PREFIX,
    RESOURCE,
    as_json,
    as_yaml,
    changed,
)
from pool_lint import Limits, Source, lint_data, lint_text
from pool_lint.parsing import read
from pool_lint.rules import Location, Part

NAME = (*LABELS, f"{PREFIX}name")
MODE = (*ANNOTATIONS, f"{PREFIX}billing.mode")
NUM = (*ANNOTATIONS, f"{PREFIX}period.num")
TYPE = (*ANNOTATIONS, f"{PREFIX}period.type")
ORDER = (*ANNOTATIONS, f"{PREFIX}order.id")
SPEC = ("spec",)
DRIVER = ("spec", "driver")
URL = (*ANNOTATIONS, f"{PREFIX}service.console.url")
IMAGE = (*RESOURCE, "os", "imageId")
MONTHLY = [(MODE, "1"), (NUM, "2"), (TYPE, "2"), (ORDER, "CS1")]
CPU = [((*RESOURCE, "flavor"), "modelarts.vm.cpu.8ud"), ((*DRIVER, "gpuVersion"), ...)]
KEY = Part.KEY

Change = tuple[Any, Any]
Found = tuple[Any, ...]
Row = tuple[str, list[Change], list[Found]]


def entries(count: int) -> list[dict[str, Any]]:
    return [{"flavor": f"modelarts.vm.gpu.x{n}", "count": 1} for n in range(count)]


def label(name: str) -> tuple[str, ...]:
    return (*LABELS, PREFIX + name)


def note(name: str) -> tuple[str, ...]:
    return (*ANNOTATIONS, PREFIX + name)


def wrong_types(row: str, pointer: tuple[str | int, ...], *values: Any) -> list[Row]:
    return [(row, [(pointer, value)], [("RP102", pointer)]) for value in values]


def null(row: str, pointer: tuple[str | int, ...]) -> Row:
    return (row, [(pointer, None)], [("RP106", pointer, KEY)])


ROWS: list[Row] = [
    # T3
    ("S03", [(("apiVersion",), ...)], [("RP101", (), KEY)]),
    *wrong_types("S03", ("apiVersion",), 2, True, ["v2"]),
    ("S03", [(("apiVersion",), "v1")], [("RP105", ("apiVersion",))]),
    ("S03", [(("apiVersion",), "v2\n")], [("RP105", ("apiVersion",))]),
    null("S03", ("apiVersion",)),
    ("S03", [], []),
    ("S04", [(("kind",), ...)], [("RP101", (), KEY)]),
    *wrong_types("S04", ("kind",), 1, ["Pool"], {"Pool": "x"}),
    ("S04", [(("kind",), "pool")], [("RP105", ("kind",))]),
    ("S04", [(("kind",), "Pools")], [("RP105", ("kind",))]),
    ("S04", [], []),
    ("S05", [(("metadata",), ...)], [("RP101", (), KEY)]),
    *wrong_types("S05", ("metadata",), "pool-001", [], 1),
    null("S05", ("metadata",)),
    ("S05", [], []),
    *wrong_types("S06", SPEC, "Dedicate", ["Train"], 3),
    null("S06", SPEC),
    ("S06", [(SPEC, ...)], [("RP403", (), KEY)]),
    ("S06", [], []),
    # T4
    ("S07", [(LABELS, ...)], [("RP101", ("metadata",), KEY)]),
    *wrong_types("S07", LABELS, "pool-001", ["pool-001"]),
    null("S07", LABELS),
    ("S07", [], []),
    *wrong_types("S08", ANNOTATIONS, "x", []),
    null("S08", ANNOTATIONS),
    ("S08", [(ANNOTATIONS, ...)], []),
    ("S08", [(ANNOTATIONS, {})], []),
    # T5
    ("S09", [(NAME, ...)], [("RP101", LABELS, KEY)]),
    *wrong_types("S09", NAME, 1, True, ["pool-001"], {"a": "b"}),
    ("S09", [(NAME, "")], [("RP106", NAME)]),
    null("S09", NAME),
    ("S09", [(NAME, "Pool-001")], [("RP601", NAME)]),
    ("S09", [(NAME, "abc")], [("RP601", NAME)]),
    ("S09", [(NAME, "pool-001\n")], [("RP601", NAME)]),
    ("S09", [(NAME, "a" * 65)], [("RP601", NAME)]),
    ("S09", [(NAME, "pool-")], [("RP601", NAME)]),
    ("S09", [(NAME, "a" * 64)], [("RP602", NAME)]),
    ("S09", [(NAME, "a" * 31)], [("RP602", NAME)]),
    ("S09", [(NAME, "a" * 30)], []),
    ("S09", [(NAME, "ab-1")], []),
    *wrong_types("S10", label("workspace.id"), 0, False),
    ("S10", [(label("workspace.id"), ...)], []),
    ("S10", [(label("workspace.id"), "86c13962597848eeb29c5861153a391f")], []),
    *wrong_types("S11", label("node.prefix"), 7),
    null("S11", label("node.prefix")),
    ("S11", [(label("node.prefix"), "")], []),
    # T6
    *wrong_types("S12", note("description"), 1, 1.5, True),
    null("S12", note("description")),
    ("S12", [(note("description"), "")], []),
    ("S12", [(note("description"), "line\nline")], []),
    ("S12", [(note("description"), "d" * 100)], []),
    *[
        ("S12", [(note("description"), odd)], [("RP603", note("description"))])
        for odd in ("d" * 101, "a & b", "a<b", "a>b", "a=b", "a'b", 'a"b', "a!")
    ],
    *wrong_types("S13", MODE, 0, True, 2),
    (
        "S13",
        [(MODE, 1)],
        [("RP102", MODE), ("RP201", MODE), ("RP201", MODE), ("RP202", MODE)],
    ),
    ("S13", [(MODE, "2")], [("RP105", MODE)]),
    ("S13", [(MODE, "")], [("RP105", MODE)]),
    ("S13", [(MODE, "0")], []),
    ("S13", [(MODE, ...)], []),
    ("S13", MONTHLY, []),
    ("S14", [*MONTHLY, (NUM, ...)], [("RP201", MODE)]),
    ("S14", [*MONTHLY, (NUM, 2)], [("RP102", NUM)]),
    ("S14", [*MONTHLY, (NUM, "")], [("RP106", NUM)]),
    *[
        ("S14", [*MONTHLY, (NUM, bad)], [("RP107", NUM)])
        for bad in ("0", "-1", "1.5", "two", "2 ", "2\n", "\uff12", "+1")
    ],
    ("S14", [*MONTHLY, (NUM, "9")], []),
    ("S14", [*MONTHLY, (NUM, "01")], []),
    ("S14", [*MONTHLY, (NUM, "10")], [("RP204", NUM)]),
    ("S14", [*MONTHLY, (NUM, "36")], [("RP204", NUM)]),
    ("S14", [*MONTHLY, (NUM, "37")], [("RP206", NUM)]),
    ("S14", [*MONTHLY, (NUM, "9" * 5000)], [("RP206", NUM)]),
    ("S14", [*MONTHLY, (TYPE, "3"), (NUM, "3")], []),
    ("S14", [*MONTHLY, (TYPE, "3"), (NUM, "4")], [("RP206", NUM)]),
    *[
        ("S14", [(pointer, value)], [("RP203", pointer, KEY)])
        for pointer, value in ((NUM, "2"), (TYPE, "2"), (ORDER, "CS1"))
    ],
    ("S14", [(MODE, ...), (NUM, "2")], [("RP203", NUM, KEY)]),
    ("S14", [(MODE, "x"), (NUM, "2")], [("RP105", MODE)]),
    ("S15", [*MONTHLY, (TYPE, ...)], [("RP201", MODE)]),
    ("S15", [*MONTHLY, (TYPE, 2)], [("RP102", TYPE)]),
    ("S15", [*MONTHLY, (TYPE, "")], [("RP106", TYPE)]),
    ("S15", [*MONTHLY, (TYPE, "4")], [("RP105", TYPE)]),
    ("S15", [*MONTHLY, (TYPE, "month")], [("RP105", TYPE)]),
    ("S15", [*MONTHLY, (TYPE, "3")], []),
    (
        "S15",
        [(MODE, "1")],
        [("RP201", MODE), ("RP201", MODE), ("RP202", MODE)],
    ),
    *wrong_types("S16", note("auto.renew"), 0, False),
    ("S16", [(note("auto.renew"), "2")], [("RP105", note("auto.renew"))]),
    ("S16", [(note("auto.renew"), "true")], [("RP105", note("auto.renew"))]),
    ("S16", [*MONTHLY, (note("auto.renew"), "0")], []),
    ("S16", [(note("auto.renew"), "0")], []),
    (
        "S16",
        [*MONTHLY, (note("auto.renew"), "1")],
        [("RP205", note("auto.renew"))],
    ),
    ("S16", [(note("auto.renew"), "1")], [("RP203", note("auto.renew"), KEY)]),
    *wrong_types("S17", note("auto.pay"), False, 1),
    (
        "S17",
        [(note("auto.pay"), True)],
        [("RP102", note("auto.pay")), ("RP203", note("auto.pay"), KEY)],
    ),
    ("S17", [(note("auto.pay"), "yes")], [("RP105", note("auto.pay"))]),
    ("S17", [(note("auto.pay"), "True")], [("RP105", note("auto.pay"))]),
    ("S17", [*MONTHLY, (note("auto.pay"), "true")], []),
    ("S17", [*MONTHLY, (note("auto.pay"), "false")], []),
    ("S17", [(note("auto.pay"), "true")], [("RP203", note("auto.pay"), KEY)]),
    ("S17", [(note("auto.pay"), "false")], []),
    *wrong_types("S18", note("promotion.info"), {"id": "x"}),
    (
        "S18",
        [(note("promotion.info"), 1)],
        [("RP102", note("promotion.info")), ("RP203", note("promotion.info"), KEY)],
    ),
    ("S18", [*MONTHLY, (note("promotion.info"), "{}")], []),
    (
        "S18",
        [(note("promotion.info"), "x")],
        [("RP203", note("promotion.info"), KEY)],
    ),
    (
        "S19",
        [*MONTHLY, (URL, 1)],
        [("RP102", URL), ("RP605", URL)],
    ),
    ("S19", [*MONTHLY, (note("service.console.url"), "https://example.com")], []),
    *[
        ("S19", [*MONTHLY, (URL, url)], [])
        for url in ("http://a", "HTTPS://a.example.com:8443/x?y=z#w", "https://[::1]/")
    ],
    *[
        ("S19", [*MONTHLY, (URL, url)], [("RP605", URL)])
        for url in ("a.example.com", "ftp://a", "https://", "https:///x", "http://a b")
    ],
    ("S20", [*MONTHLY, (ORDER, ...)], [("RP202", MODE)]),
    ("S20", [*MONTHLY, (ORDER, 12)], [("RP102", ORDER)]),
    ("S20", [*MONTHLY, (ORDER, "")], [("RP106", ORDER)]),
    ("S20", MONTHLY, []),
    # T7
    ("S21", [(("spec", "type"), ...)], [("RP101", SPEC, KEY)]),
    *wrong_types("S21", ("spec", "type"), 1, ["Dedicate"]),
    ("S21", [(("spec", "type"), "dedicate")], [("RP105", ("spec", "type"))]),
    ("S21", [(("spec", "type"), "Logical")], [("RP402", ("spec", "type"))]),
    null("S21", ("spec", "type")),
    ("S21", [], []),
    ("S22", [(("spec", "scope"), ...)], [("RP101", SPEC, KEY)]),
    *wrong_types("S22", ("spec", "scope"), "Train", {"Train": "x"}, 1),
    *wrong_types("S22", ("spec", "scope", 0), 1, ["Train"]),
    ("S22", [(("spec", "scope"), [])], [("RP106", ("spec", "scope"))]),
    ("S22", [(("spec", "scope"), ["train"])], [("RP105", ("spec", "scope", 0))]),
    ("S22", [(("spec", "scope"), ["Train", ""])], [("RP105", ("spec", "scope", 1))]),
    null("S22", ("spec", "scope")),
    ("S22", [(("spec", "scope"), ["Train", "Infer", "Notebook"])], []),
    ("S23", [(("spec", "resources"), ...)], [("RP101", SPEC, KEY)]),
    *wrong_types("S23", ("spec", "resources"), {"flavor": "x"}, "x"),
    *wrong_types("S23", RESOURCE, "modelarts.vm.gpu.tnt004", []),
    ("S23", [(("spec", "resources"), [])], [("RP106", ("spec", "resources"))]),
    ("S23", [], []),
    ("S23", [(("spec", "resources"), entries(10))], []),
    (
        "S23",
        [(("spec", "resources"), entries(12))],
        [("RP303", ("spec", "resources", 10), KEY)],
    ),
    (
        "S23",
        [(("spec", "resources"), [*entries(2), entries(1)[0]])],
        [("RP302", ("spec", "resources", 2, "flavor"))],
    ),
    ("S24", [(("spec", "network"), ...)], [("RP401", ("spec", "type"))]),
    (
        "S24",
        [(("spec", "network"), ...), (("spec", "type"), ...)],
        [("RP101", SPEC, KEY), ("RP401", SPEC, KEY)],
    ),
    (
        "S24",
        [(("spec", "network"), ...), (("spec", "type"), "Logical")],
        [("RP402", ("spec", "type"))],
    ),
    *wrong_types("S24", ("spec", "network"), NETWORK, []),
    null("S24", ("spec", "network")),
    ("S24", [], []),
    *wrong_types("S25", ("spec", "jobFlavors"), "x", {"a": 1}),
    (
        "S25",
        [(("spec", "jobFlavors"), ["x", 1])],
        [("RP102", ("spec", "jobFlavors", 1))],
    ),
    ("S25", [(("spec", "jobFlavors"), ["modelarts.kat1.xlarge"])], []),
    *wrong_types("S26", DRIVER, "440.31", []),
    ("S26", [(DRIVER, ...)], []),
    ("S26", [(DRIVER, {})], []),
    # T8
    ("S27", [((*RESOURCE, "flavor"), ...)], [("RP101", RESOURCE, KEY)]),
    *wrong_types("S27", (*RESOURCE, "flavor"), 4, ["x"]),
    ("S27", [((*RESOURCE, "flavor"), "")], [("RP106", (*RESOURCE, "flavor"))]),
    null("S27", (*RESOURCE, "flavor")),
    ("S27", [], []),
    ("S28", [((*RESOURCE, "count"), ...)], [("RP101", RESOURCE, KEY)]),
    *wrong_types("S28", (*RESOURCE, "count"), "2", 2.0, 2.5, True, [2]),
    *[
        ("S28", [((*RESOURCE, "count"), bad)], [("RP107", (*RESOURCE, "count"))])
        for bad in (0, -1, 2**31, 10**30)
    ],
    null("S28", (*RESOURCE, "count")),
    ("S28", [((*RESOURCE, "count"), 2**31 - 1)], [("RP304", (*RESOURCE, "count"))]),
    ("S28", [((*RESOURCE, "count"), 2001)], [("RP304", (*RESOURCE, "count"))]),
    ("S28", [((*RESOURCE, "count"), 2000)], []),
    ("S28", [((*RESOURCE, "count"), 1)], []),
    *wrong_types("S29", (*RESOURCE, "maxCount"), "2", 2.0),
    ("S29", [((*RESOURCE, "maxCount"), 5)], [("RP301", (*RESOURCE, "maxCount"))]),
    ("S29", [((*RESOURCE, "maxCount"), 0)], [("RP107", (*RESOURCE, "maxCount"))]),
    ("S29", [((*RESOURCE, "maxCount"), 2**31)], [("RP107", (*RESOURCE, "maxCount"))]),
    ("S29", [((*RESOURCE, "maxCount"), 2)], []),
    *wrong_types("S30", (*RESOURCE, "extendParams"), "x", []),
    ("S30", [((*RESOURCE, "extendParams"), {})], []),
    *wrong_types("S31", (*RESOURCE, "os"), "EulerOS", []),
    ("S31", [((*RESOURCE, "os"), {})], []),
    # T9 and T10
    *wrong_types("S32", (*RESOURCE, "extendParams", "dockerBaseSize"), 50),
    *[
        (
            "S32",
            [((*RESOURCE, "extendParams", "dockerBaseSize"), bad)],
            [("RP107", (*RESOURCE, "extendParams", "dockerBaseSize"))],
        )
        for bad in ("50G", "-1", "", "5.5", "50\n")
    ],
    *[
        ("S32", [((*RESOURCE, "extendParams", "dockerBaseSize"), good)], [])
        for good in ("0", "00", "50", "500")
    ],
    *[
        (
            "S32",
            [((*RESOURCE, "extendParams", "dockerBaseSize"), odd)],
            [("RP305", (*RESOURCE, "extendParams", "dockerBaseSize"))],
        )
        for odd in ("1", "49", "501", "9" * 5000)
    ],
    *wrong_types("S33", (*RESOURCE, "os", "name"), 1),
    ("S33", [((*RESOURCE, "os", "name"), "EulerOS 2.10")], []),
    (
        "S34",
        [((*RESOURCE, "os"), {"imageId": 1, "imageType": "private"})],
        [("RP102", IMAGE)],
    ),
    ("S34", [((*RESOURCE, "os"), {"imageId": "x", "imageType": "private"})], []),
    ("S34", [((*RESOURCE, "os"), {"imageId": "x"})], []),
    ("S34", [((*RESOURCE, "os"), {"imageId": "", "imageType": "private"})], []),
    (
        "S35",
        [((*RESOURCE, "os"), {"imageType": "private"})],
        [("RP306", (*RESOURCE, "os", "imageType"))],
    ),
    *wrong_types("S35", (*RESOURCE, "os", "imageType"), True),
    (
        "S35",
        [((*RESOURCE, "os"), {"imageId": "x", "imageType": "public"})],
        [("RP105", (*RESOURCE, "os", "imageType"))],
    ),
    ("S35", [((*RESOURCE, "os"), {"imageId": "x", "imageType": "private"})], []),
    # T11
    ("S36", [(("spec", "network"), {})], [("RP101", ("spec", "network"), KEY)]),
    (
        "S36",
        [(("spec", "network", "name"), 1)],
        [
            ("RP102", ("spec", "network", "name")),
            ("RP404", ("spec", "network", "name")),
        ],
    ),
    (
        "S36",
        [(("spec", "network", "name"), "")],
        [("RP106", ("spec", "network", "name"))],
    ),
    ("S36", [], []),
    *[
        (
            "S36",
            [(("spec", "network", "name"), name)],
            [("RP404", ("spec", "network", "name"))],
        )
        for name in ("net-01", NETWORK[:-1], NETWORK.upper())
    ],
    ("S36", [(("spec", "network", "name"), "x" + NETWORK)], []),
    # T12
    *wrong_types("S37", (*DRIVER, "gpuVersion"), 470.1, 470),
    (
        "S37",
        [*CPU, ((*DRIVER, "gpuVersion"), "440.31")],
        [("RP501", (*DRIVER, "gpuVersion"))],
    ),
    (
        "S37",
        [((*RESOURCE, "flavor"), "modelarts.bm.npu.arm.8snt9b3")],
        [("RP501", (*DRIVER, "gpuVersion"))],
    ),
    ("S37", [((*RESOURCE, "flavor"), "modelarts.bm.4xlarge.pro")], []),
    ("S37", CPU, []),
    *[
        ("S37", [((*DRIVER, "gpuVersion"), version)], [])
        for version in ("470.57.02", "c78", "7.1.0.9", "latest")
    ],
    *[
        (
            "S37",
            [((*DRIVER, "gpuVersion"), version)],
            [("RP503", (*DRIVER, "gpuVersion"))],
        )
        for version in ("C78", "7.1.0.9.220-23.0.6", "7.5.0.108.220-24.1.rc3.9")
    ],
    (
        "S38",
        [
            ((*RESOURCE, "flavor"), "modelarts.bm.4xlarge.pro"),
            (DRIVER, {"npuVersion": "470.57.02"}),
        ],
        [("RP503", (*DRIVER, "npuVersion"))],
    ),
    (
        "S38",
        [((*DRIVER, "npuVersion"), 7.1)],
        [("RP102", (*DRIVER, "npuVersion")), ("RP502", (*DRIVER, "npuVersion"))],
    ),
    (
        "S38",
        [((*DRIVER, "npuVersion"), "C78")],
        [("RP502", (*DRIVER, "npuVersion"))],
    ),
    (
        "S38",
        [
            ((*RESOURCE, "flavor"), "modelarts.kat1.8xlarge"),
            (DRIVER, {"npuVersion": "C78"}),
        ],
        [],
    ),
    *wrong_types("S39", (*DRIVER, "updateStrategy"), 1),
    (
        "S39",
        [((*DRIVER, "updateStrategy"), "Force")],
        [("RP105", (*DRIVER, "updateStrategy"))],
    ),
    ("S39", [((*DRIVER, "updateStrategy"), "force")], []),
    ("S39", [((*DRIVER, "updateStrategy"), "idle")], []),
    # T3 to T12: no further fields
    *[
        (
            "S40",
            [((*parent, "frobnicate"), "x")],
            [("RP103", (*parent, "frobnicate"), KEY)],
        )
        for parent in (
            (),
            ("metadata",),
            LABELS,
            ANNOTATIONS,
            SPEC,
            ("spec", "network"),
            DRIVER,
            RESOURCE,
            (*RESOURCE, "os"),
            (*RESOURCE, "extendParams"),
        )
    ],
    *[
        ("S40", [((*parent, field), "x")], [("RP104", (*parent, field), KEY)])
        for parent, field in (
            (LABELS, "os.modelarts/sharing"),
            (ANNOTATIONS, "os.modelarts/product.id"),
            (SPEC, "userLogin"),
            (("spec", "network"), "vpcId"),
            (RESOURCE, "azs"),
            ((*RESOURCE, "extendParams"), "postInstall"),
            ((*RESOURCE, "os"), "autoMatch"),
        )
    ],
    ("S40", [((*SPEC, "userLogin"), None)], []),
    ("S40", [((*SPEC, "frobnicate"), None)], [("RP103", (*SPEC, "frobnicate"), KEY)]),
]

IDS = [f"{row}-{n}" for n, (row, _, _) in enumerate(ROWS)]


def expected_ranges(text: str, name: str, found: list[Found]) -> list[tuple[str, Any]]:
    source = Source(name, text)
    [document] = read(source, Limits())
    places = []
    for rule, pointer, *part in found:
        span = document.locate(Location(pointer, *part))
        assert span is not None
        places.append((rule, source.range(span)))
    return sorted(places, key=lambda place: (place[1], place[0]))


@pytest.mark.parametrize("name", ["pool.yaml", "pool.json"])
@every(("row", "changes", "found"), ROWS, ids=IDS)
def test_a_request_gives_exactly_the_expected_findings(
    name: str, row: str, changes: list[Change], found: list[Found]
) -> None:
    del row
    data = changed(*changes)
    text = as_json(data) if name == "pool.json" else as_yaml(data)
    findings = [(f.rule, f.range) for f in lint_text(text, filename=name)]
    assert findings == expected_ranges(text, name, found)


@every(("row", "changes", "found"), ROWS, ids=IDS)
def test_python_data_gives_the_same_rules_as_a_request(
    row: str, changes: list[Change], found: list[Found]
) -> None:
    del row
    rules = sorted(finding.rule for finding in lint_data(changed(*changes)))
    assert rules == sorted(rule for rule, *_ in found)


def test_every_constraint_has_an_invalid_and_a_valid_request() -> None:
    rows = {f"S{number:02}" for number in range(3, 41)}
    broken = {row for row, _, found in ROWS if found}
    kept = {row for row, _, found in ROWS if not found}
    assert broken == rows
    assert kept == rows
